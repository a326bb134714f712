"""The profile as answers to the questions about the firm, and back."""

import re
from collections.abc import Iterator, Mapping

from triage.core.interview.forms import from_answers, words
from triage.core.request.request import FIGURES, Goal, Profile, Value

MOST_GOALS = 5
GOALS = tuple(f"goal_{at}" for at in range(1, MOST_GOALS + 1))


def profile_answers(profile: Profile) -> dict[str, Value]:
    """Return a profile as answers to its questions; ``None`` where nobody has said."""
    names = ("organisation", "manager", "director", "language", "currency", "agreed_on")
    answers: dict[str, Value] = {name: getattr(profile, name) or None for name in names}
    answers |= {name: getattr(profile, name) for name in FIGURES}
    answers["required_return"] = None if profile.required_return is None else profile.required_return * 100
    answers |= dict.fromkeys(GOALS)
    for name, goal in zip(GOALS, profile.goals, strict=False):
        answers[name] = " | ".join(part for part in (goal.text, goal.audience, goal.metric) if part)
    return answers


def profile_of(answers: Mapping[str, Value]) -> Profile:
    """Make the profile from answers; names are put on one line."""
    names = {name: " ".join(words(answers, name).split()) for name in ("organisation", "manager", "director")}
    percent = answers.get("required_return")
    return from_answers(
        Profile,
        answers,
        required_return=percent / 100 if isinstance(percent, int | float) else None,
        goals=tuple(_goals(answers)),
        **names,
    )


def goal_id(text: str, taken: tuple[str, ...]) -> str:
    """Make an id from a goal's words: "Flere kunder i Tyskland" becomes flere_kunder_i_tyskland."""
    letters = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = "_".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("_") or "goal"
    names = (plain, *(f"{plain}_{at}" for at in range(2, MOST_GOALS + 2)))
    return next(name for name in names if name not in {*taken, "none", "unknown"})


def _goals(answers: Mapping[str, Value]) -> Iterator[Goal]:
    taken: tuple[str, ...] = ()
    for name in GOALS:
        said = words(answers, name)
        if said.strip(" |"):
            text, audience, metric, *_ = [part.strip() for part in said.split("|")] + ["", "", ""]
            taken = (*taken, goal_id(text, taken))
            yield Goal(taken[-1], text, audience, metric)
