"""No English in Danish, as it is printed: every command, every wrong use of it and every path that is refused.

What a person has typed is left out, and so are commands and options; all other words are in the Danish dictionary, or
kept for a reason, as in ``test_danish``.
"""

import errno
import io
import re
from collections.abc import Iterator
from importlib.metadata import requires
from typing import Any

import pytest
import yaml
from triage.adapters.output.systemwords import why
from triage.adapters.pages.catalog import load_catalog
from triage.cli.main import _command

from test_danish import NO_PROSE, RULES, WORD, unknown

TASK = {
    "title": "Film i tilbuddet",
    "asked_by": "Bo",
    "answers": {
        "request": "De andre har en film på forsiden. Det skal vi også have.",
        "task_type": "content_asset",
        "problem": "Vi mister tre af fire tilbud",
        "problem_evidence": "sales",
        "audience": "Ejere af firmaer",
        "need": "reported",
        "outcome": "conversion",
        "effect_as": "contribution",
        "extra_contribution": [80_000, 180_000, 300_000],
        "no_effect_chance": 0,
        "cost": 40_000,
        "hours": 40,
        "visible_in": 52,
        "date_bound": "budget",
        "goal_fit": "supports",
        "capacity": "yes",
        "evidence": "data",
        "tried_before": "no",
    },
}
AGREED = [
    *("--metric", "Andelen af tilbud, vi vinder", "--baseline", "25", "--level", "33 %", "--by-date", "2027-03-01"),
    *(
        "--sign",
        "Ti ejere nævner filmen",
        "--sign-level",
        "10",
        "--sign-week",
        "20",
        "--stop",
        "Færre end fem nævner den",
    ),
    *("--agreed-by", "begge", "--no-input"),
]
LIFE = [
    [
        "init",
        "--no-input",
        "--manager",
        "Bo",
        "--director",
        "Ida",
        "--yearly-budget",
        "900000",
        "--goal",
        "Flere tilbud",
    ],
    ["new", "--from", "opgave.yaml", "--no-input"],
    ["show", "2026-001"],
    ["show", "2026-001", "--arithmetic"],
    ["show", "2026-001", "--answers"],
    ["memo", "2026-001"],
    ["memo", "2026-001", "--format", "short"],
    ["what-if", "2026-001", "need=guess"],
    ["what-if", "2026-001", "--sweep", "cost=10000..90000"],
    ["ask", "2026-001", "--form"],
    ["ask", "2026-001", "need=guess", "--no-input"],
    ["ask", "2026-001", "--compare"],
    ["decide", "2026-001", "go", "--no-input", "--because", "Vi tror på det"],
    ["agree", "2026-001", *AGREED],
    ["memo", "2026-001"],
    ["due", "--on", "2026-07-20"],
    ["review", "2026-001", "--on", "2026-07-20", "--sign", "yes", "--sign-value", "12", "--no-input"],
    [
        "review",
        "2026-001",
        "--on",
        "2027-03-01",
        "--measured",
        "30",
        "--reached",
        "no",
        "--cost",
        "41000",
        "--no-input",
    ],
    ["new", "--again", "2026-001", "--no-input", "--whats-new", "Et nyt sted"],
    ["decide", "2026-002", "drop", "--no-input", "--because", "Ikke nu"],
    ["list"],
    ["list", "--load"],
    ["list", "--first"],
    ["report"],
    ["score", "opgave.yaml", "--arithmetic", "--analysis"],
    ["rules", "check"],
    ["rules", "show"],
    ["rules", "show", "--task-types"],
    ["rules", "explain", "need"],
    ["rules", "suggest"],
    ["help"],
    *(["help", topic] for topic in ("more", "guide", "doctor", "completion", "new")),
    ["backup", "kopi.jsonl"],
    ["forget", "2026-002", "--yes"],
]
"""A task from its first day to its last, and what else is printed on the way."""


@pytest.fixture
def said(run, tmp_path, monkeypatch):
    """Run a command in Danish in a folder with a task, and return what it prints, without what was typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    (tmp_path / "opgave.yaml").write_text(yaml.safe_dump(TASK, allow_unicode=True), encoding="utf-8")
    (tmp_path / "mappe").mkdir()
    (tmp_path / "billede").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "vrøvl").write_text("{[", encoding="utf-8")
    (tmp_path / "liste").write_text("- 1\n- 2\n", encoding="utf-8")
    (tmp_path / "tal").write_text('{"title": 3}\n', encoding="utf-8")

    def _said(*arguments: str) -> tuple[int, str]:
        ended = run(*arguments)
        assert ended.code != 3, (arguments, ended)
        text = (ended.out + ended.err).replace(str(tmp_path), "")
        return ended.code, text

    return _said


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    command = command or _command("")
    below = getattr(command, "commands", None)
    if not below:
        yield path, command
    for name, each in (below or {}).items():
        yield from commands(each, (*path, name))


COMMANDS = dict(commands())
OPTIONS = {option for command in COMMANDS.values() for each in command.params for option in each.opts}


def keys(node: object) -> Iterator[str]:
    """Every key and short word of the rules: what is typed into them, and printed beside what it means."""
    if isinstance(node, dict):
        for key, each in node.items():
            yield str(key)
            yield from () if isinstance(each, str) and key in {"da", "en", "grade"} else keys(each)
    elif isinstance(node, list):
        for each in node:
            yield from keys(each)
    elif isinstance(node, str) and re.fullmatch("[a-z_]+", node):
        yield node


KEYS = {key for path in RULES[:2] for key in keys(yaml.safe_load(path.read_text(encoding="utf-8")))}
NAMES = {
    "OneDrive",
    "Dropbox",
    "winget",
    "astral-sh",
    "brew",
    "setx",
    "VCALENDAR",
    "Bo",
    "Ida",
    *["jan", "feb", "mar", "apr", "nov", "dec"],
}
NAMES |= {re.split("[^a-z-]", requirement.lower())[0] for requirement in requires("marketing-triage") or ()}
"""Products, packages, whom the test names, and months as a calendar shortens them."""
TYPED = {word for path in COMMANDS for name in path for word in WORD.findall(name)} | NAMES
TYPED |= {word for option in OPTIONS for word in WORD.findall(option)}
"""What the test or a person types, and names."""


def wrong(path: tuple[str, ...], command: Any) -> Iterator[list[str]]:
    """The ways in which a command is used wrongly: too little, too much, and nonsense for each of its options."""
    needed = ["2026-009" for each in command.params if not each.opts[0].startswith("-") and each.required]
    yield [*path]
    yield [*path, *["vrøvl"] * 4]
    yield [*path, *needed, "--findes-ikke"]
    yield [*path, *needed, "--no-input=ja"]
    for each in command.params:
        option = each.opts[0]
        if option.startswith("-") and option != "--lang":
            yield [*path, *needed, option]
            yield [*path, *needed, option, "vrøvl"]
        elif each.metavar and ("FILE" in each.metavar or "PATH" in each.metavar or "NEW" in each.metavar):
            yield from ([*path, *refused] for refused in REFUSED)
        if each.metavar in {"FILE", "DIR"} and option.startswith("-"):
            yield from ([*path, *needed, option, refused] for (refused,) in REFUSED)


REFUSED = [["mappe"], ["billede"], ["vrøvl"], ["liste"], ["tal"], ["mangler"], ["opgave.yaml/under"], ["ø" * 300]]
"""Paths of which none is what was asked for."""


def words(text: str) -> list[str]:
    """The words of an output that are ours to choose."""
    text = re.sub(r"»[^«]*«|TRIAGE_\w+|\S*\d\S*|\S*[=/]\S*|\b[a-z]+(?:_[a-z]+)+\b", " ", NO_PROSE.sub(" ", text))
    return [word for word in WORD.findall(text) if word not in TYPED | KEYS and word != "ø" * 300]


def test_a_whole_life_is_told_in_danish(said):
    heard = {word: " ".join(each) for each in LIFE for word in words(said(*each)[1])}
    assert unknown(heard) == {}


def test_help_is_danish(said):
    heard = {word: " ".join(path) for path in COMMANDS for word in words(said(*path, "--help")[1])}
    assert unknown(heard) == {}


def test_wrong_use_and_refused_paths_are_answered_in_danish(said):
    heard = {}
    for path, command in COMMANDS.items():
        for each in wrong(path, command):
            code, text = said(*each)
            if code:
                heard |= {word: " ".join(each) for word in words(text)}
    assert unknown(heard) == {}


def test_every_reason_of_the_system_is_danish():
    catalog = load_catalog("da")
    reasons = (catalog.text(why(OSError(number, "English"))) for number in errno.errorcode)
    others = (catalog.text(why(each)) for each in (OSError("English"), ValueError("English"), KeyError("English")))
    heard = {word: text for text in (*reasons, *others) for word in words(text)}
    assert unknown({word: text for word, text in heard.items() if word != "OSError"}) == {}
