"""The director's short form: the questions that two people answer independently, written as a mail and read from one.

Finding the questions in a mail is ``interview.mailparts``, reading the answer to a list ``interview.letters``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from triage.core.interview.amounts import brief
from triage.core.interview.letters import beside, choose
from triage.core.interview.mailparts import Piece, Returned, cut, harmless
from triage.core.interview.reading import DONT_KNOW, read_answer
from triage.core.messages import Message, Param, Text, Typed, say
from triage.core.request.effective import effective, worded
from triage.core.request.request import Request, Value
from triage.core.rules.conditions import could_hold
from triage.core.rules.ruleset import Choice, Question, Ruleset

SHARED = (
    *("obligation_source", "duty_from", "problem", "problem_type", "need", "loss_known", "waiting_for"),
    *("decision", "decision_turns", "outcome", "visible_in", "decision_in", "goal", "goal_fit", "facts_known"),
)
"""What manager and director answer independently, as far as it is asked about this kind of task; they then talk about
the differences."""

YES, CHANCE = "block_yes", "block_chance"
"""Whether the director says yes to what success is, and how likely that seems: asked where that yes is missing."""


_NO_TEXT = Text("", "")


class Asked(Struct, frozen=True):
    """One question of a form; the choices in the order of their letters."""

    id: str
    ask: Text
    help: Text | None
    choices: tuple[Choice, ...]
    label: Text = _NO_TEXT
    type: str = "text"


class MailForm(Struct, frozen=True):
    """What is mailed to the director. No text in it can be mistaken for a request's id, a question's id or an arrow."""

    request_id: str
    title: str
    words: str
    director: str
    asked: tuple[Asked, ...]
    offer: tuple[Message, ...] = ()
    """What success is, where the director has not said yes to it yet."""
    mark: str = ""
    """The fingerprint of that, by which an answer is known to be about it."""


class Filled(Struct, frozen=True):
    """The form that came back: the answers that could be read, and the problems."""

    request_id: str | None
    answers: Mapping[str, Value]
    problems: tuple[tuple[int, Message], ...]
    """Each with its line in the text, from 1."""
    remarks: tuple[Message, ...] = ()
    """What stands below answers and is no part of them."""


def shared_questions(request: Request, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the shared questions about a request, in the order of the rules; about goals only where there are goals.

    Whether one applies depends on what the manager said of the task, never on what the two answer independently.
    """
    values = _said_of_it(request, ruleset)
    return tuple(
        name
        for name, question in ruleset.questions.items()
        if name in {*SHARED, YES, CHANCE}
        and could_hold({on: wanted for on, wanted in (question.only_if or {}).items() if on in values}, values)
        and (request.profile.goals or question.choices_from != "goals")
    )


def shared_ruleset(request: Request, ruleset: Ruleset) -> Ruleset:
    """Return the rules with the shared questions alone, none of them a must: for asking, not for judging."""
    names = shared_questions(request, ruleset)
    questions = {name: _alone(_worded(name, request, ruleset), names) for name in names}
    used = {question.group for question in questions.values()}
    groups = {name: group for name, group in ruleset.groups.items() if name in used}
    return replace(ruleset, groups=groups, questions=questions, criteria={}, gates={})


def with_yes(ruleset: Ruleset, form: Ruleset) -> Ruleset:
    """Return the rules with the questions about the director's yes at the end."""
    groups, questions = {**ruleset.groups, **form.groups}, {**ruleset.questions, **form.questions}
    return replace(ruleset, groups=groups, questions=questions)


def write_form(
    request: Request, request_id: str, ruleset: Ruleset, offer: Iterable[Message] = (), mark: str = ""
) -> MailForm:
    """Make the form for a request, without the manager's own answers.

    ``offer`` is what a yes is asked for, ``mark`` its fingerprint.
    """
    profile, words = request.profile, str(request.value("request") or "")
    asked = tuple(_asked(name, request, ruleset) for name in shared_questions(request, ruleset))
    told = tuple(Message(each.key, {name: _unmarked(value) for name, value in each.params.items()}) for each in offer)
    return MailForm(
        request_id, _one_line(request.title), harmless(words), _one_line(profile.director), asked, told, mark
    )


def _unmarked(value: Param) -> Param:
    """A typed value without what a form is read by."""
    return Typed(harmless(value.words)) if isinstance(value, Typed) else value


def form_id(text: str, ruleset: Ruleset) -> str | None:
    """Return which request the form in a mail is about; ``None`` unless there is exactly one."""
    return _cut(text, ruleset).request_id


def asks_for_yes(text: str, ruleset: Ruleset) -> bool:
    """Whether the form in a mail asks for the director's yes."""
    return any(piece.id == YES for piece in _cut(text, ruleset).pieces)


def read_form(
    text: str, request: Request | None, ruleset: Ruleset, today: date, every: Ruleset | None = None
) -> Filled:
    """Read the answers from a mail; ``request`` is that of :func:`form_id`, ``None`` where it does not exist.

    An empty answer is "don't know"; a question missing from the form has no answer. ``every`` has what a form may ask,
    also if that is not wanted any more.
    """
    form = _cut(text, every or ruleset)
    if form.wrong:
        return Filled(None, {}, ((form.line, form.wrong),))
    if request is None:
        return Filled(form.request_id, {}, ((form.line, say("form.no_request", id=form.request_id or "")),))
    names = shared_questions(request, ruleset)
    read = {name: _read(name, form, request, ruleset, today) for name in names}
    answers = {name: value for name, (_, value, _) in read.items() if not isinstance(value, Message)}
    problems = [(line, value) for line, value, _ in read.values() if isinstance(value, Message)]
    remarks = [
        say("form.remark", question=ruleset.questions[name].label, words=Typed(brief(rest)))
        for name, (_, value, rest) in read.items()
        if any(map(str.isalnum, rest)) and not isinstance(value, Message)
    ]
    if answers and not any(piece.answer for piece in form.pieces):
        problems.append((form.line, say("form.empty")))
    return Filled(form.request_id, answers, tuple(sorted(problems, key=lambda problem: problem[0])), tuple(remarks))


def _said_of_it(request: Request, ruleset: Ruleset) -> dict[str, Value]:
    """What the manager said of the task, without the answers that are compared."""
    return {name: value for name, value in effective(request, ruleset).items() if name not in SHARED}


def _worded(name: str, request: Request, ruleset: Ruleset) -> Question:
    """A question as it is put about this kind of task."""
    told = {each: answer for each, answer in request.answers.items() if each not in SHARED}
    return worded(ruleset.questions[name], replace(request, answers=told), ruleset)


def _alone(question: Question, names: Sequence[str]) -> Question:
    only_if = {name: wanted for name, wanted in (question.only_if or {}).items() if name in names}
    return replace(question, must=False, quick=True, only_if=only_if or None)


def _cut(text: str, ruleset: Ruleset) -> Returned:
    asks = _asks(ruleset)
    return cut(text, asks, {name: _in_both(ruleset.questions[name].label) for name in asks})


def _asks(ruleset: Ruleset) -> dict[str, tuple[Text, ...]]:
    """Every wording of every question that a form may have: which it is about is only known once it has been read."""
    questions = {name: each for name, each in ruleset.questions.items() if name in {*SHARED, YES, CHANCE}}
    return {name: (each.ask, *(wording.ask for wording in each.wordings)) for name, each in questions.items()}


def _choices(name: str, request: Request, ruleset: Ruleset) -> Mapping[str, Choice]:
    """The choices in the order of their letters, worded as in the form."""
    goals = request.profile.goals if ruleset.questions[name].choices_from == "goals" else ()
    every = {**{goal.id: Choice(goal.text, goal.text) for goal in goals}, **ruleset.offered(name)}
    return {key: Choice(_one_line(each.da), _one_line(each.en)) for key, each in every.items()}


def _asked(name: str, request: Request, ruleset: Ruleset) -> Asked:
    """A question as it is mailed, with its help where there is no list of choices."""
    question = _worded(name, request, ruleset)
    choices = tuple(_choices(name, request, ruleset).values())
    help_ = None if choices or question.help is None else _in_both(question.help)
    return Asked(name, _in_both(question.ask), help_, choices, _in_both(question.label), question.type)


def _in_both(text: Text) -> Text:
    return Text(_one_line(text.da), _one_line(text.en))


def _one_line(words: str) -> str:
    return " ".join(harmless(words).split())


def _read(
    name: str, form: Returned, request: Request, ruleset: Ruleset, today: date
) -> tuple[int, Value | Message, str]:
    """Read the answer to one question, its line, and what stands below it; an empty copy of the form is ignored."""
    question = ruleset.questions[name]
    pieces = [piece for piece in form.pieces if piece.id == name]
    if not pieces:
        return form.line, say("form.missing", id=name, question=question.label), ""
    if all(piece.answer is None for piece in pieces):
        return pieces[0].line, say("form.no_arrow", id=name), ""
    filled = {" ".join(piece.answer.split()): piece for piece in reversed(pieces) if piece.answer}
    if len(filled) > 1:
        return max(piece.line for piece in filled.values()), say("form.twice", id=name), ""
    piece = next(iter(filled.values()), pieces[0])
    return piece.line, *_value(piece, question, _choices(name, request, ruleset), today)


def _value(piece: Piece, question: Question, choices: Mapping[str, Choice], today: date) -> tuple[Value | Message, str]:
    """Read the words after an arrow; returns also the remark or the greeting below a choice or a date."""
    whole = piece.answer or ""
    shorter = () if question.type == "text" else (whole.split("\n\n", 1)[0], whole.split("\n", 1)[0])
    value: Value | Message = None
    for typed in (whole, *shorter):
        value = _one(" ".join(typed.split()), piece, question, choices, today)
        if not isinstance(value, Message) or value.key == "form.two_letters":
            same_line = beside(typed, choices[value]) if isinstance(value, str) and choices else ""
            return value, same_line + whole[len(typed) :]
    return value, ""


def _one(typed: str, piece: Piece, question: Question, choices: Mapping[str, Choice], today: date) -> Value | Message:
    bare = typed.strip(" .!?*_")
    if not any(letter.isalnum() for letter in bare) or bare.casefold() in DONT_KNOW:
        return None
    if question.type == "text":
        return read_answer(question, typed, choices={}, today=today)
    chosen = choose(bare, choices, piece.above, piece.id) if choices else bare
    return chosen if isinstance(chosen, Message) else read_answer(question, chosen, choices=choices, today=today)
