"""A suggestion in the rules file: it applies, changes only its figures, and the rules hold afterwards."""

import re
import shutil
import subprocess
from datetime import date

import pytest
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import bundled_rules, check_rules, load_ruleset, ruleset_from_texts, ruleset_source
from triage.adapters.rules.rulepatch import MARK, patch, patched, public_proposals, task_types_text
from triage.core.record.calibration import Observed
from triage.core.record.proposals import proposal_lines, propose

from toy import TOY, toy_ruleset

DA, EN = load_catalog("da"), load_catalog("en")
UNTIL = date(2026, 3, 2)
SEEN = {
    "seo_content": Observed((15.2,) * 6, (130.0,) * 5),
    "trade_fair": Observed((30.0,) * 5, ()),
    "other": Observed((9.0,) * 4, (50.0,) * 7),
}
TOY_SEEN = {"seo": Observed((3.0,) * 5, (50.0,) * 6)}


def suggested(text: str, seen: dict[str, Observed], catalog=EN, until: date = UNTIL) -> str:
    return patched(text, propose(seen, ruleset_from_texts({"toy.yaml": text})), until=until, catalog=catalog)


def toy_lines(text: str) -> list[str]:
    """The lines of a text that the toy rules do not have, without indentation."""
    return [line.strip() for line in text.splitlines() if line not in TOY.splitlines()]


def applied(text: str, diff: str) -> str:
    """Apply a unified diff to the text it was made for; lines that are not as it says fail."""
    lines, done, at = text.splitlines(keepends=True), [], 0
    for line in diff.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start = int(re.match(r"@@ -(\d+)", line)[1]) - 1
            done += lines[at:start]
            at = start
        elif line.startswith("+"):
            done.append(line[1:])
        else:
            assert lines[at] == line[1:]
            done += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "".join(done + lines[at:])


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(bundled_rules(), tmp_path / "rules")


@pytest.fixture
def text(folder):
    return (folder / "task_types.yaml").read_text(encoding="utf-8")


@pytest.fixture
def diff(text):
    return patch(text, propose(SEEN, load_ruleset()), "task_types.yaml", until=UNTIL, catalog=DA)


def test_the_patch_applies_and_the_patched_rules_hold(folder, text, diff):
    (folder / "task_types.yaml").write_text(applied(text, diff), encoding="utf-8")
    assert check_rules(folder / "marketing.yaml") == ()
    kinds, before = load_ruleset(folder / "marketing.yaml").task_types, load_ruleset().task_types
    assert (kinds["seo_content"].first, kinds["seo_content"].full) == ((6, 15, 26), (26, 130, 130))
    assert kinds["other"].full == (2, 50, 156)
    assert {name for name in kinds if kinds[name] != before[name]} == SEEN.keys()


def test_the_patch_program_takes_it_too(folder, text, diff):
    program = shutil.which("patch")
    if program is None:
        pytest.skip("there is no program called patch")
    subprocess.run([program, "-p1"], cwd=folder, input=diff.encode(), check=True, stdout=subprocess.DEVNULL)
    assert (folder / "task_types.yaml").read_text(encoding="utf-8") == applied(text, diff)


def test_only_the_figures_change_and_each_has_a_comment(diff):
    gone = [line for line in diff.splitlines()[2:] if line.startswith("-")]
    new = [line for line in diff.splitlines()[2:] if line.startswith("+")]
    assert gone[:2] == ["-    first: [6, 12, 26]", "-    full: [26, 52, 104]"]
    assert new[:4] == [
        f"+    {MARK}vores egen median af 6 opgaver til og med 2. marts 2026; før stod der 6, 12, 26",
        "+    first: [6, 15, 26]",
        f"+    {MARK}vores egen median af 5 opgaver til og med 2. marts 2026; før stod der 26, 52, 104",
        "+    full: [26, 130, 130]",
    ]
    assert (len(gone), len(new)) == (4, 8)


def test_nothing_to_propose_is_an_empty_patch():
    assert patch(TOY, [], "toy.yaml", until=UNTIL, catalog=EN) == ""


def test_what_is_refused_stays_out_of_the_patch():
    assert suggested(TOY, {"seo": Observed((30.0,) * 5, ())}) == TOY


def test_rules_in_one_file_are_patched_there(tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    assert task_types_text(ruleset_source(tmp_path / "toy.yaml")) == ("toy.yaml", TOY)
    assert [line for line in toy_lines(suggested(TOY, TOY_SEEN)) if "#" not in line] == [
        "first: [3, 3, 12]",
        "full: [16, 50, 50]",
    ]


def test_the_file_beside_the_rules_is_the_one_that_holds_the_task_types():
    assert task_types_text(ruleset_source())[0] == "task_types.yaml"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("first: [4,8,  12]  # weeks 🐟", "first: [3,3,  12]  # weeks 🐟"),
        ("first:\n      - 4\n      - 8\n      - 12", "first:\n      - 3\n      - 3\n      - 12"),
        ("first: [4,\n      8, 12]", "first: [3,\n      3, 12]"),
    ],
)
def test_layout_and_remarks_are_kept(written, expected):
    text = TOY.replace("first: [4, 8, 12]", written)
    assert expected in suggested(text, TOY_SEEN)


def test_figures_in_the_middle_of_a_line_change_without_a_comment():
    text = re.sub(r"\n    label: \{da: \"SEO\".*?(?=\n  other:)", "{}", TOY, flags=re.DOTALL)
    kind = TOY[TOY.index('    label: {da: "SEO"') : TOY.index("  other:")]
    flow = ", ".join(line.strip() for line in kind.splitlines())
    new = suggested(text.replace("seo:{}", f"seo: {{{flow}}}"), TOY_SEEN)
    assert "first: [3, 3, 12], full: [16, 50, 50]" in new
    assert MARK not in new


def test_line_ends_are_those_of_the_file():
    new = suggested(TOY.replace("\n", "\r\n"), TOY_SEEN)
    assert new.count("\n") == new.count("\r\n") == TOY.count("\n") + 2


def test_a_later_suggestion_takes_the_place_of_an_earlier_comment():
    once = suggested(TOY, TOY_SEEN, DA)
    twice = suggested(once, {"seo": Observed((5.0,) * 9, ())}, until=date(2027, 1, 1))
    assert toy_lines(twice)[:2] == [
        f"{MARK}our own median of 9 tasks, up to and including 1 January 2027; 3, 3, 12 before",
        "first: [3, 5, 12]",
    ]
    assert twice.count(MARK) == 2


def test_a_file_without_a_last_line_end_is_marked_as_such():
    text = "task_types:\n  seo:\n    first: [4, 8, 12]"
    diff = patch(text, propose(TOY_SEEN, toy_ruleset())[:1], "t.yaml", until=UNTIL, catalog=EN)
    assert diff.count("\n\\ No newline at end of file\n") == 2


def test_programs_get_the_proposals_as_data():
    seen = {"seo": Observed((9.0,) * 5, ()), "other": Observed((90.0,) * 5, ())}
    fine, refused = public_proposals(propose(seen, toy_ruleset()), EN)
    assert fine == {
        "task_type": "seo",
        "part": "first",
        "before": [4, 8, 12],
        "after": [4, 9, 12],
        "tasks": 5,
        "grade": "D",
        "refused": None,
    }
    assert "cannot come after" in refused["refused"]


@pytest.mark.parametrize("catalog", [DA, EN], ids=["da", "en"])
def test_every_sentence_can_be_said(catalog):
    for seen in (SEEN, {}, {"seo_content": Observed((12.0,) * 5, ())}, {"seo_content": Observed((99.0,) * 5, ())}):
        for paragraph in proposal_lines(propose(seen, load_ruleset()), seen, UNTIL):
            assert all(catalog.text(message) for message in paragraph)
