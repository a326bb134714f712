"""Whether the criteria of a ruleset can be scored: levels for every choice, curves that rise, weights that count.

Conditions of adjustments are checked in ``rules.condition_check``.
"""

from collections.abc import Sequence
from itertools import pairwise

from triage.core.messages import Number, say
from triage.core.rules.condition_check import Problems, kept_from, unknown_choice, unknown_question
from triage.core.rules.conditions import Path
from triage.core.rules.measures import MEASURES, is_money
from triage.core.rules.quantities import exact
from triage.core.rules.ruleset import Criterion, Indicator, Point, Ruleset


def check_criteria(ruleset: Ruleset) -> Problems:
    """Find what is wrong with the criteria, alone and together."""
    if not ruleset.criteria:
        yield ("criteria",), say("rules.no_criteria")
    elif not any(criterion.weight for criterion in ruleset.criteria.values()):
        yield ("criteria",), say("rules.no_weight")
    for name, criterion in ruleset.criteria.items():
        yield from _criterion(("criteria", name), criterion, ruleset)


def _criterion(path: Path, criterion: Criterion, ruleset: Ruleset) -> Problems:
    if isinstance(criterion.points, tuple):
        if not criterion.points:
            yield (*path, "points"), say("rules.no_points")
        for number, indicator in enumerate(criterion.points):
            yield from _indicator((*path, "points", number), indicator, ruleset)
            yield from _never_read((*path, "points", number), indicator, ruleset)
    else:
        yield from _indicator((*path, "points"), criterion.points, ruleset)
        yield from _never_read((*path, "points"), criterion.points, ruleset)
    for number, limit in enumerate(criterion.adjust):
        if (limit.at_most is None) == (limit.minus is None):
            yield (*path, "adjust", number), say("rules.exactly_one", names="at_most, minus")
    for part in ("act", "below_minimum", "minimum_when"):
        given = getattr(criterion, part)
        if criterion.minimum is None and given:
            yield (*path, part), say("rules.no_minimum", name=part)
        elif criterion.minimum is not None and not given and part != "minimum_when":
            yield (*path, "minimum"), say("rules.minimum_needs", name=part)
    if criterion.lighter and criterion.lighter.weight >= criterion.weight:
        yield (*path, "lighter", "weight"), say("rules.not_lighter", weight=exact(criterion.weight))


def _indicator(path: Path, indicator: Indicator, ruleset: Ruleset) -> Problems:
    name = indicator.from_
    question = ruleset.questions.get(name)
    given = [part for part in ("levels", "steps", "curve") if getattr(indicator, part)]
    if question is None and name not in MEASURES:
        yield (*path, "from"), unknown_question(name, [*ruleset.questions, *MEASURES])
    elif question and question.type in {"text", "date"}:
        yield (*path, "from"), say("rules.not_scored", name=name, type=question.type)
    elif question and question.choices_from == "goals":
        yield (*path, "from"), say("rules.goals_not_scored", name=name)
    elif is_money(name, ruleset):
        yield (*path, "from"), say("rules.money_not_scored", name=name)
    elif len(given) == 1:
        is_choice = question is not None and question.type == "choice"
        if given[0] == "levels":
            yield from _levels((*path, "levels"), indicator, ruleset, is_choice=is_choice)
        elif is_choice:
            yield (*path, given[0]), say("rules.needs_levels", name=name)
    if len(given) != 1:
        yield path, say("rules.exactly_one", names="levels, steps, curve")
    yield from _rising((*path, "steps"), indicator.steps)
    yield from _rising((*path, "curve"), indicator.curve)
    if len(indicator.curve) == 1:
        yield (*path, "curve"), say("rules.short_curve")


def _never_read(path: Path, indicator: Indicator, ruleset: Ruleset) -> Problems:
    """An answer that counts only where its question is not asked."""
    if parent := kept_from(indicator.from_, indicator.when, ruleset):
        yield (*path, "when"), say("rules.never_asked", name=indicator.from_, parent=parent)


def _levels(path: Path, indicator: Indicator, ruleset: Ruleset, *, is_choice: bool) -> Problems:
    if not is_choice:
        yield path, say("rules.levels_for_choice", name=indicator.from_)
        return
    choices = ruleset.choices(indicator.from_)
    for level in indicator.levels:
        if level not in choices:
            yield (*path, level), unknown_choice(level, indicator.from_, choices)
    if missing := [name for name, choice in choices.items() if name not in indicator.levels and choice.offered]:
        yield path, say("rules.no_level", names=", ".join(missing))


def _rising(path: Path, points: Sequence[Point]) -> Problems:
    """The numbers must rise from point to point."""
    for number, ((before, _), (here, _)) in enumerate(pairwise(points), start=1):
        if here <= before:
            yield (*path, number), say("rules.backwards", before=Number(before, 2), here=Number(here, 2))
