"""The order of events of ``triage ask --compare``: both sets of answers side by side, and what they agree on weighed.

Both sets stay as they came; what is agreed is a new assessment beside the earlier ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from triage.adapters.home.valuejson import value_data
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.adapters.terminal.screen import Cell, Column, is_attended, print_json, print_lines, print_table
from triage.core.life.events import Aligned, Answered, State
from triage.core.messages import Text, Typed, failure, say
from triage.core.request.request import Origin, Value, with_answers
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Question, Ruleset
from triage.usecases.ask import DIRECTOR
from triage.usecases.parts.call import Call
from triage.usecases.parts.changing import read_changes, refuse_running
from triage.usecases.parts.filling import Filling, anything_said, fill, finished
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find

NOT_YET = {"prompt.skip": "align.empty", "prompt.skip_choice": "align.not_yet", "unknown": "align.open"}
"""What an empty line and the last choice mean in these forms."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that the two answered differently, and what the other's answer would do to the verdict."""

    question: str
    manager: Value
    director: Value
    verdict: str
    """The verdict with the director's answer to this question alone."""
    score: tuple[float, float] | None
    weight: tuple[int, float]
    """How far it moves the verdict, then the score; the largest comes first."""

    def taken(self, side: str) -> Value:
        """Give one side's answer; where that one does not know, the other's."""
        own, other = (self.director, self.manager) if side == DIRECTOR else (self.manager, self.director)
        return other if own is None else own


def align(call: Call, given: str, changes: Sequence[str], *, take: str | None, form: str) -> None:
    """Show where the two differ, the largest effect first, then take what they agree on and weigh it again."""
    from triage.usecases.parts.assessing import summary_lines
    from triage.usecases.parts.keeping import reassess

    kept = find(call.home, given)
    life = kept.life
    director = life.last(Answered)
    if director is None:
        raise failure("align.nobody", id=kept.entry.id)
    ruleset = open_rules(call.home, None).ruleset
    found = differences(kept, director[1].answers, ruleset)
    if form == "json":
        print_json([_public(each) for each in found])
    else:
        _show(call, kept, found, ruleset)
    agreed = read_changes(kept.request, changes, ruleset)
    filling = _talk(call, kept, found, ruleset)
    if agreed or take:
        agreed = {**({each.question: each.taken(take) for each in found} if take else {}), **agreed}
    elif form != "json" and life.state is not State.RUNNING:
        agreed = _agreed_at_the_terminal(call, filling)
    if not agreed:
        return
    refuse_running(life, kept)
    assessed = reassess(call.home, kept, agreed, call.catalog, also=(Aligned(agreed),))
    finished(filling, call.home)
    if form != "json":
        print_lines(["", *summary_lines(assessed, call.catalog, kept.entry.id)])


def differences(kept: Kept, answers: Mapping[str, Value], ruleset: Ruleset) -> list[Difference]:
    """Give the questions answered differently, each tried alone through the one scorer, the largest effect first."""
    from triage.core.judging.assessment import assess
    from triage.core.rules.ruleset import VERDICTS
    from triage.usecases.parts.assessing import make_rng

    own = kept.first_request.answers  # as they came; what was agreed later is neither's
    request = replace(kept.request, answers=own)
    differ = [name for name, value in answers.items() if name in ruleset.questions and value != request.value(name)]
    tried = [with_answers(request, {name: answers[name]}, Origin.FLAG) for name in differ]
    base, *others = assess([request, *tried], ruleset, make_rng)
    found = []
    for name, other in zip(differ, others, strict=True):
        span = (other.score.low, other.score.high) if other.score else None
        moved = abs(VERDICTS.index(other.verdict) - VERDICTS.index(base.verdict))
        middle = [(each.score.low + each.score.high) / 2 if each.score else 0.0 for each in (base, other)]
        weight = (moved, abs(middle[1] - middle[0]))
        found.append(Difference(name, request.value(name), answers[name], other.verdict.value, span, weight))
    return sorted(found, key=lambda each: each.weight, reverse=True)


def _talk(call: Call, kept: Kept, found: list[Difference], ruleset: Ruleset) -> Filling:
    """The questions they answered differently, each with both answers; what is skipped stays as it was."""
    questions = {each.question: _with_sides(call.catalog, kept, each, ruleset) for each in found}
    return Filling(
        replace(ruleset, questions=questions),
        f"{kept.entry.id}-align",
        f"triage ask {kept.entry.id} --compare",
        opening=(say("align.ask"),),
        finish="review.align",
        words=NOT_YET,
        profile=kept.request.profile,
        whole=anything_said("align.nothing"),
    )


def _agreed_at_the_terminal(call: Call, filling: Filling) -> dict[str, Value]:
    """What they agree on when they are asked; nothing where nobody can be, or not yet."""
    if not filling.questions.questions or not call.ask or not is_attended():
        return {}
    print_lines([""])
    answers = fill(filling, call.home, call.catalog) or {}
    return {name: value for name, value in answers.items() if value is not None}


def _with_sides(catalog: Catalog, kept: Kept, each: Difference, ruleset: Ruleset) -> Question:
    """A question by itself, with what each of them answered below its own help."""
    question = ruleset.questions[each.question]
    sides = zip(("manager", "director"), _sides(catalog, kept, each, ruleset), strict=True)
    told = [catalog.say(f"align.side.{role}", answer=answer) for role, answer in sides]
    help_ = "\n".join([*([question.help.in_(catalog.language)] if question.help else []), *told])
    return replace(question, only_if=None, quick=True, help=Text(help_, help_))


def _sides(catalog: Catalog, kept: Kept, each: Difference, ruleset: Ruleset) -> list[str]:
    """The manager's answer and the director's, as they are shown."""
    question, request = ruleset.questions[each.question], kept.request
    values = (each.manager, each.director)
    return [catalog.value(shown(value, question, each.question, request, ruleset)) for value in values]


def _show(call: Call, kept: Kept, found: list[Difference], ruleset: Ruleset) -> None:
    catalog = call.catalog
    if not found:
        print_lines([catalog.say("align.same", id=kept.entry.id)])
        return
    key = "align.heading" if len(found) > 1 else "align.heading.one"
    print_lines([catalog.say(key, id=kept.entry.id, title=Typed(kept.entry.title), count=len(found)), ""])
    columns = [Column(catalog.say(f"align.column.{name}")) for name in ("question", "manager", "director", "effect")]
    print_table(columns, _rows(call, kept, found, ruleset))


def _rows(call: Call, kept: Kept, found: list[Difference], ruleset: Ruleset) -> Iterator[list[Cell]]:
    catalog = call.catalog
    for each in found:
        turns, points = each.weight
        key = "verdict" if turns else "score" if points else "none"
        verdict = say(f"verdict.inline.{each.verdict}")
        effect = catalog.say(f"align.effect.{key}", verdict=verdict, points=round(points, 1))
        label = ruleset.questions[each.question].label.in_(catalog.language)
        yield [label, *_sides(catalog, kept, each, ruleset), effect]


def _public(each: Difference) -> dict[str, Any]:
    low, high = each.score or (None, None)
    return {
        "question": each.question,
        "manager": value_data(each.manager),
        "director": value_data(each.director),
        "verdict_with_directors": each.verdict,
        "score_low": low,
        "score_high": high,
    }
