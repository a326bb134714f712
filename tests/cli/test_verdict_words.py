"""The words of the screen may be typed where a verdict is."""

import pytest


@pytest.mark.parametrize("typed", [("lad", "være"), ("nej",), ("drop",), ("LAD VÆRE",)])
def test_a_verdict_may_be_typed_in_the_words_of_the_screen(run, keep, typed):
    keep(verdict="drop")
    assert run("decide", "1", *typed, "--no-input", "--lang", "da").code == 0
    assert "2026-001" in run("list", "--verdict", "lad være", "--lang", "da").out
    assert "2026-001" not in run("list", "--verdict", "gør det", "--lang", "da").out


def test_words_that_are_no_verdict_are_refused(run, keep):
    keep()
    assert run("decide", "1", "måske", "senere", "--no-input", "--lang", "da").code == 2
