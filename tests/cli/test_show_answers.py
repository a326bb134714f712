"""``triage show --answers``: what was answered, instead of the reasons."""

from pathlib import Path

DEFER = str(Path(__file__).parents[2] / "rules" / "cases" / "v05-seo-expected-to-work-in-two-weeks.yaml")


def test_the_answers_of_a_request_are_shown_in_their_groups(run):
    assert run("new", "--no-input", "--from", DEFER).code == 0
    shown = run("show", "1", "--answers", "--lang", "da").out
    assert shown.startswith("SEO expected to work in two weeks\n")
    assert "\nKunden\n- Målgruppen: as told in the story\n" in shown
    assert "- Udgifter: 90.000 kr.\n" in shown
    assert "- Belæg for problemet: ved ikke endnu\n" in shown
    assert run("show", "1", "--answers", "--arithmetic").code == 2
