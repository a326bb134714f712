"""The open questions behind what may or may not hold, and how much each tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod

from triage.core.arrays import np
from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Condition, Criterion, When
from triage.core.scoring.reading import Reading
from triage.core.scoring.scorer import Flags


class Behind:
    """Finds the open questions because of which something may or may not hold in some boxes."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._chances: dict[tuple[str, type, Condition], float] = {}
        self._found: dict[tuple[str, bytes], tuple[str, ...]] = {}

    def open_names(self, alternatives: Iterable[When], where: Flags) -> Iterator[str]:
        """Yield the open questions because of which conditions may or may not hold in some boxes."""
        if not where.any():
            return
        for when in alternatives:
            here = where & self.reading.all_of(when).is_open
            for name, wanted in when.items() if here.any() else ():
                inside = here & self.reading.one(name, wanted).is_open
                if inside.any():
                    yield from self._behind(name, inside)

    def telling(self, alternatives: Iterable[When], where: Flags) -> Iterator[tuple[str, float]]:
        """Yield the open questions because of which conditions may or may not hold, and how much each tells."""
        for when in alternatives:
            here = where & self.reading.all_of(when).is_open
            for name, wanted in when.items() if here.any() else ():
                inside = here & self.reading.one(name, wanted).is_open
                if inside.any():
                    yield from ((each, 1 - self._chance(name, wanted)) for each in self._behind(name, inside))

    def chance(self, alternatives: Iterable[When]) -> float:
        """How likely any of several mappings is to hold in the first box, were all open answers equally likely."""
        fails = 1.0
        for when in alternatives:
            fails *= 1 - prod(self._chance(name, wanted) for name, wanted in when.items())
        return 1 - fails

    def _chance(self, name: str, wanted: Condition) -> float:
        key = (name, type(wanted), wanted)
        if key not in self._chances:
            self._chances[key] = self._reckoned(name, wanted)
        return self._chances[key]

    def _reckoned(self, name: str, wanted: Condition) -> float:
        found = self.reading.one(name, wanted)
        if not found.is_open[0]:
            return float(found.can[0])
        if name in self.reading.facts:
            chance = self.chance(self.reading.ruleset.facts[name].alternatives)
            return chance if wanted is True else 1 - chance
        choices = choices_of(name, self.reading.ruleset)
        possible = self.reading.boxes.questions[name].codes[0] if choices else np.array([], dtype=np.bool_)
        if not possible.any():
            return 0.5
        fits = np.array([choice in meaning(wanted, choices).words for choice in choices])
        even = float((possible & fits).sum() / possible.sum())
        default = self.reading.ruleset.questions[name].default
        if default not in choices or not possible[choices.index(default)]:
            return even
        return (even + float(fits[choices.index(default)])) / 2

    def open_in(self, criterion: Criterion, where: Flags) -> Iterator[str]:
        """Yield the open questions because of which a criterion may have other points in some boxes."""
        if not where.any():
            return
        for part in criterion.indicators:
            span, when = self.reading.indicator(part), self.reading.all_of(part.when)
            if (where & span.is_open).any():
                yield from self._behind(part.from_, where & when.can)
                yield from self.open_names([part.when], where)
        yield from self.open_names([limit.when for limit in criterion.adjust], where)

    def _behind(self, name: str, where: Flags) -> tuple[str, ...]:
        """The open questions behind a name, with those that decide whether it is asked."""
        key = (name, where.tobytes())
        if key not in self._found:
            self._found[key] = tuple(self._searched(name, where))
        return self._found[key]

    def _searched(self, name: str, where: Flags) -> Iterator[str]:
        if name in self.reading.facts:
            yield from self.open_names(self.reading.ruleset.facts[name].alternatives, where)
            return
        names = MEASURES[name].needs if name not in self.reading.boxes.questions else (name,)
        for each in names:
            if (
                each not in self.reading.boxes.questions
                or not (where & self.reading.boxes.questions[each].is_open).any()
            ):
                continue
            if each in self.reading.boxes.open:
                yield each
            if (where & self.reading.boxes.applies[each].is_open).any():
                for parent in self.reading.ruleset.questions[each].only_if or {}:
                    yield from self._behind(parent, where)
