"""Start-up is a feature: what a command does not need, it does not load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = frozenset(
    {
        "numpy",
        "pydantic",
        "yaml",
        "questionary",
        "prompt_toolkit",
        "jinja2",
        "markdown_it",
        "rich",
        "babel",
        "sqlite3",
        "typer",
    }
)

pytestmark = pytest.mark.usefixtures("unmeasured")
LOADED = """
import sys
sys.argv = ["triage", *{arguments}]
from triage.__main__ import main
try:
    main()
except SystemExit:
    pass
print("LOADED", *sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def loaded(home: Path, *arguments: str, of: frozenset[str] = HEAVY) -> set[str]:
    environment = {**os.environ, "TRIAGE_HOME": str(home), "LANG": "da_DK.UTF-8"}
    script = LOADED.format(arguments=list(arguments))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return of & set(done.stderr.split("LOADED", 1)[1].split())


@pytest.fixture
def used(home: Path, run, own_cache) -> Path:  # noqa: ARG001 - the cache has to be there
    """A home with one request and warm caches."""
    run("new", "--from", str(ROOT / "rules/cases/v06-seo-with-an-honest-horizon.yaml"), "--no-input", "--lang", "da")
    return home


def test_version_loads_nothing(home):
    assert loaded(home, "--version", of=HEAVY | {"dataclasses", "typing"}) == set()


def test_a_listing_pays_for_the_register_alone(used):
    assert loaded(used, "list") == {"sqlite3", "typer"}
    assert loaded(used, "list", "--format", "json") == {"sqlite3", "typer"}


SHOWN = {"sqlite3", "typer", "babel"}


@pytest.mark.parametrize(
    ("command", "needs"),
    [
        (("show", "last"), SHOWN),
        (("show", "last", "--format", "json"), {"sqlite3", "typer"}),
        (("memo", "last"), SHOWN | {"jinja2"}),
        (("memo", "last", "--format", "short"), SHOWN),
    ],
)
def test_what_is_kept_is_shown_without_computing_it_again(used, run, command, needs):
    run("show", "last")  # the rules of that day are compiled once
    assert loaded(used, *command) == needs


def test_help_loads_no_more_than_typer(used):
    assert loaded(used, "--help") == {"typer"}


def test_the_first_question_does_not_wait_for_numpy():
    script = "import sys, triage.usecases.new, triage.usecases.parts.interviewing; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"numpy", "pydantic", "jinja2", "sqlite3"} & set(done.stdout.split())


def test_the_menu_is_put_together_from_the_register_alone(used):
    script = (
        "from triage.cli import main, menu; menu.entries(main.open_session().home); import sys; print(*sys.modules)"
    )
    environment = {**os.environ, "TRIAGE_HOME": str(used), "LANG": "da_DK.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert not (HEAVY - {"sqlite3", "typer"}) & set(done.stdout.split())


def test_a_decision_with_a_known_form_needs_neither_pydantic_nor_yaml(used):
    loaded(used, "decide", "1", "go", "--by", "both", "--no-input")
    again = loaded(used, "decide", "1", "go", "--by", "director", "--no-input")
    assert not again & {"pydantic", "yaml", "numpy"}


def test_scoring_with_known_rules_needs_neither_pydantic_nor_a_prompt(used):
    case = str(ROOT / "rules/cases/v06-seo-with-an-honest-horizon.yaml")
    assert not loaded(used, "score", case, "--format", "json") & {"pydantic", "questionary", "jinja2", "rich"}
