"""Lists of other programs, as they save them: each row is the beginning of a task."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.files.sheetimport import Unfinished, read_heading, read_mapped
from triage.adapters.files.tablefiles import table_header, table_rows
from triage.core.messages import Message
from triage.core.record.columns import fitting, take_mapping, without_time
from triage.core.request.request import Profile, Range, Request

from bundled import FORMS, RULES

READER = Reader(RULES, Profile(), date(2026, 11, 23))
MOMENT = datetime(2026, 11, 2, 9, 12)  # noqa: DTZ001 - a workbook knows no time zones
DUE = (date(2027, 1, 15) - date(2026, 11, 23)).days / 7


def book(*rows: tuple[object, ...], name: str = "Opgaver") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Tomt"
    sheet = made.create_sheet(name)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(content: str | bytes, *given: str) -> list[Request | Unfinished | Rejected]:
    content = content.encode() if isinstance(content, str) else content
    heading = read_heading("r.csv", content)
    mapping = take_mapping(given, heading.headers, RULES, FORMS["firm"])
    assert not mapping.problems
    mapping = fitting(mapping, heading.cells, lambda name, cell: not isinstance(READER.read_one(name, cell), Message))
    return list(read_mapped("r.csv", content, mapping, READER))


ASANA = """\
Task ID,Created At,Completed At,Name,Section/Column,Assignee,Assignee Email,Due Date,Tags,Notes,Projects,Parent task
1,2026-11-02,,Lav podcast,Ønsker,Mette,m@x.dk,2027-01-15,,"Lars vil have den",Marketing,
"""
TRELLO = """\
Card ID,Card URL,Card Name,Card Description,Labels,Members,Due Date,List Name,Archived
1,https://x,Lav podcast,Lars vil have den,a,Mette,2027-01-15T09:00:00.000Z,Ideer,false
"""
JIRA = """\
Summary,Issue key,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Due date,Labels,Labels,Comment,Comment
Lav podcast,M-1,Task,To Do,High,Mette,Lars,02/Nov/26 9:12 AM,03/Nov/26 9:12 AM,15/Jan/27 12:00 AM,a,b,x,y
"""
MONDAY = book(
    ("Marketing",),
    ("Ønsker",),
    ("Name", "Subitems", "Owner", "Status", "Due date", "Notes", "Creation log"),
    ("Lav podcast", None, "Mette", "Stuck", date(2027, 1, 15), "Lars vil have den", "Lars Nov 2"),
)
PLANNER = book(
    ("Plannavn", "Marketing"),
    ("Plan-id", "x1"),
    ("Dato for eksport", "23-11-2026"),
    (),
    ("Opgave-id", "Opgavenavn", "Bucketnavn", "Status", "Prioritet", "Tildelt til", "Oprettet af", "Oprettet den",
     "Startdato", "Forfaldsdato", "Forsinket", "Fuldført dato", "Beskrivelse"),
    ("1", "Lav podcast", "Ønsker", "Ikke startet", "Mellem", "Mette", "Lars", "02-11-2026", None, "15-01-2027", False,
     None, "Lars vil have den"),
)  # fmt: skip
NOTION = """\
\ufeffName,Assign,Created by,Created time,Due,Status,Tags
Lav podcast,Mette,Lars,"November 2, 2026 9:12 AM","January 15, 2027",Not started,a
"""
BOARD = """{"name": "Marketing", "cards": [
    {"name": "Lav podcast", "desc": "Lars vil have den", "due": "2027-01-15T09:00:00.000Z", "closed": false},
    {"name": "Gammelt", "desc": "", "due": null, "closed": true}
]}"""
RICE = "Feature;Reach;Impact;Confidence;Effort;RICE score;Deadline\nLav podcast;500;2;80 %;3;267;15-01-2027\n"


@pytest.mark.parametrize(
    ("content", "title", "words", "asked_by", "asked_on"),
    [
        (ASANA, "Lav podcast", "Lav podcast\n\nLars vil have den", "", date(2026, 11, 2)),
        (TRELLO, "Lav podcast", "Lars vil have den", "", None),
        (BOARD, "Lav podcast", "Lars vil have den", "", None),
        (JIRA, "Lav podcast", "Lav podcast\n\nx + y", "Lars", date(2026, 11, 2)),
        (MONDAY, "Lav podcast", "Lav podcast\n\nLars vil have den", "", None),
        (PLANNER, "Lav podcast", "Lars vil have den", "Lars", date(2026, 11, 2)),
        (NOTION, "Lav podcast", "Lav podcast", "Lars", date(2026, 11, 2)),
        (RICE, "Lav podcast", "Lav podcast", "", None),
    ],
    ids=["asana", "trello", "trello's board", "jira", "monday", "planner", "notion", "rice"],
)
def test_a_task_list_is_the_beginning_of_tasks(content, title, words, asked_by, asked_on):
    (row,) = read(content)
    assert isinstance(row, Unfinished)
    assert (row.title, row.asked_by, row.asked_on, row.problems) == (title, asked_by, asked_on, ())
    assert {name: answer.value for name, answer in row.answers.items()} == {
        "request": words,
        "ready_by": pytest.approx(DUE),
    }


def test_a_form_on_the_net_is_read_by_its_questions():
    content = (
        '"Tidsstempel","Mailadresse","Hvad er du blevet bedt om? Skriv det, som direktøren sagde det.",'
        '"Hvad koster det, når vi ikke tæller vores egne timer med?","Hvornår skal effekten kunne ses?",'
        '"Hvor mange timer tager det os?"\n'
        '"2026/11/02 9:12:33 AM CET","lars@example.dk","Opdater siden,\nhelst","20.000","når det passer","Ved ikke"\n'
    )
    (row,) = read(content)
    assert isinstance(row, Unfinished)
    assert (row.title, row.asked_by, row.asked_on) == ("Opdater siden", "lars@example.dk", date(2026, 11, 2))
    assert row.answers["cost"].value == Range(20_000, 20_000, 20_000)
    assert row.answers["hours"].value is None
    assert [problem.place.line for problem in row.problems if problem.place] == [2]


@pytest.mark.parametrize("day", ["03-12-2026", "3. december", "2026/12/03 4:05:01 PM CET"])
@pytest.mark.parametrize("kind", ["", "podcast"])
def test_a_day_that_has_not_come_yet_is_no_day_on_which_anybody_asked(day, kind):
    (row,) = read(f"Opgave;Type;Dato\nLav en podcast;{kind};{day}\n")
    (problem,) = row.problems
    assert (problem.message.params["why"].key, problem.place.line) == ("profile.not_yet", 2)


def test_a_row_whose_kind_is_known_is_a_whole_request():
    first, second = read("Opgave;Type\nA;TikTok\nB;\n")
    assert isinstance(first, Request)
    assert isinstance(second, Unfinished)
    assert all(isinstance(each, Request) for each in read("Opgave;Type\nA;TikTok\nB;\n", "=other"))
    (given,) = read(RICE, "=podcast", "=asked_by:Lars")
    assert isinstance(given, Request)
    assert (given.value("task_type"), given.asked_by) == ("podcast", "Lars")


SHEET = 'Opgave;Pris;Dato\n"Nyt ""katalog""";45.000,00 kr.;#N/A\n'


@pytest.mark.parametrize(
    "content",
    [
        SHEET.encode("cp1252"),
        SHEET.encode("utf-16"),
        ("sep=;\r\n" + SHEET.replace("\n", "\r\n")).encode("utf-8-sig"),
        SHEET.replace(";", "\t").encode(),
        ("Ønsker 2026;;\n;;\n" + SHEET).encode(),
        ("Udskrevet\n" + SHEET).encode(),
        SHEET.replace("\n", ";;\n").encode(),
        SHEET.replace("45.000,00 kr.", '"45.000,00 kr."').replace(";", ",").encode(),
    ],
    ids=["ansi", "utf-16", "sep", "tab", "title above", "line above", "empty columns", "comma"],
)
def test_a_table_as_spreadsheets_save_it(content):
    assert [name for name in table_header("r.csv", content) if name] == ["Opgave", "Pris", "Dato"]
    rows = [row for _, row in table_rows("r.csv", content)]
    assert rows == [{"Opgave": 'Nyt "katalog"', "Pris": "45.000,00 kr."}]


def test_a_workbook_reads_as_its_sheet_would_as_csv():
    content = book(("Opgave", "Pris", "Dato", "Med"), ("A", 45000.0, MOMENT, True), ("B", 0.5, None))
    assert [row for _, row in table_rows("r.xlsx", content)] == [
        {"Opgave": "A", "Pris": "45000", "Dato": "2026-11-02 09:12:00", "Med": "yes"},
        {"Opgave": "B", "Pris": "0.5"},
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        *[("2026/11/02 9:12:33 AM CET", "2026/11/02"), ("2026-11-02T09:12:00.000Z", "2026-11-02")],
        *[("02/Nov/26 9:12 AM", "02 Nov 26"), ("2. november 2026 kl. 9.12", "2. november 2026")],
        *[("2026-11-02 09:12:00+01:00", "2026-11-02"), ("02-11-2026", "02-11-2026"), ("09:12", "09:12")],
        ("24.12", "24.12"),
    ],
)
def test_a_date_without_its_hour(cell, day):
    assert without_time(cell) == day
