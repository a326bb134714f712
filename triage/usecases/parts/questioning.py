"""One question at the terminal: show it, read the answer, ask again where it cannot be read or used."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.home import clock, drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal, Why
from triage.core.interview import order
from triage.core.interview.dont_know import DontKnow, dont_know
from triage.core.interview.doubts import doubt
from triage.core.interview.named_amounts import named_at, told_of
from triage.core.interview.reading import checked, read_answer
from triage.core.life.events import weeks_after
from triage.core.messages import Message, Weeks, say
from triage.core.record.loadwords import Pick
from triage.core.request.effective import worded
from triage.core.request.request import Answer, Profile, Range, Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import UNKNOWN, Choice, Question, Ruleset
from triage.usecases.parts.choosing import choose
from triage.usecases.parts.deciding import Look

WRITE = "*write"
"""The line of a list below which the answer is typed instead."""
FEW = 8
"""Of so many questions that may be left it is said how many: until then the number says too little."""
CURRENCY = "currency"
"""The question of the profile in which the currency is chosen."""


class Interview(Struct, frozen=True):
    """What stays the same from question to question."""

    ruleset: Ruleset
    profile: Profile
    catalog: Catalog
    suggested: Mapping[str, str] = field(default_factory=dict)
    """The choice proposed for a question that has not been answered; it counts once it has been chosen."""
    notes: Mapping[str, Message] = field(default_factory=dict)
    """What a yes to a question leads to; shown after that answer."""
    finish: str = "review.assess"
    """The text of the choice that ends the review."""
    about_a_task: bool = True
    """Whether a task is asked about, with a title and a verdict that an answer may count against."""
    weeks_from: date | None = None
    """The day from which a number of weeks counts; of a task that is asked about it is today."""
    look: Look | None = None
    """What looks ahead at what may still become of a request; without it every question is asked."""
    check: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    """What is wrong with a value that can be read but not used."""
    echo: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    """How an answer in words was understood, where it is more than words."""
    hints: Callable[[str, Request], Iterable[Message]] = lambda _question_id, _request: ()
    """What the register knows of a question's answer; shown below its help."""
    picks: Callable[[str], Sequence[Pick]] = lambda _question_id: ()
    """What may be picked as the answer to a question in words, instead of typing it."""

    def request(self, draft: Draft) -> Request:
        """Return the request as far as it has been answered."""
        title, currency = drafts.title(draft), draft.answers.get(CURRENCY)
        profile = replace(self.profile, currency=str(currency.value)) if currency and currency.value else self.profile
        return Request(
            draft.path.stem, title, draft.answers, profile, draft.asked_by, draft.asked_on or draft.started.date()
        )

    def question(self, question_id: str, request: Request) -> Question:
        """Return a question as it is asked with the answers so far."""
        return worded(self.ruleset.questions[question_id], request, self.ruleset)

    def choices(self, question_id: str) -> Mapping[str, Choice]:
        """Return the choices of a question, with the profile's goals where it asks for one."""
        question = self.ruleset.questions[question_id]
        if question.type == "yes_no":
            texts = {name: self.catalog.texts[f"prompt.{name}"] for name in ("yes", "no")}
            return {name: Choice(text, text) for name, text in texts.items()}
        goals = self.profile.goals if question.choices_from == "goals" else ()
        return {goal.id: Choice(goal.text, goal.text) for goal in goals} | dict(self.ruleset.offered(question_id))


class Place(Struct, frozen=True):
    """Where a question stands among the others."""

    number: int
    of: int | None
    """``None`` where that cannot be told yet."""
    opens_group: bool
    is_new_group: bool
    """Whether none of its group was asked before."""
    most_left: int | None = None
    """Where only what decides is asked: how many more it may take at the most, with this one."""
    is_first_of_deciding: bool = False
    """Whether it is told here how the asking ends."""


def ask_question(asking: Interview, request: Request, question_id: str, place: Place) -> Value | Signal:
    """Ask one question until its answer can be read; ``Signal.BACK`` where the user wants to go back."""
    question, earlier = asking.question(question_id, request), request.answers.get(question_id)
    suggested = None if earlier else _suggested(asking, question_id, request)
    for text, style in _heading(asking, question, place):
        prompt.tell(text, style)
    for text in _hints(asking, question, question_id, suggested):
        prompt.tell(text, "fg:ansibrightblack")
    named = named_at(question_id, request) if not earlier else []
    known = [asking.catalog.text(each) for each in (*asking.hints(question_id, request), *told_of(named))]
    if known:
        prompt.tell(" ".join(known), "italic")
    as_before = _as_typed(earlier.value, question, asking.catalog) if earlier else ""
    typed = as_before or (asking.catalog.value(named[0].number) if len(named) == 1 else "")
    doubted: str | None = None
    while True:
        reply = _reply(asking, question_id, earlier, typed, suggested)
        if reply is Signal.BACK:
            return Signal.BACK
        if isinstance(reply, Why):
            typed = reply.typed
            prompt.tell(question.why.in_(asking.catalog.language), "italic", indent="  ")
            continue
        if earlier and reply == as_before and earlier.value is not None:
            return earlier.value
        value = _read(asking, question, question_id, request, reply)
        if not isinstance(value, Message):
            looks_wrong = None if reply == doubted else doubt(question_id, question, value, request, asking.ruleset)
            if looks_wrong is None:
                _confirm(value, question_id, request, asking)
                return value
            value, doubted = looks_wrong, str(reply)
        prompt.tell(asking.catalog.text(value), "fg:ansired", indent="  ")
        typed = str(reply) if "instead" not in value.params else asking.catalog.value(value.params["instead"])


def _read(
    asking: Interview, question: Question, question_id: str, request: Request, reply: prompt.Reply
) -> Value | Message:
    """Return the answer, or what is wrong with it."""
    choices, currency = asking.choices(question_id), request.profile.currency

    def read(past: bool) -> Value | Message:
        return read_answer(question, reply, choices=choices, today=clock.today(), currency=currency, past=past)

    def wrong(value: Value) -> Message | None:
        return say("prompt.must") if value is None and question.must else asking.check(question_id, value)

    return checked(read, wrong)


def _suggested(asking: Interview, question_id: str, request: Request) -> str | None:
    """What is proposed, where it is among the choices: rules of one's own may lack it."""
    suggested = asking.suggested.get(question_id)
    if asking.about_a_task and not suggested:
        words = str(request.value("request") or "")
        guesses = (order.by_words(question_id, each, asking.ruleset) for each in (words, request.title))
        suggested = next(filter(None, guesses), None)
    return suggested if suggested in asking.choices(question_id) else None


def _heading(asking: Interview, question: Question, place: Place) -> Iterator[tuple[str, str]]:
    """The group where it begins, the number of the question, the keys, and the question: each with its style."""
    language, catalog = asking.catalog.language, asking.catalog
    if place.opens_group:
        group = asking.ruleset.groups[question.group]
        yield "\n" + group.label.in_(language).upper(), "fg:ansicyan bold"
        if place.is_new_group:
            yield group.purpose.in_(language), "fg:ansibrightblack"
    if place.is_first_of_deciding and place.most_left:
        yield "\n" + catalog.say("prompt.decides"), "fg:ansibrightblack"
    yield "\n" + _number(place, catalog), "fg:ansibrightblack"
    keys = "prompt.keys" if question.must else "prompt.keys.unknown" if asking.about_a_task else "prompt.keys.skip"
    yield catalog.say(keys), "fg:ansibrightblack"
    yield question.ask.in_(language), "bold"


def _number(place: Place, catalog: Catalog) -> str:
    """The number of a question, and how many follow: where it may stop any time, only once they are few."""
    if place.of is not None:
        return catalog.say("prompt.position", number=place.number, of=place.of)
    if place.most_left is None or place.most_left > FEW:
        return catalog.say("prompt.number", number=place.number)
    if place.most_left == 1:
        return catalog.say("prompt.last", number=place.number)
    return catalog.say("prompt.few", number=place.number, more=place.most_left - 1)


def _hints(asking: Interview, question: Question, question_id: str, suggested: str | None) -> Iterator[str]:
    """The help of a question, how it may be answered, and what is proposed."""
    language, catalog = asking.catalog.language, asking.catalog
    if question.help:
        yield question.help.in_(language)
    goals = asking.profile.goals if _is_about_goals(question, asking.ruleset) else ()
    if goals:
        yield catalog.say("prompt.goals", goals="; ".join(goal.text for goal in goals))
    if question.choices_from == order.TASK_TYPES:
        yield catalog.say("prompt.search")
    elif question.type not in {"choice", "yes_no"} and not question.must and not asking.picks(question_id):
        yield _dont_know(asking, question_id, "empty") if asking.about_a_task else catalog.say("prompt.skip")
    if suggested:
        yield catalog.say("prompt.suggested", choice=asking.choices(question_id)[suggested].in_(language))


def _is_about_goals(question: Question, ruleset: Ruleset) -> bool:
    """Whether the words of a question speak of the agreed goals, which are then shown; a form asks only some."""
    asked = [ruleset.questions[name] for name in question.refers_to if name in ruleset.questions]
    return any(each.choices_from == "goals" for each in asked)


def _reply(
    asking: Interview, question_id: str, earlier: Answer | None, typed: str, suggested: str | None
) -> prompt.Reply:
    """Let a question be answered; of a list only the earlier answer is chosen from the start."""
    question, text = asking.ruleset.questions[question_id], asking.catalog
    if question.type not in {"choice", "yes_no"}:
        picked = _picked(asking, question_id, typed)
        return prompt.ask_text(typed, may_be_empty=not question.must) if picked == WRITE else picked
    lines = [ListItem(name, choice.in_(text.language)) for name, choice in asking.choices(question_id).items()]
    if not question.must:
        unknown = _dont_know(asking, question_id, "dont_know") if asking.about_a_task else None
        lines.append(ListItem(UNKNOWN, unknown or text.say("prompt.skip_choice")))
    return choose(
        text,
        lines,
        typed or (_line_of(earlier.value) if earlier else None),
        why=question.why.in_(text.language),
        suggested=suggested,
        unknown=None if question.must else UNKNOWN,
        searchable=question.choices_from == order.TASK_TYPES,
    )


def _picked(asking: Interview, question_id: str, typed: str) -> prompt.Reply:
    """Let the answer to a question in words be picked from a list; ``WRITE`` where it is to be typed."""
    text, offered = asking.catalog, asking.picks(question_id)
    if not offered:
        return WRITE
    answers = [text.text(each.answer) for each in offered]
    lines = [ListItem(answer, text.text(each.line)) for answer, each in zip(answers, offered, strict=True)]
    lines += [ListItem(WRITE, text.say("room.pick.other")), ListItem(UNKNOWN, text.say("room.pick.nothing"))]
    chosen = typed if typed in answers else WRITE if typed else None
    return choose(
        text, lines, chosen, why=asking.ruleset.questions[question_id].why.in_(text.language), unknown=UNKNOWN
    )


def _dont_know(asking: Interview, question_id: str, way: str) -> str:
    """Say how "don't know" is answered, by an empty line or the last choice, and what follows from it."""
    ruleset, follows = asking.ruleset, dont_know(question_id, asking.ruleset)
    if follows is not DontKnow.COUNTS:
        return asking.catalog.say(f"prompt.{way}.{follows}")
    counts = ruleset.questions[question_id].unknown_as
    answer = shown(counts, ruleset.questions[question_id], question_id, Request("", "", {}), ruleset)
    return asking.catalog.say(f"prompt.{way}.{follows}", answer=answer)


def _line_of(value: Value) -> str:
    """The line of a list that stands for an answer."""
    if value is None:
        return UNKNOWN
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _as_typed(value: Value, question: Question, catalog: Catalog) -> str:
    """An earlier answer as a person would type it."""
    match value:
        case None | bool():
            return ""
        case Range():
            parts = (value.low,) if value.low == value.high else (value.low, value.likely, value.high)
            return " / ".join(catalog.value(part) for part in parts)
        case date():
            return value.isoformat()
        case float() if question.unit == "weeks":
            return catalog.value(Weeks(value))
        case int() | float():
            return catalog.value(value)
    return value


def _confirm(value: Value, question_id: str, request: Request, asking: Interview) -> None:
    """Say how a typed number or date was understood."""
    said = asking.echo(question_id, value)
    if said:
        prompt.tell("= " + asking.catalog.text(said), "fg:ansicyan", indent="  ")
    elif value is not None and asking.ruleset.questions[question_id].type not in {"text", "choice", "yes_no"}:
        prompt.tell("= " + understood(value, question_id, request, asking), "fg:ansicyan", indent="  ")


def understood(value: Value, question_id: str, request: Request, asking: Interview) -> str:
    """Return a value as the program understands it; a number of weeks until something also as its date."""
    question = asking.ruleset.questions[question_id]
    answer = shown(value, question, question_id, request, asking.ruleset)
    start = clock.today() if asking.about_a_task else asking.weeks_from
    day = weeks_after(start, value) if question.unit == "weeks" and isinstance(value, float) else None
    if day:
        key = "prompt.weeks_and_date" if start == clock.today() else "view.on"
        answer = say(key, weeks=answer, date=day)
    return asking.catalog.value(answer)
