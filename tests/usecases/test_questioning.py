"""What is proposed for a question from the words of a request."""

import pytest
from triage.core.interview.order import TASK_TYPES, by_words

from bundled import RULES


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("Alle er på TikTok. Skaf os 10.000 følgere inden sommer.", "tiktok"),
        ("Vi har fået en klage over leveringen på Facebook. Svar på den.", "crisis_answer"),
        ("A customer complains on Facebook, answer her", "crisis_answer"),
        ("Stop annoncerne på Facebook", "stop_cut"),
        ("Lav flere opslag på Facebook", "organic_meta"),
    ],
)
def test_a_channel_named_in_passing_is_not_the_task(words, proposed):
    question = next(name for name, each in RULES.questions.items() if each.choices_from == TASK_TYPES)
    assert by_words(question, words, RULES) == proposed
