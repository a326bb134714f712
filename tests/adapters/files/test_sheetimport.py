"""Rows of anybody's spreadsheet become requests, and our own export comes back exactly as it went out."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from triage.adapters.files.requestfiles import Reader, Rejected, read_case_files
from triage.adapters.files.sheetimport import read_heading, read_mapped
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.spreadsheet import write_csv, write_xlsx
from triage.core.interview.reading import DONT_KNOW, LONGEST, clean
from triage.core.life.events import Life
from triage.core.messages import TriageError
from triage.core.record.columns import take_mapping
from triage.core.record.record import Record
from triage.core.record.sheet import sheet_columns
from triage.core.request.request import Profile, Range, Request
from triage.core.rules.ruleset import Verdict

from bundled import FORMS, RULES

DAY = date(2026, 11, 23)
READER = Reader(RULES, Profile(), DAY)
EN = load_catalog("en")
OWN = take_mapping((), [column.id for column in sheet_columns(RULES)], RULES, FORMS["firm"])
CASES = sorted(Path(__file__).parents[3].joinpath("rules/cases").glob("*.yaml"))


def record(answers: dict, title: str = "t", currency: str = "DKK") -> Record:
    must = {"request": "r", "task_type": "cro"}
    return Record("2026-001", title, currency, DAY, Verdict.GO, "", must | answers, life=Life(DAY))


def exported(records: list[Record], language: str) -> bytes:
    stream = io.BytesIO()
    write_csv(stream, records, RULES, today=DAY, language=language)
    return stream.getvalue()


def read(content: bytes | str, *given: str) -> list[Request | Rejected]:
    content = content.encode() if isinstance(content, str) else content
    mapping = take_mapping(given, read_heading("r.csv", content).headers, RULES, FORMS["firm"])
    assert not mapping.problems
    return list(read_mapped("r.csv", content, mapping, READER))


def read_own(sent: Record, language: str) -> Request | Rejected:
    return next(read_mapped("r.csv", exported([sent], language), OWN, READER))


def lines(content: str) -> list[str]:
    rejected = [each for each in read(content) if isinstance(each, Rejected)]
    return [f"{each.place}: {EN.text(each.message)}" for one in rejected for each in one.problems]


def answers(request: Request | Rejected) -> dict:
    assert isinstance(request, Request), request.problems
    return {name: answer.value for name, answer in request.answers.items()}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_worked_case_comes_back_from_our_own_csv_as_it_was(language):
    cases = read_case_files(CASES, RULES, DAY)
    records = [record(answers(case), case.title, case.profile.currency) for case in cases]
    back = read(exported(records, language))
    assert [answers(each) for each in back] == [dict(each.answers) for each in records]
    assert [(each.title, each.profile.currency) for each in back] == [(r.title, r.currency) for r in records]


nasty = st.text(
    st.sampled_from("=+-@'\";,\n\t \\/|æøå🙂＝ab1.") | st.characters(codec="utf-8"), min_size=1, max_size=40
)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(nasty, min_size=2, max_size=2), language=st.sampled_from(["da", "en"]))
@example(texts=["'=1", "''=1"], language="da")
@example(texts=['"=1";\r\n"', "＝æøå🙂"], language="en")
def test_nasty_words_come_back_exactly(texts, language):
    kept = {name: clean(text) for name, text in zip(("problem", "request"), texts, strict=True)}
    kept = {name: text for name, text in kept.items() if text and text.casefold() not in DONT_KNOW}
    sent = record(kept, title="'=x")
    back = read_own(sent, language)
    assert answers(back) == dict(sent.answers)
    assert back.title == "'=x"


amounts = st.floats(0, 1e12).filter(lambda size: size == 0 or size > 1e-40)


@settings(max_examples=50, deadline=None)
@given(three=st.lists(amounts, min_size=3, max_size=3).map(sorted), weeks=st.floats(0, 1000), day=st.dates())
def test_numbers_and_days_come_back_exactly(three, weeks, day):
    weeks = round(weeks, 6)
    sent = record({"cost": Range(*three), "unit_contribution": -three[0], "visible_in": weeks, "success_by": day})
    for language in ("da", "en"):
        assert answers(read_own(sent, language)) == dict(sent.answers)


def test_a_text_as_long_as_can_be_comes_back():
    sent = record({"problem": "=" + "ø;\n" * (LONGEST // 3 - 1) + "øe"})
    assert answers(read_own(sent, "da")) == dict(sent.answers)


def test_a_workbook_saved_as_csv_in_danish_is_understood(tmp_path: Path):
    import openpyxl

    sent = record({"need": "own_wish", "cost": Range(1000, 2000, 6000), "waiting": None, "problem_checked": True})
    with (tmp_path / "r.xlsx").open("wb") as file:
        write_xlsx(file, [sent], RULES, today=DAY, catalog=load_catalog("da"))
    rows = openpyxl.load_workbook(tmp_path / "r.xlsx").active.iter_rows(values_only=True)
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    assert answers(read(text)[0]) == dict(sent.answers)


def test_a_foreign_sheet_is_read():
    content = "Opgave;Hvem spurgte;Hvilken slags;Pris;Timer;Behov;Dato;Noter;\nNyt logo.;Lars;TikTok;20-40 t;ved ikke;"
    content += "Det er vores eget ønske;3/11-2026;hurtigt;\n"
    (request,) = read(content)
    assert (request.title, request.asked_by, request.asked_on) == ("Nyt logo", "Lars", date(2026, 11, 3))
    assert answers(request) == {
        "request": "Nyt logo.\n\nhurtigt",
        "task_type": "tiktok",
        "cost": Range(20_000, 30_000, 40_000),
        "hours": None,
        "need": "own_wish",
    }


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_choice_may_be_written_in_words(language):
    for name, question in RULES.questions.items():
        for choice_id, choice in RULES.offered(name).items() if question.choices_from != "goals" else ():
            wording = choice.in_(language).replace('"', '""')
            (request,) = read(f'request,task_type,{name}\nr,cro,"{wording}"\n' if name != "task_type" else
                              f'request,task_type\nr,"{wording}"\n')  # fmt: skip
            assert answers(request)[name] == choice_id


def test_the_firms_figures_are_read_as_people_type_them():
    (request,) = read("Opgave;Slags;Årsbudget;Timepris;Valuta\nr;cro;2 mio.;600 €;eur\n")
    assert (request.profile.yearly_budget, request.profile.hourly_cost) == (2_000_000, 600)
    assert request.profile.currency == "EUR"


def test_every_bad_cell_is_one_problem_with_its_line_and_column():
    content = 'Opgave;Slags;Pris;Timer;Dato;Årsbudget\nr;cro;1;2;;\n"to\nlinjer";crx;masser;3/2/1;i tirsdags;nul\n'
    found = lines(content)
    assert [line.split(": ", 2)[:2] for line in found] == [
        ["r.csv:3", "Slags"],
        ["r.csv:3", "Pris"],
        ["r.csv:3", "Timer"],
        ["r.csv:3", "Dato"],
        ["r.csv:3", "Årsbudget"],
    ]
    assert "Did you mean cro?" in found[0]


def test_a_bad_row_does_not_stop_the_others():
    first, second, third = read("Opgave;Slags\nA;cro\nB;cro;for meget\nC;cro\n")
    assert isinstance(first, Request)
    assert isinstance(second, Rejected)
    assert third.source == "r.csv:4"


def test_what_cannot_be_done_without_is_asked_for():
    assert lines("Opgave;Slags\n;cro\n") == ["r.csv:2: request is missing: The director's words. " + must()]


def must() -> str:
    sentence = EN.say("file.must", id="request", question="The director's words")
    return sentence.split(". ", 1)[1]


def test_columns_without_a_name_and_columns_left_out_are_not_read():
    (request,) = read("Opgave;Slags;Pris;;\nr;cro;masser;x;y\n", "Pris=")
    assert answers(request) == {"request": "r", "task_type": "cro"}


def test_the_heading_has_the_first_value_of_every_column():
    heading = read_heading("r.csv", b"A;B;C\n1;;\n2;=x;\n")
    assert heading.headers == ("A", "B", "C")
    assert heading.examples == {"A": "1", "B": "=x"}


@pytest.mark.parametrize("content", [b"\0\1\2", b'a,b\n"' + b"x" * 200_000])
def test_a_file_that_is_no_table_is_clear_lines(content):
    with pytest.raises(TriageError):
        read_heading("r.csv", content)
    (rejected,) = read_mapped("r.csv", content, take_mapping((), ["a"], RULES, FORMS["firm"]), READER)
    assert rejected.problems


def test_an_empty_file_has_no_columns_and_no_requests():
    assert read_heading("r.csv", b"").headers == ()
    assert read("Opgave;Slags\n") == []
