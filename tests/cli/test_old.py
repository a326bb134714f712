"""Earlier names go on working in this version: they print what the new ones do, and say their new name."""

import re
import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "rules" / "cases"
DEFER, GO = (
    str(CASES / f"{name}.yaml") for name in ("v05-seo-expected-to-work-in-two-weeks", "v06-seo-with-an-honest-horizon")
)
OLD_AND_NEW = [
    ("form 1", "ask 1 --form"),
    ("form 1 -o {folder}/form.txt --force", "ask 1 --form -o {folder}/form.txt --force"),
    ("form 9", "ask 9 --form"),
    ("answer 1", "ask 1"),
    ("answer 1 --as director --from {folder}/reply.txt", "ask 1 --read {folder}/reply.txt"),
    ("align 1", "ask 1 --compare"),
    ("align 2", "ask 2 --compare"),
    ("align 2 --format json", "ask 2 --compare --format json"),
    ("align 2 --take director need=reported --no-input", "ask 2 --compare --take director need=reported --no-input"),
    ("align 2 need=most nonsense", "ask 2 --compare need=most nonsense"),
    ("revisit 1 visible_in=60 --because later", "new --again 1 visible_in=60 --because later"),
    ("revisit 1 visible_in=soon", "new --again 1 visible_in=soon"),
    ("revisit --no-input 1", "new --no-input --again 1"),
    ("compare 1 2", "show 1 2"),
    ("compare 1 {go} --format json", "show 1 {go} --format json"),
    ("compare 1 9", "show 1 9"),
    ("close 1 --because no", "decide 1 closed --because no"),
]


@pytest.fixture
def firm(run, home, tmp_path, tmp_path_factory, monkeypatch):
    """Two requests, one of them answered by the director, and a reply not yet read in; made once, and copied."""
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00:00")
    made = tmp_path_factory.getbasetemp() / "firm-of-the-old-names"
    if not made.exists():
        _make_firm(run, tmp_path)
        shutil.copytree(tmp_path, made)
    shutil.copytree(made / "home", home, dirs_exist_ok=True)
    shutil.copy(made / "reply.txt", tmp_path)
    return tmp_path


def _make_firm(run, folder):
    for case in (DEFER, GO):
        assert run("new", "--from", case, "--no-input").code == 0
    for number in ("2", "1"):
        form = re.sub(r"(\[need\].*?\n-> )", r"\1c", run("ask", number, "--form").out, count=1, flags=re.DOTALL)
        (folder / "reply.txt").write_text(form, encoding="utf-8")
        assert number == "1" or run("ask", number, "--read", str(folder / "reply.txt")).code == 0


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW, ids=[old for old, _ in OLD_AND_NEW])
def test_the_old_name_does_what_the_new_one_does(old, new, firm, home, run, monkeypatch):
    shutil.copytree(home, firm / "copy")
    said = [each.format(folder=firm, go=GO).split() for each in (old, new)]
    first = run(*said[0])
    monkeypatch.setenv("TRIAGE_HOME", str(firm / "copy"))
    assert run(*said[1]) == first
    assert first.out + first.err


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("form", "triage ask ID --form"),
        ("answer", "triage ask ID"),
        ("align", "triage ask ID --compare"),
        ("revisit", "triage new --again ID"),
        ("compare", "triage show ID ID"),
        ("close", "triage decide ID closed"),
    ],
)
def test_the_old_name_says_the_new_one(old, new, language, run):
    for arguments in (["help", old], [old, "--help"]):
        assert new in run(*arguments, "--lang", language).out
