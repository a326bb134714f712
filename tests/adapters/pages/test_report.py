"""The report as Markdown: a whole year as it reads, and proper CommonMark whatever people typed."""

from datetime import date

import pytest
from markdown_it import MarkdownIt
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.report import render_report
from triage.core.life.events import Checked, Wait
from triage.core.record.calibration import Period
from triage.core.record.report import Told, write_report
from triage.core.request.course import Course
from triage.core.request.request import Against, Goal

from bundled import RULES
from past import agreed, decided, happened, past, reviewed

PARSER = MarkdownIt("commonmark").enable("table")
SINCE, UNTIL, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 11)


class Markdown(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "md"


def ads(at: int):
    """One of seven search campaigns that went their way; every other one succeeded."""
    start, good = date(2026, 1, 5 + at), at % 2 == 0
    review = reviewed(
        "succeeded" if good else "failed",
        date(2026, 6, 1 + at),
        cost=18_000.0 + 4_000 * at,
        hours=20.0 + 3 * at,
        contribution=90_000.0 if good else 30_000.0,
        sign_on=date(2026, 1, 26 + at // 2),
        reached_on=date(2026, 4, 6 + at) if good else None,
        decision="good" if at < 5 else "unsure",
        learned="Ring til kunden, før annoncen bliver skrevet." if at == 1 else "",
    )
    known = {"cost": (15_000, 20_000, 30_000), "hours": (15, 25, 40), "contribution": (40_000, 80_000, 120_000)}
    return past(f"Søgeannoncer {at + 1}", decided(day=start), agreed(start, 70), review, created=start, **known)


def newsletter(at: int):
    start = date(2026, 3, 2 + at)
    known = {"cost": (2_000, 4_000, 8_000), "hours": (5, 10, 20), "contribution": (5_000, 20_000, 40_000)}
    review = reviewed("succeeded", date(2026, 9, 7), cost=4_500.0, contribution=26_000.0, decision="good", hours=24.0)
    kind = {"task_type": "newsletter", "evidence": "own_result"}
    return past(f"Nyhedsbrev {at + 1}", decided(day=start), agreed(start, 85), review, created=start, **known, **kind)


def overridden():
    tiktok = decided(
        "go",
        date(2026, 2, 2),
        advised="drop",
        by="director",
        because="Vi skal lære det, mens det er billigt",
        assumes="Praktikanten kan lave to film om ugen",
        check_on=date(2026, 4, 1),
    )
    stop = reviewed("stopped", date(2026, 5, 4), cost=12_500.0, hours=160.0, decision="poor", because="Ingen så med")
    fair = decided(
        "defer",
        date(2026, 8, 10),
        advised="go",
        because="Hallen er ikke bygget færdig",
        assumes="Den næste messe er lige så god",
        check_on=date(2027, 3, 1),
        wait=Wait("date", "both", "hallen er klar", date(2027, 3, 1)),
    )
    held = happened(Checked("failed"), date(2026, 4, 3))
    return [
        past(
            "TikTok for pumpekøbere",
            tiktok,
            agreed(date(2026, 2, 9), 20),
            held,
            stop,
            verdict="drop",
            created=date(2026, 1, 30),
            cost=(5_000, 10_000, 20_000),
            hours=(80, 120, 200),
            task_type="tiktok",
            evidence="feeling",
        ),
        past("Messen i Herning", fair, created=date(2026, 8, 3), task_type="trade_fair"),
    ]


def dropped():
    kind = {"task_type": "award", "verdict": "drop"}
    return [
        past(
            "Prisen i avisen",
            decided("drop", date(2026, 4, 7)),
            created=date(2026, 4, 1),
            total_cost=61_000.0,
            hours=(20, 30, 60),
            **kind,
        ),
        past(
            "Nyt logo i turkis",
            decided("drop", date(2026, 5, 7)),
            created=date(2026, 5, 1),
            total_cost=402_000.0,
            hours=(200, 250, 400),
            **kind,
        ),
        past(
            "Messe i Hamborg",
            decided("drop", date(2026, 6, 8)),
            created=date(2026, 6, 1),
            total_cost=38_000.0,
            currency="EUR",
            **kind,
        ),
        past("Podcast for alle", decided("drop", date(2026, 6, 9)), created=date(2026, 6, 1), **kind),
    ]


def under_way():
    start = date(2026, 11, 2)
    return [
        past(
            "Nyt website",
            decided(day=start, judge_weeks=52, first_weeks=40),
            agreed(start, 60),
            created=start,
            task_type="redesign",
        ),
        past("Kundeklub", decided(day=start), created=start, task_type="loyalty"),
        past("Webinar | om *pumper*", created=date(2026, 12, 21), verdict="defer", task_type="webinar"),
    ]


YEAR = [*map(ads, range(7)), *map(newsletter, range(3)), *overridden(), *dropped(), *under_way()]
COURSES = (
    Course(date(2026, 1, 5), (Goal("orders", "Flere ordrer", "fabrikker", "ordrer om måneden", "4"),)),
    Course(
        date(2026, 6, 1),
        (Goal("service", "Flere serviceaftaler", "kunder", "aftaler", "12"),),
        (Against("Det svenske marked", "ingen taler svensk"),),
        "Mette Holm og Lars Kjær",
        "Salg sagde, at de gamle kunder går",
    ),
)


def report(records, courses=COURSES):
    return write_report(Told(records, RULES, Period(SINCE, UNTIL), TODAY, courses))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_report_of_a_year_reads_as_agreed(language, snapshot):
    page = render_report(report(YEAR), load_catalog(language))
    assert page == snapshot.use_extension(Markdown)(name=f"year.{language}")


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_year_fits_on_two_pages(language):
    page = render_report(report(YEAR), load_catalog(language))
    assert len([word for word in page.split() if any(letter.isalnum() for letter in word)]) <= 1_000


@pytest.mark.parametrize("records", [[], [past("t", created=date(2024, 1, 8))]])
@pytest.mark.parametrize("language", ["da", "en"])
def test_an_empty_report_is_a_few_lines(records, language):
    page = render_report(report(records, ()), load_catalog(language))
    assert len(page.splitlines()) <= 15


def outline(page: str) -> list[tuple[str, str]]:
    """The layout alone: block tokens, without their words."""
    return [(token.type, token.tag) for token in PARSER.parse(page) if token.type != "inline"]


def page_with(words: str) -> str:
    said = reviewed("stopped", learned=words, because=words, decision="good")
    other = decided("go", advised="drop", by="both", because=words, assumes=words)
    known = {"task_type": words, "evidence": words, "displaces": words, "course_change": "channel", "goal": "g"}
    records = [past(words, other, agreed(), said, **known), past(words)]
    goal = Goal("g", words, words, words, words)
    courses = (Course(SINCE, ()), Course(UNTIL, (goal,), (Against(words, words),), words, words))
    return render_report(report(records, courses), load_catalog("en"))


@pytest.mark.parametrize("words", ["<b>a</b> | b", "# a\n1. b\n- c", "*a* `b` ![c](d) [e](f)", "{{ config }}", "---"])
def test_no_words_can_change_the_layout_or_bring_html_in(words):
    page = page_with(words)
    assert outline(page) == outline(page_with("harmless words"))
    inline = [child.type for token in PARSER.parse(page) for child in token.children or []]
    assert not {"html_inline", "image", "link_open", "code_inline"} & {*inline}
