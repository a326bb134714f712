"""The real program where its output cannot be written: one line and exit code 1, or silence where nobody listens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forked import ERRORS, LEFT, programs
from registers import make_register

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")

ROOT = Path(__file__).parent.parent
FULL = "Not everything could be printed (the disk is full).\n"
COMMANDS = {
    "version": "--version",
    "help": "--help",
    "help of a group": "rules",
    "short": "list",
    "long": "memo 1",
    "longer than any buffer": "rules schema",
    "score": "score rules/cases/own-s*.yaml",
    "json": "score rules/cases/own-s*.yaml --format json",
    "csv": "score rules/cases/own-s*.yaml --format csv",
    "bytes": "export",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "home"
    make_register(folder)
    return folder


def shell(line: str, home: Path, **environment: str) -> tuple[int, str]:
    """Run a line of the shell in which ``triage`` is a new Python; gives the exit code and what stands on stderr."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", f'triage() {{ "{sys.executable}" -m triage "$@"; }}\n{line}'],
        cwd=ROOT,
        env=kept | {"TRIAGE_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def triage(line: str, home: Path, *streams: str | None) -> tuple[int, str]:
    """Run the program with other standard streams; gives the exit code and what stands on stderr."""
    words = [found for word in line.split() for found in (sorted(map(str, ROOT.glob(word))) if "*" in word else [word])]
    return programs().run(words, os.environ | {"TRIAGE_HOME": str(home)}, streams)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_is_told_in_one_line(register, command):
    assert triage(command, register, os.devnull, "/dev/full", ERRORS) == (1, FULL)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_has_left_is_no_error(register, command):
    assert triage(command, register, os.devnull, LEFT, ERRORS) == (0, "")


@pytest.mark.parametrize("command", ["--version", "--help", "list", "export", "score rules/cases/own-s*.yaml"])
def test_closed_output_is_no_error(register, command):
    assert triage(command, register, os.devnull, None, ERRORS) == (0, "")
    assert triage(command, register, None, None, None) == (0, "")


@pytest.mark.parametrize("command", ["--version", "list"])
def test_so_it_is_in_a_shell(register, command):
    assert shell(f"triage {command} > /dev/full", register) == (1, FULL)
    assert shell(f"triage {command} | true", register) == (0, "")
    assert shell(f"triage {command} <&- >&- 2>&-", register) == (0, "")


def test_it_is_told_in_the_users_language(register):
    danish = "Ikke alt kunne skrives ud (disken er fuld).\n"
    assert shell("triage list --lang da > /dev/full", register) == (1, danish)


@pytest.mark.parametrize("streams", [(os.devnull, "/dev/full"), (os.devnull, None), ("/dev/full",) * 2, (None, None)])
@pytest.mark.parametrize(("command", "code"), [("nonsense", 2), ("show 99", 1)])
def test_a_mistake_that_cannot_be_told_keeps_its_code(register, streams, command, code):
    assert triage(command, register, os.devnull, *streams) == (code, "")


@pytest.mark.parametrize("where", ["> /dev/full", "| true", ">&-"])
def test_the_work_is_done_all_the_same(register, home, tmp_path, where):
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(register / "cache")
    case = (ROOT / "rules/cases/v06-seo-with-an-honest-horizon.yaml").read_text("utf-8")
    for number in range(2):
        (tmp_path / f"{number}.yaml").write_text(case.replace("title: ", f"title: {number} "), encoding="utf-8")
    done = shell(f'triage new --from "{tmp_path}" --no-input {where}', home, PYTHONUNBUFFERED="1")
    assert done == ((1, FULL) if "full" in where else (0, ""))
    assert shell("test $(triage list --format tsv | wc -l) = 3", home) == (0, "")
