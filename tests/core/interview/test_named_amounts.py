"""Amounts in the words of a request."""

import pytest
from triage.core.interview.named_amounts import named_amounts


@pytest.mark.parametrize(
    ("text", "currency", "named"),
    [
        ("Det koster 60.000 kr. om året, 60.000 kr i alt.", "DKK", [("60.000 kr.", 60_000)]),
        (
            "Vi har fået et tilbud på kr. 1.250.000 eller 900 t.kr.",
            "DKK",
            [("kr. 1.250.000", 1_250_000), ("900 t.kr.", 900_000)],
        ),
        ("It's EUR 9,800 for the seal", "EUR", [("EUR 9,800", 9_800)]),
        ("EUR 31k a month", "EUR", [("EUR 31k", 31_000)]),
        ("EUR 9,800 for the seal", "DKK", []),
        ("Skaf os 10.000 følgere før 1. maj 2027, uge 16", "DKK", []),
        ("GA4 viser 20 kunder, 3 konkurrenter", "DKK", []),
    ],
)
def test_the_amounts_of_a_text_are_those_with_a_currency_or_a_thousand(text, currency, named):
    assert named_amounts(text, currency) == named
