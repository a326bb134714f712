"""Which column is what: guessed from any heading in either language, or said by the user, and never two for one."""

from collections.abc import Sequence
from datetime import date

import pytest
from triage.adapters.pages.catalog import load_catalog
from triage.core.record.claims import FIELDS, OF_THE_FIRM, FoundBy
from triage.core.record.columns import ColumnMapping, fitting, mapping_rows, take_mapping, unmapped
from triage.core.record.sheet import sheet_columns

from bundled import FORMS, RULES

EN, DA = load_catalog("en"), load_catalog("da")


def mapped(given: Sequence[str], headers: Sequence[str]) -> ColumnMapping:
    return take_mapping(given, headers, RULES, FORMS["firm"])


def guess(*headers: str) -> dict[str, str]:
    mapping = mapped((), headers)
    assert not mapping.problems
    return dict(mapping.targets)


def problems(given: list[str], *headers: str) -> list[str]:
    return [EN.text(each) for each in mapped(given, headers).problems]


def test_a_danish_sheet_in_its_own_words():
    assert guess("Opgave", "Hvem spurgte", "Hvilken slags", "Pris", "Timer", "Behov") == {
        "Opgave": "request",
        "Hvem spurgte": "asked_by",
        "Hvilken slags": "task_type",
        "Pris": "cost",
        "Timer": "hours",
        "Behov": "need",
    }


def test_an_english_sheet_in_another_order():
    assert guess("Price (DKK)", "Requested by", "Category", "Description", "Subject", "Date") == {
        "Price (DKK)": "cost",
        "Requested by": "asked_by",
        "Category": "task_type",
        "Description": "request",
        "Subject": "title",
        "Date": "asked_on",
    }


@pytest.mark.parametrize(
    ("header", "target", "found"),
    [
        ("cost", "cost", FoundBy.SAME),
        ("Task type", "task_type", FoundBy.SAME),
        ("TASK_TYPE", "task_type", FoundBy.SAME),
        ("Kundens behov", "need", FoundBy.LABEL),
        ("customer need", "need", FoundBy.LABEL),
        ("Maalgruppen", "audience", FoundBy.LABEL),
        ("Årsbudget", "yearly_budget", FoundBy.LABEL),
        ("Valuta", "currency", FoundBy.LABEL),
        ("Pris i kr. (ca.)", "", FoundBy.NOTHING),
        ("Pris, kr.", "cost", FoundBy.WORDS),
        ("Hvilket problem", "problem", FoundBy.WORDS),
        ("Kundes behov", "need", FoundBy.CLOSE),
        ("Egne timere", "hours", FoundBy.CLOSE),
        ("Bemærkninger", "notes", FoundBy.WORDS),
        ("Due date", "ready_by", FoundBy.WORDS),
        ("Reporter", "asked_by", FoundBy.WORDS),
        ("Hvad koster det, når vi ikke tæller vores egne timer med?", "cost", FoundBy.WORDS),
        ("Hvor mange timer tager det os?", "hours", FoundBy.WORDS),
        ("Hvem er kontaktperson i jeres afdeling?", "", FoundBy.NOTHING),
        ("Assignee", "", FoundBy.NOTHING),
        ("Effekt", "", FoundBy.NOTHING),
        ("verdict", "", FoundBy.OWN),
        ("---", "", FoundBy.NOTHING),
    ],
)
def test_how_a_column_was_found(header, target, found):
    (use,) = mapped((), [header]).uses
    assert (use.target, use.found) == (target, found)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_label_and_every_question_is_found(language):
    for text in ("label", "ask"):
        headers = {name: getattr(question, text).in_(language) for name, question in RULES.questions.items()}
        assert guess(*headers.values()) == {header: name for name, header in headers.items()}


def test_a_heading_that_may_be_two_things_is_not_guessed():
    assert guess("Hvor mange") == {}


def test_of_two_columns_that_a_list_may_well_have_the_more_usual_one_is_taken():
    assert guess("Summary", "Creator", "Reporter") == {"Summary": "request", "Reporter": "asked_by"}
    assert guess("Task", "Description", "Name") == {"Description": "request", "Name": "title"}


def test_a_better_claim_wins_and_the_other_column_is_left_out():
    uses = mapped((), ["Behov", "Kundens behov"]).uses
    assert [(use.target, use.found) for use in uses] == [("", FoundBy.TAKEN), ("need", FoundBy.LABEL)]


def test_two_equally_good_claims_are_a_problem():
    (line,) = problems([], "Pris", "Budget")
    assert line.startswith("The columns Pris and Budget all become cost")
    assert problems(["Budget="], "Pris", "Budget") == []


def test_the_task_is_the_title_where_the_words_stand_in_another_column():
    assert guess("Opgave", "Direktørens ord") == {"Opgave": "title", "Direktørens ord": "request"}
    assert guess("Titel", "Pris") == {"Titel": "request", "Pris": "cost"}


def test_our_own_export_is_understood_whole():
    mapping = mapped((), [column.id for column in sheet_columns(RULES)])
    assert set(mapping.targets.values()) == {"title", "currency", *RULES.questions}
    assert {use.found for use in mapping.uses} == {FoundBy.SAME, FoundBy.OWN}


def test_what_the_user_says_goes_before_what_is_guessed():
    mapping = mapped(["Noget=cost", "pris=Egne timer", "Timer="], ["Pris", "Timer", "Noget"])
    assert mapping.targets == {"Pris": "hours", "Noget": "cost"}
    assert not mapping.problems
    assert {use.found for use in mapping.uses} == {FoundBy.GIVEN}


def test_a_heading_may_hold_an_equals_sign():
    assert mapped(["a=b=cost"], ["a=b"]).targets == {"a=b": "cost"}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("Pris", '--map Pris has no equals sign. Write the column and what it is: --map "Price=cost".'),
        ("Priss=cost", "The file has no column called Priss. Did you mean Pris?"),
        ("Løn=cost", "The file has no column called Løn. The columns are: Pris, Timer."),
        ("Pris=kost", "A column cannot become kost. Did you mean cost?"),
        ("Pris=udgifterne", "A column cannot become udgifterne. Did you mean cost?"),
    ],
)
def test_an_unknown_name_is_reported_with_the_closest(given, line):
    assert problems([given], "Pris", "Timer") == [line]


def test_an_unknown_target_without_a_close_one_lists_all():
    (line,) = problems(["Pris=xyzzy"], "Pris")
    assert all(name in line for name in (*FIELDS, *OF_THE_FIRM, *RULES.questions))


def test_one_column_said_to_be_two_things_and_two_to_be_one():
    assert problems(["Pris=cost", "Pris=hours"], "Pris") == [
        "The column Pris is named twice with --map. Keep one of them."
    ]
    assert problems(["A=cost", "B=cost"], "A", "B")[0].startswith("The columns A and B all become cost (Cash cost).")


def test_required_questions_that_no_column_answers_are_reported():
    assert [message.params["id"] for message in unmapped(mapped((), ["Pris"]), RULES)] == [
        "request",
        "task_type",
    ]


def test_the_mapping_is_shown_before_anything_is_read():
    mapping = mapped(["Hvem=asked_by"], ["Pris", "Hvem", "", "Farve"])
    rows = mapping_rows(mapping, {"Pris": "20-40 t", "Farve": "x" * 100}, date(2026, 11, 23))
    shown = [[DA.value(cell) for cell in row] for row in rows]
    assert shown == [
        ["Pris", "20-40 t", "Udgifter", "ordene ligner spørgsmålet; tjek, om det passer"],
        ["Hvem", "", "Hvem der spurgte", "du skrev det med --map"],
        ["Farve", "x" * 57 + "...", "bliver ikke læst ind", "ligner ikke noget, triage spørger om"],
    ]


def test_the_day_as_which_figures_are_read_is_shown_beside_them():
    examples = {"Dato": "11/2/2026 9:12:33", "visible_in": "24.12", "success_by": "2027-05-01"}
    rows = mapping_rows(mapped((), list(examples)), examples, date(2026, 11, 23))
    assert [DA.value(row[1]) for row in rows] == [
        "11/2/2026 9:12:33 = 11.\u00a0februar 2026",
        "24.12 = 24.\u00a0december 2026",
        "2027-05-01",
    ]


@pytest.mark.parametrize("typed", ["2.5", "1.1", "12.24", "2,5", "20"])
def test_beside_a_number_of_weeks_stands_no_day(typed):
    (row,) = mapping_rows(mapped((), ["visible_in"]), {"visible_in": typed}, date(2026, 11, 23))
    assert DA.value(row[1]) == typed


@pytest.mark.parametrize("header", ["Customer", "Time", "Client", "Kunde", "Projekt", "Status"])
def test_a_heading_that_means_something_else_is_not_taken(header):
    assert guess("Opgave", header) == {"Opgave": "request"}


@pytest.mark.parametrize("catalog", [DA, EN], ids=["da", "en"])
def test_every_found_by_and_every_field_has_a_text(catalog):
    assert all(f"import.found.{found}" in catalog for found in FoundBy)
    assert all(f"import.field.{field}" in catalog for field in FIELDS)


def test_what_holds_for_every_row_is_said_without_a_column():
    mapping = mapped(["=TikTok", "=asked_by: Lars"], ["Opgave"])
    assert mapping.constants == {"task_type": "tiktok", "asked_by": "Lars"}
    assert unmapped(mapping, RULES) == ()
    assert "tiktok" in problems(["=tok"], "Opgave")[0]
    assert "kost" in problems(["=kost:3"], "Opgave")[0]


def test_a_guess_that_the_cells_do_not_bear_out_is_dropped():
    headers = ["Summary", "Issue Type", "Type", "reach", "need"]
    cells = {"Type": ["Task", "Story", "tiktok"], "reach": ["500", "1.200"], "need": ["guess", "nonsense"]}
    mapping = fitting(mapped((), headers), cells, lambda _, cell: cell in {"tiktok", "guess"})
    assert mapping.targets == {"Summary": "request", "need": "need"}
    assert [use.found for use in mapping.uses if use.header in {"Type", "reach"}] == [FoundBy.UNFIT] * 2
