"""The profile as answers to the questions about the firm, and back."""

import re
from collections.abc import Iterator, Mapping, Sequence

from triage.core.interview.amounts import brief, read_number
from triage.core.interview.forms import from_answers, words
from triage.core.messages import Message, Typed, say
from triage.core.request.request import FIGURES, Against, Goal, Profile, Standing, Value
from triage.core.rules.ruleset import Unit

MOST_GOALS, MOST_STANDING, MOST_AGAINST = 5, 8, 5
GOALS = tuple(f"goal_{at}" for at in range(1, MOST_GOALS + 1))
STANDING = tuple(f"standing_{at}" for at in range(1, MOST_STANDING + 1))
AGAINST = tuple(f"against_{at}" for at in range(1, MOST_AGAINST + 1))
OF_THE_GOALS = "goals"
"""The group of questions about the direction that both have agreed on."""
OF_PAPER = ("director_mail", "word_template")
"""What only options set, since few need it: no question of the interview is spent on it."""
BECAUSE = "goals_because"
"""Why the goals are others than before; kept with the change and not in the profile."""


def profile_answers(profile: Profile) -> dict[str, Value]:
    """Return a profile as answers to its questions; ``None`` where nobody has said."""
    names = ("organisation", "manager", "director", "language", "currency", "agreed_on", "agreed_by", *OF_PAPER)
    answers: dict[str, Value] = {name: getattr(profile, name) or None for name in names}
    answers |= {name: getattr(profile, name) for name in (*FIGURES, "budget_holds_wages")}
    answers["required_return"] = None if profile.required_return is None else profile.required_return * 100
    answers |= dict.fromkeys((*GOALS, *STANDING, *AGAINST, BECAUSE))
    for name, goal in zip(GOALS, profile.goals, strict=False):
        answers[name] = _line(goal.text, goal.audience, goal.metric, goal.baseline)
    for name, work in zip(STANDING, profile.standing, strict=False):
        answers[name] = _line(work.name, _number(work.hours), _number(work.cost))
    for name, left in zip(AGAINST, profile.against, strict=False):
        answers[name] = _line(left.text, left.because)
    return answers


def profile_of(answers: Mapping[str, Value]) -> Profile:
    """Make the profile from answers; names are put on one line."""
    one_line = ("organisation", "manager", "director", "agreed_by", *OF_PAPER)
    names = {name: " ".join(words(answers, name).split()) for name in one_line}
    percent = answers.get("required_return")
    standing = (read_standing(said) for said in _said(answers, STANDING))
    return from_answers(
        Profile,
        answers,
        required_return=percent / 100 if isinstance(percent, int | float) else None,
        goals=tuple(_goals(answers)),
        against=tuple(Against(*_parts(said, 2)) for said in _said(answers, AGAINST)),
        standing=tuple(work for work in standing if isinstance(work, Standing)),
        **names,
    )


def read_standing(said: str) -> Standing | Message:
    """Read "The newsletter | 6 | 1,500": a name, hours and money a month; what is left out is 0."""
    name, hours, cost, *more = (*_parts(said, 3), *said.split("|")[3:])
    typed: tuple[tuple[str, Unit], ...] = ((hours, "hours"), (cost, "money"))
    figures = [read_number(raw, unit, "month") if raw else 0.0 for raw, unit in typed]
    if not (name and (hours or cost)) or more or any(isinstance(figure, Message) or figure < 0 for figure in figures):
        return say("profile.standing", given=Typed(brief(said)))
    return Standing(name, *(figure for figure in figures if not isinstance(figure, Message)))


def with_standing(now: Sequence[Standing], changed: Sequence[Standing], ended: Sequence[str]) -> tuple[Standing, ...]:
    """Return standing work with some of it added, changed or ended, by its name."""
    by_name = {work.name.casefold(): work for work in (*now, *changed)}
    gone = {name.strip().casefold() for name in ended}
    return tuple(work for name, work in by_name.items() if name not in gone)


def goal_id(text: str, taken: tuple[str, ...]) -> str:
    """Make an id from a goal's words: "Flere kunder i Tyskland" becomes flere_kunder_i_tyskland."""
    letters = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = "_".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("_") or "goal"
    names = (plain, *(f"{plain}_{at}" for at in range(2, MOST_GOALS + 2)))
    return next(name for name in names if name not in {*taken, "none", "unknown"})


def _goals(answers: Mapping[str, Value]) -> Iterator[Goal]:
    taken: tuple[str, ...] = ()
    for said in _said(answers, GOALS):
        text, *rest = _parts(said, 4)
        taken = (*taken, goal_id(text, taken))
        yield Goal(taken[-1], text, *rest)


def _said(answers: Mapping[str, Value], names: Sequence[str]) -> Iterator[str]:
    """What was written to the questions of a kind; a line of nothing but separators says nothing."""
    lines = (words(answers, name) for name in names)
    return (said for said in lines if said.strip(" |"))


def _parts(said: str, count: int) -> list[str]:
    return ([part.strip() for part in said.split("|")] + [""] * count)[:count]


def _line(*parts: str) -> str:
    return " | ".join(parts).rstrip(" |")


def _number(value: float) -> str:
    """A number as it is read back; nothing for none."""
    return (str(int(value)) if value == int(value) else str(value)) if value else ""
