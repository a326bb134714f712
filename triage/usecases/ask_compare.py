"""``triage ask --compare``: put both sets of answers side by side, and weigh what the two agree on.

Both sets stay as they came; what is agreed is a new assessment beside the earlier ones.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.home import clock
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.interview.reading import modern, modernised
from triage.core.interview.readings import Readings
from triage.core.life.events import Aligned, Answered, State
from triage.core.messages import Inline, Listed, Text, failure, say
from triage.core.record.known import Past, with_known
from triage.core.request.effective import worded
from triage.core.request.request import Origin, Value, as_given, with_answers
from triage.core.rules.ruleset import Choice, Question, Ruleset
from triage.usecases.ask import DIRECTOR
from triage.usecases.parts.call import Call
from triage.usecases.parts.changing import read_changes, refuse_running
from triage.usecases.parts.filling import Filling, anything_said, fill, finished
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import past
from triage.usecases.parts.standing import standing
from triage.usecases.parts.views import shown_on

SIDES = ("manager", "director")
NOT_YET = {"prompt.skip": "align.empty", "prompt.skip_choice": "align.not_yet", "unknown": "align.open"}
"""What an empty line and the last choice mean in these forms."""


class Difference(Struct, frozen=True):
    """A question that the two answered differently, and what the other's answer would do to the verdict."""

    question: str
    manager: Value
    director: Value
    verdict: str
    """The verdict with the director's answer to this question alone."""
    score: tuple[float, float] | None
    weight: tuple[int, float]
    """How far it moves the verdict, then the score; the largest comes first."""

    @property
    def is_open(self) -> bool:
        """Whether both know an answer, and not the same one: until they agree, nobody does."""
        return self.manager is not None and self.director is not None

    def taken(self, side: str) -> Value:
        """Return one side's answer; where that one does not know, the other's."""
        own, other = (self.director, self.manager) if side == DIRECTOR else (self.manager, self.director)
        return other if own is None else own


class Comparison(Struct, frozen=True):
    """A request that both have answered, and where they differ, the largest effect first."""

    kept: Kept
    ruleset: Ruleset
    differences: list[Difference]


def compare(call: Call, given: str) -> Comparison:
    """Find a request and where the two answered it differently."""
    kept = find(call.home, given)
    director = kept.life.last(Answered)
    if director is None:
        raise failure("align.nobody", id=kept.entry.id)
    ruleset = open_rules(call.home, None).ruleset
    kept = replace(
        kept,
        request=modernised(as_given(kept.request), ruleset),
        first_request=modernised(as_given(kept.first_request), ruleset),
    )
    answers = modern(director[1].answers, ruleset)
    return Comparison(kept, ruleset, differences(kept, answers, past(call.home, ruleset)))


def align(call: Call, compared: Comparison, changes: Sequence[str], take: str | None) -> list[str]:
    """Weigh a request with what the two agree on: given, taken from one of them, or asked for; return the summary."""
    kept, found = compared.kept, compared.differences
    readings = Readings()
    agreed = _given(compared, changes, readings)
    filling = _talk(call.catalog, compared)
    if take:
        agreed = {each.question: each.taken(take) for each in found} | agreed
    elif not agreed and found and call.ask and kept.life.state is not State.RUNNING:
        from triage.adapters.terminal import prompt

        prompt.tell("")
        answers = fill(filling, call) or {}
        agreed = {name: _said(name, value, compared) for name, value in answers.items() if value is not None}
    if not agreed:
        return []
    refuse_running(kept)
    from triage.usecases.parts.assessing import summary_lines
    from triage.usecases.parts.keeping import reassess

    left = [each for each in found if each.is_open and each.question not in agreed]
    open_: dict[str, Value] = {each.question: None for each in left}
    aligned = Aligned(agreed, tuple(open_))
    assessed = reassess(call, kept, open_ | agreed, also=(aligned,))
    finished(filling, call.home)
    labels = [Inline(compared.ruleset.questions[name].label) for name in open_]
    still = [call.catalog.say("align.left_open", questions=Listed(tuple(labels)))] if labels else []
    read, stands = (
        map(call.catalog.text, each) for each in (readings.told(), standing(find(call.home, kept.entry.id)))
    )
    return ["", *read, *summary_lines(assessed, call.catalog, kept.entry.id), *still, *stands]


def _given(compared: Comparison, changes: Sequence[str], readings: Readings) -> dict[str, Value]:
    """What was typed as agreed: an answer, or whose answer it is, as in ``problem=director``."""
    sides: dict[str, Value] = {}
    others = []
    by_name = {each.question: each for each in compared.differences}
    for change in changes:
        name, _, side = (part.strip() for part in change.partition("="))
        if side in SIDES and name in by_name:
            sides[name] = by_name[name].taken(side)
        else:
            others.append(change)
    return sides | read_changes(compared.kept.request, others, compared.ruleset, readings)


def _said(name: str, value: Value, compared: Comparison) -> Value:
    """An answer of the talk: in words it is a side's, where one was chosen."""
    each = next((each for each in compared.differences if each.question == name), None)
    is_words = compared.ruleset.questions[name].type == "text"
    return each.taken(str(value)) if each and is_words and value in SIDES else value


def difference_rows(compared: Comparison, catalog: Catalog) -> Iterator[list[str]]:
    """Yield question, both answers and what the director's does to the verdict, a row for each difference."""
    for each in compared.differences:
        turns, points = each.weight
        key = "verdict" if turns else "score" if points else "none"
        verdict = say(f"verdict.inline.{each.verdict}")
        effect = catalog.say(f"align.effect.{key}", verdict=verdict, points=round(points, 1))
        label = compared.ruleset.questions[each.question].label.in_(catalog.language)
        yield [label, *_sides(each, compared, catalog), effect]


def differences(kept: Kept, answers: Mapping[str, Value], before: Past) -> list[Difference]:
    """Return the questions answered differently, each tried alone through the one scorer, the largest effect first."""
    from triage.core.judging.acts import assess
    from triage.core.rules.ruleset import VERDICTS
    from triage.usecases.parts.chance import make_rng

    ruleset = before.ruleset
    request = replace(kept.request, answers=kept.first_request.answers)  # what was agreed later is neither's
    differ = [name for name, value in answers.items() if name in ruleset.questions and value != request.value(name)]
    tried = [with_answers(request, {name: answers[name]}, Origin.FLAG) for name in differ]
    base, *others = assess([with_known(each, before) for each in (request, *tried)], ruleset, make_rng)
    found = []
    for name, other in zip(differ, others, strict=True):
        span = (other.score.low, other.score.high) if other.score else None
        moved = abs(VERDICTS.index(other.verdict) - VERDICTS.index(base.verdict))
        middle = [(each.score.low + each.score.high) / 2 if each.score else 0.0 for each in (base, other)]
        weight = (moved, abs(middle[1] - middle[0]))
        found.append(Difference(name, request.value(name), answers[name], other.verdict.value, span, weight))
    return sorted(found, key=lambda each: each.weight, reverse=True)


def _talk(catalog: Catalog, compared: Comparison) -> Filling:
    """The questions they answered differently, each with both answers; what is skipped stays as it was."""
    questions = {each.question: _with_sides(each, compared, catalog) for each in compared.differences}
    request_id = compared.kept.entry.id
    return Filling(
        replace(compared.ruleset, questions=questions),
        f"{request_id}-align",
        f"triage ask {request_id} --compare",
        opening=(say("align.ask"),),
        finish="review.align",
        words=NOT_YET,
        profile=compared.kept.request.profile,
        weeks_from=clock.today(),
        whole=anything_said("align.nothing"),
    )


def _with_sides(each: Difference, compared: Comparison, catalog: Catalog) -> Question:
    """A question by itself, with what each of them answered below its own help."""
    question = worded(compared.ruleset.questions[each.question], compared.kept.request, compared.ruleset)
    sides = zip(("manager", "director"), _sides(each, compared, catalog), strict=True)
    answers = [catalog.say(f"align.side.{role}", answer=answer) for role, answer in sides]
    help_ = "\n".join([*([question.help.in_(catalog.language)] if question.help else []), *answers])
    asked = replace(question, only_if=None, quick=True, help=Text(help_, help_))
    if question.type != "text" or not each.is_open:
        return asked
    words = {side: Choice(answer, answer) for side, answer in zip(SIDES, _sides(each, compared, catalog), strict=True)}
    own = question.help.in_(catalog.language) if question.help else ""
    return replace(asked, type="choice", choices=words, help=Text(own, own) if own else None)


def _sides(each: Difference, compared: Comparison, catalog: Catalog) -> list[str]:
    """The manager's answer and the director's, as they are shown."""
    kept, ruleset = compared.kept, compared.ruleset
    answered = kept.life.last(Answered)
    first = kept.entry.created.date()
    said = ((first, each.manager), (answered[0].day if answered else first, each.director))
    return [catalog.value(shown_on(day, each.question, value, kept.request, ruleset)) for day, value in said]
