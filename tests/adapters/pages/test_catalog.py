"""Both languages say the same things, and numbers, money and dates are written as their readers write them."""

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest
import triage
from triage.adapters.pages.catalog import load_catalog, uncapitalised
from triage.core.messages import (
    Hours,
    Inline,
    Listed,
    Money,
    Months,
    Number,
    Place,
    Problem,
    Share,
    Text,
    Typed,
    Weeks,
    say,
)

DA, EN = load_catalog("da"), load_catalog("en")
PACKAGE = Path(triage.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts():
    assert DA.texts.keys() == EN.texts.keys()


def test_both_languages_name_the_same_values():
    different = {key for key in DA.texts if placeholders(DA.texts[key]) != placeholders(EN.texts[key])}
    assert not different


def keys_in_code() -> set[str]:
    """Every literal key in the code: the first argument of say and failure, and the keys of catalog texts."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"say", "failure", "Message"} and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_every_key_in_the_code_has_a_text():
    assert keys_in_code() <= DA.texts.keys()


def test_no_text_shouts():
    assert [key for key, text in {**DA.texts, **EN.texts}.items() if "!" in text] == []


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [
        (Number(1234567.5, 1), "1.234.567,5", "1,234,567.5"),
        (Number(-0.0), "0", "0"),
        (Money(146_000, "DKK"), "150.000\u00a0kr.", "150,000\u00a0kr"),
        (Money(146_000, "DKK", rounded=False), "146.000\u00a0kr.", "146,000\u00a0kr"),
        (Money(-86_000, "DKK", rounded=False), "\u221286.000\u00a0kr.", "\u221286,000\u00a0kr"),
        (Money(0, "DKK"), "0\u00a0kr.", "0\u00a0kr"),
        (Money(146_000, "EUR"), "150.000\u00a0€", "€150,000"),
        (Money(100_000, "EUR"), "100.000\u00a0€", "€100,000"),
        (Share(0.806), "81\u00a0%", "81%"),
        (Share(0.0648, 1), "6,5\u00a0%", "6.5%"),
        (Share(0.36, 1), "36\u00a0%", "36%"),
        (Weeks(1), "1 uge", "1 week"),
        (Weeks(12), "12 uger", "12 weeks"),
        (Weeks(2.5), "2,5 uger", "2.5 weeks"),
        (Months(8), "8 måneder", "8 months"),
        (Hours(1), "1 time", "1 hour"),
        (date(2027, 5, 4), "4.\u00a0maj 2027", "4\u00a0May 2027"),
        (Text("behov", "need"), "behov", "need"),
        (Inline(Text("Et ønske", "A wish")), "et ønske", "a wish"),
        (Listed(("a", "b", "c")), "a, b og c", "a, b and c"),
        (Listed(("a", "b"), "or"), "a eller b", "a or b"),
        (Listed(()), "", ""),
        (Number(float("inf")), "ubegrænset", "unlimited"),
    ],
)
def test_values_are_written_as_their_readers_write_them(value, danish, english):
    assert DA.value(value) == danish
    assert EN.value(value) == english


def test_typed_words_may_hold_braces_and_percent_signs():
    assert DA.text(say("text", text=Typed("{0} %s {name}"))) == "{0} %s {name}"


def test_a_sentence_never_ends_with_two_full_stops():
    assert DA.text(say("memo.go.cost", cost=Money(57_000, "DKK"))).endswith("57.000\u00a0kr. i alt.")


@pytest.mark.parametrize(("text", "inside"), [("SEO-indhold", "SEO-indhold"), ("TikTok", "TikTok"), ("Målet", "målet")])
def test_names_keep_their_capitals_inside_a_sentence(text, inside):
    assert uncapitalised(text) == inside


def test_texts_are_flat_and_quoted():
    for path in (PACKAGE / "texts").rglob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line or line.startswith("#") or re.match(r'^("[^"]+"|[\w.]+): ".*"$', line), f"{path}: {line}"


def test_the_keys_of_a_question_fit_on_one_line_of_a_terminal():
    keys = ("prompt.keys", "prompt.keys.unknown", "prompt.keys.skip", "prompt.unchosen")
    assert [key for key in keys for catalog in (DA, EN) if len(catalog.texts[key]) > 79] == []


def test_what_is_wrong_with_a_long_word_says_no_more_of_it_than_tells_which_it_is():
    problem = Problem(Place("a.csv", 1), say("file.csv_repeated", columns=Typed("ord " * 1_000)))
    told = load_catalog("da").problem(problem)
    assert len(told) < 500
    assert "…" in told
