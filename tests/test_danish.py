"""No English in Danish: every word of the Danish texts and rules is in a Danish dictionary, or kept for a reason.

The dictionary is hunspell's, from Debian's packages; without it the test is skipped.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "triage" / "texts" / "da"
RULES = [
    ROOT / "rules" / "marketing.yaml",
    ROOT / "rules" / "task_types.yaml",
    *(ROOT / "rules" / "forms").glob("*.yaml"),
]
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
NO_PROSE = re.compile(r"\{[^}]*\}|--[\w-]+|[\w./]+\.(?:ya?ml|jsonl?|csv|md|html|xlsx|eml|txt|ics|sqlite3)\b")
"""Values, options and file names."""

KEPT = yaml.safe_load((ROOT / "tests" / "danish.yaml").read_text(encoding="utf-8"))


def test_every_danish_word_is_in_a_danish_dictionary():
    assert unknown(dict(_words())) == {}


def test_nothing_is_kept_that_no_text_says():
    said = {word for word, _ in _words()}
    assert {word for words in KEPT.values() for word in words.split()} <= said


def kept() -> set[str]:
    return {word for words in KEPT.values() for word in words.split()} | set(_keys_of_rules())


def _keys_of_rules() -> Iterator[str]:
    """The keys of rules files, which messages about them name."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from node.get("properties", {})
            yield from (each for each in node.get("enum", ()) if isinstance(each, str))
            for each in node.values():
                yield from walk(each)
        elif isinstance(node, list):
            for each in node:
                yield from walk(each)

    return walk(json.loads((ROOT / "rules" / "triage-rules.schema.json").read_text(encoding="utf-8")))


def _words() -> Iterator[tuple[str, str]]:
    """Every word of Danish with where it stands; words that are only matched against are not said."""
    for place, text in _texts():
        for word in WORD.findall(NO_PROSE.sub(" ", text)):
            yield word, place


def _texts() -> Iterator[tuple[str, str]]:
    for path in TEXTS.glob("*.yaml"):
        yield from yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader).items()
    for path in RULES:
        yield from _danish(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), path.stem)


def _danish(node: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, each in node.items():
            if key == "da" and isinstance(each, str):
                yield place, each
            else:
                yield from _danish(each, f"{place}.{key}")
    elif isinstance(node, list):
        for each in node:
            yield from _danish(each, place)


def unknown(words: dict[str, str]) -> dict[str, str]:
    """The words that the dictionary has not and that are not kept, with where each stands."""
    program = shutil.which("hunspell")
    if program is None:
        pytest.skip("hunspell is not installed")
    asked, environment = "\n".join(words).encode(), {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [program, "-d", "da_DK", "-i", "utf-8", "-l"]
    answer = subprocess.run(command, input=asked, capture_output=True, check=False, env=environment)
    if answer.returncode:
        pytest.skip("hunspell has no Danish dictionary")
    return {word: words.get(word, "") for word in answer.stdout.decode().split() if word not in kept()}
