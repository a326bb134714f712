"""What a spreadsheet gets to open: readable, coloured, and without a formula in anything that somebody typed."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from triage.adapters.files.tablefiles import guarded, unguarded
from triage.adapters.output.wholefile import whole
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.spreadsheet import LONGEST_CELL, write_csv, write_xlsx
from triage.core.life.events import Decision, Event, Life
from triage.core.messages import TriageError
from triage.core.record.record import Record
from triage.core.record.sheet import sheet_columns
from triage.core.request.request import Range
from triage.core.rules.ruleset import Verdict

from toy import toy_ruleset

RULES = toy_ruleset()
DAY = date(2026, 11, 23)
CATALOGS = {"da": load_catalog("da"), "en": load_catalog("en")}
ANSWERS = {"request": "Nyt logo", "task_type": "seo", "need": "wish", "cost": Range(1000.0, 20000.0, 60000.0)}
ANSWERS |= {"hours": Range(1200.0, 1200.0, 1200.0), "no_effect_chance": 12.5, "duty": False, "stop_rule": None}
NO = Event(datetime(2026, 11, 24, tzinfo=UTC), date(2026, 11, 24), "Kim", Decision(Verdict.DEFER, Verdict.DROP, "both"))
RECORD = Record("2026-014", "Logo", "DKK", DAY, Verdict.DROP, "", ANSWERS, life=Life(DAY, (NO,)))
HOSTILE = ["=1+1", "+45 1234", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＋1", "－1", "＠a", "\ufeff=1", "'=1"]


def csv_text(*records: Record, language: str = "da") -> str:
    stream = io.BytesIO()
    write_csv(stream, records, RULES, today=DAY, language=language)
    return stream.getvalue().decode()


def workbook(path: Path, *records: Record, language: str = "da"):
    with whole(path / "r.xlsx") as file:
        write_xlsx(file, records, RULES, today=DAY, catalog=CATALOGS[language])
    return openpyxl.load_workbook(path / "r.xlsx").active


def cell(sheet, column_id: str, row: int = 2):
    at = [column.id for column in sheet_columns(RULES)].index(column_id)
    return sheet.cell(row, at + 1)


def test_a_danish_csv_is_what_a_danish_excel_opens():
    header, row = csv_text(replace(RECORD, answers={**ANSWERS, "visible_in": 12.5})).splitlines()
    assert header.startswith("\ufeffid;created;title;verdict;state;decision;")
    assert row.startswith("2026-014;2026-11-23;Logo;drop;waiting;defer;2026-11-24;both;")
    assert ";seo;wish;" in row
    assert ";~1000/20000/60000;1200;12,5;" in row


def test_an_english_csv_has_commas_and_points():
    row = csv_text(RECORD, language="en").splitlines()[1]
    assert ",Logo,drop,waiting," in row
    assert ",12.5," in row


def test_dont_know_is_written_and_what_was_left_out_is_empty():
    names, values = (line.split(";") for line in csv_text(RECORD).splitlines())
    row = dict(zip(names, values, strict=True))
    assert (row["stop_rule"], row["outcome"], row["duty"]) == ("unknown", "", "no")


@pytest.mark.parametrize("words", HOSTILE)
def test_typed_words_never_act_as_a_formula_in_a_csv(words):
    assert guarded(words) == "'" + words.replace("\r", "")
    assert unguarded(guarded(words)) == words.replace("\r", "")


@pytest.mark.parametrize("words", ["'quoted'", "it's", "a=b", "'", "5-10", "", "' a"])
def test_an_apostrophe_that_guards_nothing_stays(words):
    assert guarded(words) == unguarded(words) == words


def test_numbers_stay_numbers_and_ids_that_people_made_are_guarded():
    row = csv_text(replace(RECORD, title="=2", answers={"unit_contribution": -5.0, "need": "=3"})).splitlines()[1]
    assert ";'=2;" in row
    assert ";-5;" in row
    assert ";'=3;" in row


def test_what_no_file_can_hold_is_dropped():
    assert ";ab;" in csv_text(replace(RECORD, title="a\0\ud800b"))


def broken():
    yield RECORD
    raise ValueError("in the middle")


def test_a_workbook_that_is_broken_off_leaves_nothing(tmp_path: Path):
    with pytest.raises(ValueError, match="in the middle"), whole(tmp_path / "r.xlsx") as file:
        write_xlsx(file, broken(), RULES, today=DAY, catalog=CATALOGS["da"])
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_on_a_full_disk_is_one_clear_problem():
    with pytest.raises(TriageError, match=r"error\.write"), whole(Path("/dev/full")) as file:
        write_xlsx(file, [RECORD], RULES, today=DAY, catalog=CATALOGS["da"])


def test_a_workbook_is_in_the_readers_language(tmp_path: Path):
    sheet = workbook(tmp_path, RECORD)
    assert sheet.title == "Opgaver"
    assert (cell(sheet, "verdict", 1).value, cell(sheet, "need", 1).value) == ("Anbefaling", "Behov")
    assert (cell(sheet, "verdict").value, cell(sheet, "need").value) == ("Lad være", "Vores eget ønske")
    assert cell(sheet, "stop_rule").value == "ved ikke"
    assert cell(workbook(tmp_path, RECORD, language="en"), "need").value == "Our own wish"


def test_a_workbook_has_real_days_and_numbers(tmp_path: Path):
    sheet = workbook(tmp_path, RECORD)
    assert cell(sheet, "created").is_date
    assert cell(sheet, "created").value == datetime(2026, 11, 23)  # noqa: DTZ001 - a cell knows no zone
    assert (cell(sheet, "hours").value, cell(sheet, "hours").number_format) == (1200, "#,##0")
    assert (cell(sheet, "no_effect_chance").value, cell(sheet, "no_effect_chance").number_format) == (0.125, "0.0%")
    assert cell(sheet, "cost").value == "1.000\u00a0kr. – 20.000\u00a0kr. – 60.000\u00a0kr."
    assert cell(sheet, "outcome").value is None


def test_a_day_before_excels_calendar_is_written_as_words(tmp_path: Path):
    sheet = workbook(tmp_path, replace(RECORD, created=date(1899, 1, 2)))
    assert cell(sheet, "created").value == "1899-01-02"


def test_verdicts_are_coloured_as_well_as_worded(tmp_path: Path):
    sheet = workbook(tmp_path, RECORD)
    colours = {cell(sheet, name).fill.fgColor.rgb for name in ("verdict", "decision", "title")}
    assert len(colours) == 3
    assert (cell(sheet, "verdict").value, cell(sheet, "decision").value) == ("Lad være", "Vent")


def test_a_workbook_is_laid_out_for_reading(tmp_path: Path):
    sheet = workbook(tmp_path, RECORD, RECORD)
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.endswith("3")
    assert cell(sheet, "request").alignment.wrap_text
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width > 8


@pytest.mark.parametrize("words", [*HOSTILE, "https://a.dk", "{=1}", "_x0041_", "<b>&", "to\nlinjer", "12"])
def test_typed_words_are_words_in_a_workbook(tmp_path: Path, words):
    found = cell(workbook(tmp_path, replace(RECORD, title=words)), "title")
    assert found.data_type in {"s", "inlineStr"}
    assert found.value.replace("_x005F_", "_") == words.replace("\r", "\n")
    assert found.hyperlink is None


def test_control_characters_are_dropped_from_a_workbook(tmp_path: Path):
    assert cell(workbook(tmp_path, replace(RECORD, title="a\x01\x1b[31m\ufffe\ud800b")), "title").value == "a[31mb"


@pytest.mark.parametrize("letter", ["x", "🙂"])
def test_words_too_long_for_a_cell_are_cut_with_a_note(tmp_path: Path, letter):
    found = cell(workbook(tmp_path, replace(RECORD, title=letter * 40_000)), "title").value
    assert found.startswith(letter * 10_000)
    assert found.endswith(CATALOGS["da"].say("sheet.cut"))
    assert LONGEST_CELL - 1 <= len(found.encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_an_empty_register_is_a_heading(tmp_path: Path):
    assert len(csv_text().splitlines()) == 1
    assert workbook(tmp_path).max_row == 1
