"""What every test gets: a home of its own, a known language, and the program in process."""

import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kept_bytecode import keep_bytecode

keep_bytecode()
from triage.adapters.home.compiled import recall  # noqa: E402 - what is imported from here on is kept compiled
from triage.adapters.pages import catalog  # noqa: E402
from triage.adapters.register import schema  # noqa: E402
from triage.adapters.register.register import open_register  # noqa: E402
from triage.adapters.rules import rulefiles  # noqa: E402
from triage.core.judging.acts import assess  # noqa: E402
from triage.core.judging.analysis import analyse  # noqa: E402
from triage.usecases.parts import assessing  # noqa: E402

import bare  # noqa: E402
from forked import programs  # noqa: E402

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
os.environ.pop("TRIAGE_PLAIN", None)
if os.environ.get("TERM") == "dumb":
    os.environ["TERM"] = "xterm-256color"  # what tests load before any fixture is worded for a screen that is drawn on


@dataclass(frozen=True)
class Result:
    """What a run of the program came to."""

    code: int
    out: str
    err: str


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, as a good part of the tests waits for a terminal or a server."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is the test's own; the real one cannot be reached."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TRIAGE_HOME", str(folder))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "TRIAGE_RULES", "TRIAGE_REGISTER", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "not-the-real-one"))
    monkeypatch.setattr("typer.get_app_dir", _forbidden)
    for module in (catalog, rulefiles):
        monkeypatch.setattr(module, "recall", _made_once)
    return folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; those of pytest are root's alone when root runs it."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def own_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose cache is written and read as the program does it."""
    for module in (catalog, rulefiles):
        monkeypatch.setattr(module, "recall", recall)
    return home / "cache"


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that the test starts are not measured: coverage loads modules of its own."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


_MADE: dict[str, Any] = {}


def _made_once(folder: Path | None, name: str, kind: type[Any], make: Callable[[], Any]) -> Any:
    """Rules and texts are made once in a process, since every test begins with a home that has no cache."""
    if name not in _MADE:
        _MADE[name] = recall(folder, name, kind, make)
    return _MADE[name]


def _kept_too(folder: Path | None, name: str, kind: type[Any], make: Callable[[], Any]) -> Any:
    """Where no test runs, as when test modules are read, what is made once is also kept in a home's cache."""
    return recall(folder, name, kind, lambda: _made_once(None, name, kind, make))


catalog.recall = rulefiles.recall = _kept_too
schema.SETTINGS = (*schema.SETTINGS, "PRAGMA synchronous = OFF")  # no test cuts the power
_WEIGHED: dict[tuple[object, ...], tuple[Any, Any]] = {}


def _weighed_once(weigh: Callable[..., Any]) -> Callable[..., Any]:
    """The same requests under the same rules are weighed once in a process: many tests begin with one that is kept."""

    def weighed(what: Any, ruleset: Any, make_rng: Any, *today: Any) -> Any:
        key = weigh, id(ruleset), pickle.dumps(what), today
        if key not in _WEIGHED:
            _WEIGHED[key] = (
                ruleset,
                weigh(what, ruleset, make_rng, *today),
            )  # with the rules, lest their id is given again
        return _WEIGHED[key][1]

    return weighed


assessing.analyse, assessing.assess = _weighed_once(analyse), _weighed_once(assess)


def _forbidden(*_: object, **__: object) -> str:
    message = "a test reached for the real home"
    raise AssertionError(message)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run the program in process: ``run("list", "--format", "json")``."""

    def _run(*arguments: str) -> Result:
        from triage.cli.main import run as run_program

        capsys.readouterr()
        code = run_program(list(arguments))
        out, err = (written.replace("\u00a0", " ") for written in capsys.readouterr())  # fixed spaces read as spaces
        return Result(code, out, err)

    return _run


@pytest.fixture
def keep(home: Path) -> Callable[..., str]:
    """Put a request into the register: ``keep("TikTok", verdict="drop")`` gives its id."""

    def _keep(
        title: str = "TikTok for pump buyers",
        *,
        verdict: str = "go",
        score: tuple[float, float] | None = (72.5, 72.5),
        task_type: str | None = "tiktok",
        created: datetime = NOON,
        language: str = "en",
        path: Path | None = None,
    ) -> str:
        request = bare.request(title, asked_by="Kim", task_type=task_type)
        with open_register(path or home / "register.sqlite3") as register:
            return register.add(bare.new(request, verdict, score), created, language)

    return _keep


def pytest_unconfigure() -> None:
    """End the helper from which the program is forked."""
    if programs.cache_info().currsize:
        programs().close()
