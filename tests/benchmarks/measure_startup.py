"""How long a command takes to start, beside programs that people know: ``python tests/benchmarks/measure_startup.py``.

Not a test. Installs the others (sqlite-utils, commitizen, copier) into a virtual environment of their own, in a
temporary folder or in the one that is named, which is kept; then runs every command in turn, in rounds, so that a busy
machine is busy for all of them. Prints the least processor time that each took, user and system, in milliseconds, and
the ratios with their targets. For what asks, the time is that of the main thread until its first prompt has been drawn.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[2]
CASE = ROOT / "rules" / "cases" / "v06-seo-with-an-honest-horizon.yaml"
ROUNDS = 15
TARGETS = (
    ("--version", "python -c pass", 2.0),
    ("list", "sqlite-utils rows", 0.75),
    ("new", "cz commit", 0.65),
    ("new", "questionary.text", 1.4),
    ("score", "copier --version", 0.6),
    ("show", "copier --version", 0.55),
    ("memo", "copier --version", 0.6),
)
PEERS = ("sqlite-utils", "commitizen", "copier")
READY = b"\x1b[?7h\x1b[0m"
"""What ends the first drawing of a prompt."""
QUESTION = "import questionary; questionary.text('What is asked?').ask()"


def main() -> None:
    """Measure and print."""
    measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)


def measure(peers: Path | None = None) -> None:
    """Print what each command takes, and the ratios with their targets."""
    with tempfile.TemporaryDirectory() as folder:
        measures = _measures(_peers(peers or Path(folder) / "peers"), Path(folder))
        least = {name: measure() for name, measure in measures.items()}  # the first run compiles what it loads
        least = {name: measure() for name, measure in measures.items()}
        for _ in range(ROUNDS - 1):
            least = {name: min(least[name], measure()) for name, measure in measures.items()}
    for name, milliseconds in least.items():
        print(f"{name:20} {milliseconds:8.1f} ms")
    print(f"\n{'command':12} {'beside':20} {'ratio':>6} {'target':>7}")
    for own, other, target in TARGETS:
        ratio = least[own] / least[other]
        print(f"{own:12} {other:20} {ratio:6.2f} {target:7.2f}{'' if ratio <= target else '  missed'}")


def _peers(folder: Path) -> Path:
    """Give the folder of the other programs, installed where they are not yet."""
    programs = folder / "bin"
    if not (programs / "copier").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", *PEERS], check=True)
    return programs


def _measures(peers: Path, folder: Path) -> dict[str, Callable[[], float]]:
    """By name, what runs each command once and gives its milliseconds."""
    home, asked = folder / "home", folder / "asked"
    environment = {"PATH": os.defpath, "HOME": str(folder), "TRIAGE_HOME": str(home), "LANG": "en_GB.UTF-8"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "TERM": "xterm-256color"}
    environment["PYTHONPATH"] = str(ROOT)
    triage = [str(Path(sys.executable).parent / "triage")]
    _run([*triage, "new", "--from", str(CASE), "--no-input"], environment)
    asked.mkdir()
    (asked / "file").touch()
    for words in ("init --quiet", "config user.email a@b.c", "config user.name a", "add file"):
        subprocess.run(["/usr/bin/git", *words.split()], cwd=asked, env=environment, check=True)
    rows = [str(peers / "sqlite-utils"), "rows", str(home / "register.sqlite3"), "listing", "--limit", "20"]
    runs = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--version": [*triage, "--version"],
        "sqlite-utils rows": rows,
        "list": [*triage, "list"],
        "copier --version": [str(peers / "copier"), "--version"],
        "score": [*triage, "score", str(CASE)],
        "show": [*triage, "show", "1"],
        "memo": [*triage, "memo", "1"],
    }
    prompts = {
        "questionary.text": [sys.executable, "-c", QUESTION],
        "cz commit": [str(peers / "cz"), "commit"],
        "new": [*triage, "new"],
    }
    measures = {name: lambda command=command: _run(command, environment) for name, command in runs.items()}
    return measures | {name: lambda command=each: _asks(command, environment, asked) for name, each in prompts.items()}


def _run(command: list[str], environment: Mapping[str, str]) -> float:
    """Run a command to its end."""
    pid = os.posix_spawn(command[0], command, environment, file_actions=_SILENT)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {command}")
    return (used.ru_utime + used.ru_stime) * 1000


_SILENT = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


def _asks(command: list[str], environment: Mapping[str, str], folder: Path) -> float:
    """Run a command in a terminal until it has drawn its first prompt."""
    child = pexpect.spawn(command[0], command[1:], env=environment, cwd=str(folder), dimensions=(24, 80), timeout=30)
    child.expect_exact(b"\x1b[?2004h")
    child.expect_exact(READY)
    nanoseconds = int(Path(f"/proc/{child.pid}/schedstat").read_text(encoding="ascii").split()[0])
    child.kill(signal.SIGKILL)
    child.close(force=True)
    return nanoseconds / 1e6


if __name__ == "__main__":
    main()
