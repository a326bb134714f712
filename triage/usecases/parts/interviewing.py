"""The interview: ask, keep each answer on the disk, go back, explain, and review; in which order, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from triage.adapters.home import drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal, Why, width
from triage.core.interview import order
from triage.core.interview.reading import clean, read_answer
from triage.core.messages import Message, Text, say
from triage.core.request.request import Answer, Origin, Profile, Range, Request, Value, with_answers
from triage.core.request.shown import shown
from triage.core.rules.ruleset import UNKNOWN, Choice, Question, Ruleset

ASSESS, LATER, TITLE = "*assess", "*later", "*title"


@dataclass(frozen=True, slots=True)
class Interview:
    """What stays the same while one request is asked about."""

    ruleset: Ruleset
    profile: Profile
    catalog: Catalog
    today: date
    note_after: Callable[[str, Request], Message | None]
    """What is told after an answer, such as the usual weeks after a date."""
    suggest: Callable[[str, Request], str | None] = lambda _question_id, _request: None
    """The choice that is proposed where a question has not been answered; it counts once it has been chosen."""
    finish: str = "review.assess"
    """The text of the choice that ends the review."""
    about_a_task: bool = True
    """Whether a task is asked about, with a title and a verdict that an answer may count against."""
    check: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    """What is wrong with a value that can be read but not used; nothing, as a rule."""
    after: Callable[[str, Request, Draft], Draft] = lambda _question_id, _request, draft: draft
    """What else is asked once an answer is kept; nothing, as a rule."""

    def request(self, draft: Draft) -> Request:
        """The request as far as it has been answered."""
        title = drafts.title(draft)
        return Request(draft.path.stem, title, draft.answers, self.profile, draft.asked_by, draft.started.date())

    def choices(self, question_id: str) -> Mapping[str, Choice]:
        """The choices of a question, with the profile's goals where it asks for one."""
        choices = self.ruleset.choices(question_id)
        if self.ruleset.questions[question_id].choices_from != "goals":
            return choices
        return {**{goal.id: Choice(goal.text, goal.text) for goal in self.profile.goals}, **choices}


class SavedForLater(Exception):  # noqa: N818 - it is no error: the user chose to go on another day
    """The draft is kept and the interview left from the review screen."""


def conduct(asking: Interview, draft: Draft) -> tuple[Draft, Request]:
    """Ask whatever is still to be asked, then review until the user wants the assessment."""
    draft = ask_pending(asking, draft)
    while True:
        choice = _review(asking, draft)
        if choice == ASSESS:
            return draft, asking.request(draft)
        if choice == LATER:
            raise SavedForLater
        draft = _change_title(asking, draft) if choice == TITLE else _change(asking, draft, choice)


def ask_pending(asking: Interview, draft: Draft) -> Draft:
    """Ask every question that is unanswered or stale, going back where the user wants to."""
    back_to: str | None = None
    while True:
        request = asking.request(draft)
        current = back_to or order.next_question(request, asking.ruleset, draft.again, quick=draft.quick)
        if current is None:
            return draft
        value = _ask(asking, draft, current)
        if isinstance(value, Signal):
            earlier = order.previous_question(current, request, asking.ruleset, quick=draft.quick)
            if earlier is None:
                prompt.tell(asking.catalog.say("prompt.first"), "italic")
            back_to = earlier or current
            continue
        back_to = None
        draft = _keep(asking, draft, current, value)


def _change(asking: Interview, draft: Draft, question_id: str) -> Draft:
    """Change one answer from the review screen; only what depends on it is asked again."""
    value = _ask(asking, draft, question_id)
    if isinstance(value, Signal):
        return draft
    return ask_pending(asking, _keep(asking, draft, question_id, value))


def _keep(asking: Interview, draft: Draft, question_id: str, value: Value) -> Draft:
    """Put the answer on the disk, and what it makes stale; tell what follows from it."""
    before = draft.answers.get(question_id)
    draft = drafts.keep_answer(draft, question_id, Answer(value, Origin.ASKED))
    request = asking.request(draft)
    if before is not None and before.value != value:
        earlier = with_answers(request, {question_id: before.value}, before.origin)
        stale = order.made_stale(question_id, earlier, request, asking.ruleset)
        if stale:
            draft = drafts.keep_again(draft, tuple(dict.fromkeys((*draft.again, *stale))))
    note = asking.note_after(question_id, request)
    if note:
        prompt.tell(asking.catalog.text(note), "italic", indent="  ")
    return asking.after(question_id, request, draft)


def _ask(asking: Interview, draft: Draft, question_id: str) -> Value | Signal:
    """Ask one question until its answer can be read; ``Signal.BACK`` where the user wants to go back."""
    request = asking.request(draft)
    question = asking.ruleset.questions[question_id]
    suggested = None if question_id in draft.answers else _suggested(asking, question_id, request)
    _head(asking, draft, question_id, request, suggested)
    earlier = draft.answers.get(question_id)
    typed = as_before = _as_typed(earlier.value, question, asking) if earlier else ""
    while True:
        reply = _prompt(asking, question_id, earlier, typed, suggested)
        if reply is Signal.BACK:
            return Signal.BACK
        if isinstance(reply, Why):
            typed = reply.typed
            prompt.tell(question.why.in_(asking.catalog.language), "italic", indent="  ")
            continue
        if earlier and reply == as_before and earlier.value is not None:
            return earlier.value
        value = read_answer(question, reply, choices=asking.choices(question_id), today=asking.today)
        if value is None and question.must:
            value = say("prompt.must")
        if not isinstance(value, Message):
            value = asking.check(question_id, value) or value
        if not isinstance(value, Message):
            _echo(value, question_id, request, asking)
            return value
        prompt.tell(asking.catalog.text(value), "fg:ansired", indent="  ")
        typed = str(reply)


def _head(asking: Interview, draft: Draft, question_id: str, request: Request, suggested: str | None) -> None:
    """Print where we are, the keys, the question itself, and what is proposed."""
    question, language, text = asking.ruleset.questions[question_id], asking.catalog.language, asking.catalog
    if order.opens_group(question_id, request, asking.ruleset, quick=draft.quick):
        group = asking.ruleset.groups[question.group]
        prompt.tell("\n" + group.label.in_(language).upper(), "fg:ansicyan bold")
        prompt.tell(group.purpose.in_(language), "fg:ansibrightblack")
    place = order.position(question_id, request, asking.ruleset, quick=draft.quick)
    prompt.tell("\n" + text.say("prompt.position", number=place.number, of=place.of), "fg:ansibrightblack")
    prompt.tell(text.say(_keys(asking, question)), "fg:ansibrightblack")
    prompt.tell(question.ask.in_(language), "bold")
    if question.help:
        prompt.tell(question.help.in_(language), "fg:ansibrightblack")
    if question.choices_from == "task_types":
        prompt.tell(text.say("prompt.search"), "fg:ansibrightblack")
    elif question.type not in {"choice", "yes_no"} and not question.must:
        prompt.tell(text.say("prompt.empty" if asking.about_a_task else "prompt.skip"), "fg:ansibrightblack")
    if suggested:
        choice = _options(asking, question_id)[suggested]
        prompt.tell(text.say("prompt.suggested", choice=choice.in_(language)), "fg:ansibrightblack")


def _suggested(asking: Interview, question_id: str, request: Request) -> str | None:
    """What is proposed, where it is among the choices: rules of one's own may lack it."""
    suggested = asking.suggest(question_id, request)
    return suggested if suggested in _options(asking, question_id) else None


def _keys(asking: Interview, question: Question) -> str:
    """Which text tells the keys of a question: don't know is among them where it can be done without."""
    if question.must:
        return "prompt.keys"
    return "prompt.keys.unknown" if asking.about_a_task else "prompt.keys.skip"


def _prompt(
    asking: Interview, question_id: str, earlier: Answer | None, typed: str, suggested: str | None
) -> prompt.Reply:
    """Let a question be answered; of a list only the earlier answer is chosen from the start."""
    question, text = asking.ruleset.questions[question_id], asking.catalog
    if question.type not in {"choice", "yes_no"}:
        return prompt.ask_text(typed, may_be_empty=not question.must)
    lines = [ListItem(name, choice.in_(text.language)) for name, choice in _options(asking, question_id).items()]
    if not question.must:
        lines.append(ListItem(UNKNOWN, text.say("prompt.dont_know" if asking.about_a_task else "prompt.skip_choice")))
    return prompt.ask_choice(
        lines,
        typed or (_line_of(earlier.value) if earlier else None),
        unchosen=text.say("prompt.unchosen"),
        suggested=suggested,
        unknown=None if question.must else UNKNOWN,
        searchable=question.choices_from == "task_types",
    )


def _options(asking: Interview, question_id: str) -> Mapping[str, Choice]:
    if asking.ruleset.questions[question_id].type == "yes_no":
        texts = {name: asking.catalog.texts[f"prompt.{name}"] for name in ("yes", "no")}
        return {name: Choice(text, text) for name, text in texts.items()}
    return asking.choices(question_id)


def _line_of(value: Value) -> str:
    if value is None:
        return UNKNOWN
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _as_typed(value: Value, question: Question, asking: Interview) -> str:
    """Give an earlier answer back as a person would type it."""
    match value:
        case None:
            return ""
        case Range():
            parts = (value.low,) if value.low == value.high else (value.low, value.likely, value.high)
            return " / ".join(asking.catalog.value(part) for part in parts)
        case date():
            return value.isoformat()
        case bool():
            return ""
        case float() if question.unit == "weeks":
            return asking.catalog.say("prompt.weeks", count=round(value, 1))
        case int() | float():
            return asking.catalog.value(value)
    return value


def _echo(value: Value, question_id: str, request: Request, asking: Interview) -> None:
    """Say how a typed number or date was understood."""
    question = asking.ruleset.questions[question_id]
    if value is None or question.type in {"text", "choice", "yes_no"}:
        return
    prompt.tell("= " + _understood(value, question_id, request, asking), "fg:ansicyan", indent="  ")


def _understood(value: Value, question_id: str, request: Request, asking: Interview) -> str:
    """Give a value as the program understands it; a number of weeks until something also as its date."""
    question = asking.ruleset.questions[question_id]
    understood = shown(value, question, question_id, request, asking.ruleset)
    if question.unit == "weeks" and isinstance(value, float) and asking.about_a_task:
        day = asking.today + timedelta(weeks=value)
        understood = say("prompt.weeks_and_date", weeks=understood, date=day)
    return asking.catalog.value(understood)


def _change_title(asking: Interview, draft: Draft) -> Draft:
    prompt.tell("\n" + asking.catalog.say("prompt.title"), "bold")
    reply = prompt.ask_text(asking.request(draft).title)
    while isinstance(reply, Why):
        prompt.tell(asking.catalog.say("prompt.title_why"), "italic", indent="  ")
        reply = prompt.ask_text(reply.typed)
    title = " ".join(clean(reply).split()) if isinstance(reply, str) else ""
    return drafts.keep_title(draft, title) if title else draft


def _review(asking: Interview, draft: Draft) -> str:
    """Show every answer and let one be chosen, or the assessment, or to go on another day."""
    say_, request = asking.catalog.say, asking.request(draft)
    prompt.tell("\n" + say_("review.heading").upper(), "fg:ansicyan bold")
    prompt.tell(say_("review.how"), "fg:ansibrightblack")
    lines = [ListItem(ASSESS, asking.catalog.texts[asking.finish]), ListItem(LATER, say_("review.later"))]
    if asking.about_a_task:
        lines.append(ListItem(TITLE, _cut(f"{say_('review.title')}: {request.title}")))
    lines += _review_lines(asking, draft, request)
    while True:
        reply = prompt.ask_choice(lines, ASSESS, unchosen=say_("prompt.unchosen"))
        if isinstance(reply, str):
            return reply
        if isinstance(reply, Why):
            prompt.tell(say_("review.how"), "italic", indent="  ")
            continue
        asked = order.to_ask(request, asking.ruleset, quick=draft.quick)
        return next((name for name in reversed(asked) if name in draft.answers), TITLE)


def _review_lines(asking: Interview, draft: Draft, request: Request) -> Iterator[ListItem]:
    group = ""
    for name in order.to_ask(request, asking.ruleset, quick=draft.quick):
        question = asking.ruleset.questions[name]
        if question.group != group:
            group = question.group
            yield ListItem(None, f"- {asking.ruleset.groups[group].label.in_(asking.catalog.language)} -")
        answer = draft.answers.get(name)
        value = _understood(answer.value if answer else None, name, request, asking)
        label = question.label.in_(asking.catalog.language)
        yield ListItem(name, _cut(f"{label}: {' '.join(value.split())}"))


def _cut(text: str) -> str:
    room = width() - 8
    return text if len(text) <= room else text[: room - 3].rstrip() + "..."


def settle(asking: Interview, draft: Draft, fingerprint: str) -> Draft:
    """Bring a draft to rules that have changed since it was begun, and say what that cost."""
    if draft.fingerprint == fingerprint:
        return draft
    gone = tuple(order.no_longer_valid(asking.request(draft), asking.ruleset))
    prompt.tell(asking.catalog.say("draft.rules_changed"), "fg:ansiyellow")
    if gone:
        questions = asking.ruleset.questions
        labels = [questions[name].label if name in questions else Text(name, name) for name in gone]
        named = asking.catalog.listed([label.in_(asking.catalog.language) for label in labels])
        prompt.tell(asking.catalog.say("draft.answers_gone", answers=named), "fg:ansiyellow")
    return drafts.keep_without(draft, gone, fingerprint)


def choose_draft(found: list[Draft], catalog: Catalog, describe: Callable[[Draft], str]) -> Draft:
    """Let one of several drafts be chosen; a single one is taken at once."""
    if len(found) == 1:
        return found[0]
    prompt.tell("\n" + catalog.say("draft.which"), "bold")
    lines = [ListItem(str(at), describe(draft)) for at, draft in enumerate(found)]
    while True:
        reply = prompt.ask_choice(lines, "0", unchosen=catalog.say("prompt.unchosen"))
        if isinstance(reply, str):
            return found[int(reply)]


def prefilled(draft: Draft, answers: Mapping[str, Answer], title: str) -> Draft:
    """Put answers from a file on the disk as the beginning of a draft."""
    for name, answer in answers.items():
        draft = drafts.keep_answer(draft, name, answer)
    return drafts.keep_title(draft, title) if title else draft
