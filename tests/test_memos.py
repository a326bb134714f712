"""Snapshots of whole memos and rationales, in both languages: what a director reads, word for word."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from triage.adapters.files.requestfiles import Reader
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import ruleset_source
from triage.core.judging.acts import assess
from triage.core.messages import Listed, Message, Typed
from triage.core.request.request import Goal, Profile, Request
from triage.usecases.parts.assessing import Assessed, analysed, make_memo, memo_text, reason_lines
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.opening import Rules

from bundled import RULES
from lives import AGREED, DEFER, GO, OVERRIDE, life

CASES = Path(__file__).parent.parent / "rules" / "cases"
DAY = date(2026, 11, 23)
FIRM = Profile(
    organisation="Nordpumper A/S",
    manager="Mette Holm",
    director="Lars Kjær",
    goals=(
        Goal("inbound", "Flere henvendelser fra danske fabrikker", "vedligeholdschefer", "henvendelser om måneden"),
    ),
    agreed_on=date(2026, 1, 12),
)
SHOWN = {
    "go": "v06-seo-with-an-honest-horizon",
    "go_small": "a04-free-page-in-a-neighbouring-trade-magazine",
    "duty": "v08-new-name-forced-by-a-demerger",
    "defer_date": "v05-seo-expected-to-work-in-two-weeks",
    "defer_unknown": "v19-redesign-because-it-looks-old",
    "drop": "v01-tiktok-for-pump-buyers",
    "drop_score": "v25-trade-fair-out-of-habit",
    "drop_unlawful": "v23-bought-address-list",
}


class Markdown(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.fixture
def snapshot_md(snapshot):
    return snapshot.use_extension(Markdown)


@cache
def assessed(case: str, firm: Profile = FIRM) -> Assessed:
    rules = Rules(RULES, ruleset_source())
    (request,) = Reader(rules.ruleset, firm, DAY).read_path(CASES / f"{case}.yaml")
    assert isinstance(request, Request)
    return analysed(Assessed(assess([request], rules.ruleset, make_rng)[0], rules, DAY, version="0.1.0"))


def readme_memo() -> str:
    """The memo that the README shows, without its appendix."""
    memo = memo_text(assessed(SHOWN["defer_date"]), load_catalog("da"), Home(Path("no-such-home")))
    return memo.split("\n---\n")[0] + "\n"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_the_memo_reads_as_agreed(name, language, snapshot_md, tmp_path):
    memo = memo_text(assessed(SHOWN[name]), load_catalog(language), Home(tmp_path))
    assert memo == snapshot_md(name=f"{name}.{language}")


DECIDED = {
    "go": ((0, GO), (0, AGREED)),
    "drop": ((0, OVERRIDE),),
    "defer_date": ((0, DEFER),),
}
"""What became of some of them, in weeks after the day that lives begin on."""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", DECIDED)
def test_the_memo_after_a_decision_reads_as_agreed(name, language, snapshot_md, tmp_path):
    happened = life(*DECIDED[name])
    memo = memo_text(assessed(SHOWN[name]), load_catalog(language), Home(tmp_path), happened)
    assert memo.split("\n---\n")[0] + "\n" == snapshot_md(name=f"{name}.decided.{language}")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ["go", "defer_unknown", "drop"])
def test_the_rationale_reads_as_agreed(name, language, snapshot_md):
    lines = reason_lines(assessed(SHOWN[name]), load_catalog(language), with_arithmetic=True)
    assert "\n".join(lines) + "\n" == snapshot_md(name=f"{name}.reasons.{language}")


FULL = 25
"""From so many answers on an interview counts as a full one."""
MOST = 450
"""Words of a first page, in either language."""
LONG = re.compile("own-(f|banner|rerun|season)")
"""Cases with the longest pages: much is known, or more than one thing stands in the way."""
MEASURED = [
    *sorted(path.stem for path in CASES.glob("[av]*.yaml")),
    *sorted(path.stem for path in CASES.glob("own-*.yaml") if LONG.match(path.stem) or len(path.stem) % 4 == 0),
]
"""All the full interviews, those that the rules began with, and some of the others: each is weighed 12,000 times."""


def words(page: str) -> int:
    """The words of a page down to the signatures, tables and headings too; an amount is one, bars are none."""
    return sum(any(letter.isalnum() for letter in word) for word in re.split(r"[ \n]+", page.rsplit("\n## ", 1)[0]))


@pytest.mark.parametrize("case", MEASURED)
def test_the_first_page_is_enough_and_no_more(case, tmp_path):
    found = assessed(case, Profile())
    full = len(found.assessment.request.answers) >= FULL
    for language in ("da", "en"):
        first, second = memo_text(found, load_catalog(language), Home(tmp_path)).split("\n---\n")
        assert 350 * full <= words(first) <= MOST, (language, words(first))
        assert words(second) <= 420, (language, words(second))


@pytest.mark.parametrize("case", MEASURED)
def test_no_sentence_lacks_its_value(case):
    memo = make_memo(assessed(case, Profile()))
    for message in (*chain(*memo.sections.values()), *memo.short, memo.facts, memo.footer):
        assert list(empty(message)) == []


def empty(param: object) -> Iterator[object]:
    """Every value of a sentence that says nothing."""
    match param:
        case Message():
            for each in param.params.values():
                yield from empty(each)
        case Listed():
            yield from [] if param.items else [param]
            for each in param.items:
                yield from empty(each)
        case Typed():
            yield from [] if param.words.strip() else [param]
        case str():
            yield from [] if param.strip() else [param]
        case None:
            yield param
