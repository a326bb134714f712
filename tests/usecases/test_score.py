"""``score`` returns what it weighed piece by piece, with what is wrong with what could not be read."""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from triage.adapters.files import columnfiles, pieces
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.usecases import score
from triage.usecases.parts.opening import open_rules
from triage.usecases.score import csv_heading, csv_rows, result_rows, score_files, score_json

EN = load_catalog("en")


def scored(home: Path, rows: str, **options):
    file = home.parent / "rows.csv"
    file.write_text("request,task_type,need\n" + rows, encoding="utf-8")
    return score_files([str(file)], Home(home), open_rules(Home(home), None), **options)


def test_what_cannot_be_read_is_told_beside_what_was_weighed(home):
    (weighed,) = scored(home, "r,cro,proven\nr,crow,proven\nr,cro,guess\n")
    assert [source.rpartition(":")[2] for source in weighed.found.asked.sources] == ["2", "4"]
    assert [problem.place.line for problem in weighed.problems] == [3]


def test_a_file_that_is_missing_is_one_of_the_results(home):
    (only,) = score_files(["nowhere.yaml"], Home(home), open_rules(Home(home), None))
    assert (len(only.found), len(only.problems)) == (0, 1)


def test_the_first_verdict_does_not_wait_for_the_last_file(home, tmp_path, monkeypatch):
    monkeypatch.setattr(score, "CHUNK", 5)
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("request,task_type,need\n" + "r,cro,proven\n" * 5, encoding="utf-8")
    results = score_files([str(first), str(second)], Home(home), open_rules(Home(home), None))
    next(results)
    second.write_text("request,task_type,need\nr,cro,proven\n", encoding="utf-8")
    assert not any(each.problems for each in results)


def test_the_analysis_is_made_on_request_alone(home):
    for wanted in (False, True):
        (weighed,) = scored(home, "r,cro,proven\n", with_analysis=wanted)
        (one,) = weighed.assessed()
        assert ("analysis" in score_json(one, EN, with_arithmetic=False)) is wanted


def test_rows_of_csv_are_as_wide_as_their_heading(home):
    rules = open_rules(Home(home), None)
    (weighed,) = scored(home, "=1+1,cro,proven\n")
    heading, (row,) = csv_heading(rules), csv_rows(weighed)
    assert len(heading) == len(row)
    assert dict(zip(heading, row, strict=True))["title"].startswith("'=")


def test_headings_in_capital_letters_are_read_together_as_well(home):
    file = home.parent / "rows.csv"
    weighed = []
    for heading in ("request,task_type,need,cost", "Request,TASK_TYPE,Need,Cost"):
        file.write_text(f"{heading}\nr,cro,proven,20000\n", encoding="utf-8")
        (each,) = score_files([str(file)], Home(home), open_rules(Home(home), None))
        assert not each.problems
        weighed.append(list(csv_rows(each)))
    assert weighed[0] == weighed[1]
    file.write_text("request,task_type,cost,COST\nr,cro,1,2\n", encoding="utf-8")
    (refused,) = score_files([str(file)], Home(home), open_rules(Home(home), None))
    assert [each.message.key for each in refused.problems] == ["file.csv_repeated"]


def test_a_pipe_is_read_as_a_file_is(home, tmp_path, monkeypatch):
    file = tmp_path / "rows.csv"
    file.write_bytes(b'request;task_type;need\n"r\n2";cro;proven\ns;cro;guess\n\xe6;cro;guess\n')
    rules = open_rules(Home(home), None)
    reading, writing = os.pipe()
    os.write(writing, file.read_bytes())
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        (piped,), (read,) = (score_files([name], Home(home), rules) for name in ("-", str(file)))
    assert [each.rpartition(":")[2] for each in piped.found.asked.sources] == ["2", "4", "5"]
    assert piped.found.asked.titles == read.found.asked.titles == ["r", "s", "æ"]


CELLS = {
    "title": ("", "A title", "=1+1", " spaced "),
    "request": ("A film", "A fair. And more", "'=2", "..."),
    "task_type": ("cro", "trade_fair", "brand_video", "Cro"),
    "kind_of_ask": ("", "start", "stop", "find_out", "ved ikke"),
    "need": ("", "proven", "own_wish", "guess", "?"),
    "evidence": ("", "own_test", "feeling"),
    "outcome": ("", "sales", "attention"),
    "effect_as": ("", "contribution", "no_money", "units"),
    "extra_contribution": ("", "20-60k", "100000 / 150000 / 300000", "10.000 om måneden", "minus 5000"),
    "cost": ("", "20.000", "5000-9000", "0"),
    "hours": ("", "4", "40-80"),
    "visible_in": ("", "8", "52"),
    "goal_fit": ("", "directly", "none", "supports"),
    "asked_on": ("", "2019-12-01", "01-12-2019", "1/12/2019"),
    "yearly_budget": ("",),
    "currency": ("", "", "EUR"),
    "duty": ("",),
    "zip": ("",),
}
ODD = {
    "request": "", "task_type": "crow", "need": "prooven", "cost": "EUR 5", "hours": "-1", "visible_in": "2020-01-01",
    "asked_on": "then", "yearly_budget": "some", "currency": "XXX", "duty": "yes", "zip": "8000",
}  # fmt: skip
"""What makes a row one that is read by itself: mistakes, a day that is past, and an answer of older files."""
plain_rows = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})
odd = st.sampled_from([{}, {}, *({name: cell} for name, cell in ODD.items())])
rows = st.tuples(plain_rows, odd).map(lambda parts: {**parts[0], **parts[1]})


def told(home: Path, name: str, content: str) -> Iterator[tuple[list[object], list[object]]]:
    file = home.parent / name
    file.write_text(content, encoding="utf-8")
    rules = open_rules(Home(home), None)
    for weighed in score_files([str(file)], Home(home), rules):
        lines = io.StringIO()
        csv.writer(lines).writerows(csv_rows(weighed))
        objects = [json.dumps(score_json(each, EN, with_arithmetic=True)) for each in weighed.assessed()]
        table = list(result_rows(weighed, EN))
        yield [*zip(lines.getvalue().splitlines(), objects, table, strict=True)], list(weighed.problems)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many=st.lists(rows, min_size=2, max_size=9), form=st.sampled_from(["csv", "jsonl", "nested"]))
def test_every_row_comes_out_as_it_would_alone(home, many, form):
    def content(chosen: list[int]) -> str:
        """Some of the rows, each on the line that it has among all."""
        if form == "csv":
            written = [";".join(row.values()) if at in chosen else "" for at, row in enumerate(many)]
            return "\n".join([";".join(CELLS), *written])
        shaped = [_nested(row) if form == "nested" else row for row in many]
        return "\n".join(json.dumps(row) if at in chosen else "" for at, row in enumerate(shaped))

    name = "rows.csv" if form == "csv" else "rows.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score, "CHUNK", 4)
        patch.setattr(columnfiles, "MOST_KEPT", 2)
        patch.setattr(pieces, "FEW", 3)
        together = list(told(home, name, content(list(range(len(many))))))
    alone = [each for at in range(len(many)) for each in told(home, name, content([at]))]
    for part in (0, 1):
        assert [one for each in together for one in each[part]] == [one for each in alone for one in each[part]]


def _nested(row: dict[str, str]) -> dict[str, object]:
    about = ("title", "asked_on", "zip")
    firm = {name: row[name] for name in ("currency",) if row[name]}
    answers = {name: cell or None for name, cell in row.items() if name not in {*about, "currency", "yearly_budget"}}
    return {**{name: row[name] for name in about if row[name]}, "profile": firm, "answers": answers}
