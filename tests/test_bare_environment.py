"""The real program where the environment says nothing, or names letters that the computer has not."""

import subprocess
import sys

import pytest

from forked import ROOT
from registers import CASES

CASE = str(next(CASES.glob("v06-*")))
OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""Python is to believe the locale that it finds."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no program starts there without some variables")


@pytest.mark.parametrize(
    ("environment", "letters"),
    [
        ({}, "utf-8"),
        ({"LC_ALL": "xx_YY.nonsense", "TERM": "dumb"} | OLD, "ascii"),
    ],
    ids=["empty", "ascii"],
)
def test_danish_words_are_written_whole_and_nothing_stops(tmp_path, environment, letters):
    memo = tmp_path / "notat.md"
    command = [sys.executable, "-m", "triage", "new", "--no-input", "--from", CASE, "--lang", "da", "--memo", str(memo)]
    done = subprocess.run(
        command, cwd=ROOT, env={"HOME": str(tmp_path)} | environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(letters)
    assert ("GØR DET" if letters == "utf-8" else "G?R DET") in said
    assert "Næste skridt" in memo.read_text("utf-8")
    kept = next(tmp_path.rglob("register.sqlite3")).parent
    assert kept.stat().st_mode & 0o077 == 0
    assert {each.name for each in tmp_path.iterdir()} == {"notat.md", kept.relative_to(tmp_path).parts[0]}
