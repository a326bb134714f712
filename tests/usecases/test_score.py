"""``score`` returns what it weighed piece by piece, with what is wrong with what could not be read."""

from pathlib import Path

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.usecases import score
from triage.usecases.parts.opening import open_rules
from triage.usecases.score import csv_heading, csv_rows, score_files, score_json

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
