"""The interview: ask what is open, keep each answer on the disk, go back, and let everything be changed at the end.

How one question is asked is ``parts.questioning``.
"""

from collections.abc import Collection, Iterator

from triage.adapters.home import drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal, Why, width
from triage.core.interview import order
from triage.core.interview.reading import clean
from triage.core.messages import Text
from triage.core.request.request import Answer, Origin, Request, Value, with_answers
from triage.usecases.parts.questioning import Interview, ask_question, understood

ASSESS, LATER, TITLE = "*assess", "*later", "*title"
"""Choices of the review screen beside the questions."""


def conduct(asking: Interview, draft: Draft, pause_after: Collection[str] = ()) -> tuple[Draft, str]:
    """Ask what is still to be asked, then review; return the draft and what ended it.

    That is ``ASSESS``, ``LATER``, or a question of ``pause_after`` that has just been answered: call again to go on.
    """
    while True:
        draft, paused_at = _ask_pending(asking, draft, pause_after)
        choice = paused_at or _review(asking, draft)
        if paused_at or choice in {ASSESS, LATER}:
            return draft, choice
        if choice == TITLE:
            draft = _change_title(asking, draft)
            continue
        before, draft = draft, _changed(asking, draft, choice)
        if draft is not before and choice in pause_after:
            return draft, choice


def ask_again(asking: Interview, draft: Draft, question_id: str) -> Draft:
    """Ask one question again, and then what its new answer opens or makes stale."""
    return _ask_pending(asking, _changed(asking, draft, question_id), ())[0]


def _changed(asking: Interview, draft: Draft, question_id: str) -> Draft:
    """Return the draft with a new answer to a question; the same draft where the person went back."""
    value = ask_question(asking, asking.request(draft), question_id, quick=draft.quick)
    return draft if isinstance(value, Signal) else _keep(asking, draft, question_id, value)


def settle(asking: Interview, draft: Draft, fingerprint: str) -> Draft:
    """Bring a draft to rules that have changed since it was begun, and say what that cost."""
    if draft.fingerprint == fingerprint:
        return draft
    catalog, questions = asking.catalog, asking.ruleset.questions
    gone = tuple(order.no_longer_valid(asking.request(draft), asking.ruleset))
    prompt.tell(catalog.say("draft.rules_changed"), "fg:ansiyellow")
    if gone:
        labels = [questions[name].label if name in questions else Text(name, name) for name in gone]
        named = catalog.listed([label.in_(catalog.language) for label in labels])
        prompt.tell(catalog.say("draft.answers_gone", answers=named), "fg:ansiyellow")
    return drafts.keep_without(draft, gone, fingerprint)


def _ask_pending(asking: Interview, draft: Draft, pause_after: Collection[str]) -> tuple[Draft, str]:
    """Ask every question that is unanswered or stale, going back where the user wants to."""
    back_to: str | None = None
    while True:
        request = asking.request(draft)
        current = back_to or order.next_question(request, asking.ruleset, draft.again, quick=draft.quick)
        if current is None:
            return draft, ""
        value = ask_question(asking, request, current, quick=draft.quick)
        if isinstance(value, Signal):
            earlier = order.previous_question(current, request, asking.ruleset, quick=draft.quick)
            if earlier is None:
                prompt.tell(asking.catalog.say("prompt.first"), "italic")
            back_to = earlier or current
            continue
        back_to = None
        draft = _keep(asking, draft, current, value)
        if current in pause_after:
            return draft, current


def _keep(asking: Interview, draft: Draft, question_id: str, value: Value) -> Draft:
    """Put the answer on the disk, and what it makes stale; say what follows from it."""
    before = draft.answers.get(question_id)
    draft = drafts.keep_answer(draft, question_id, Answer(value, Origin.ASKED))
    if before is not None and before.value != value:
        request = asking.request(draft)
        earlier = with_answers(request, {question_id: before.value}, before.origin)
        stale = order.made_stale(question_id, earlier, request, asking.ruleset)
        if stale:
            draft = drafts.keep_again(draft, tuple(dict.fromkeys((*draft.again, *stale))))
    if value is True and question_id in asking.notes:
        prompt.tell(asking.catalog.text(asking.notes[question_id]), "italic", indent="  ")
    return draft


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
    asked = order.to_ask(request, asking.ruleset, quick=draft.quick)
    prompt.tell("\n" + say_("review.heading").upper(), "fg:ansicyan bold")
    prompt.tell(say_("review.how"), "fg:ansibrightblack")
    lines = [ListItem(ASSESS, asking.catalog.texts[asking.finish]), ListItem(LATER, say_("review.later"))]
    if asking.about_a_task:
        lines.append(ListItem(TITLE, cut(f"{say_('review.title')}: {request.title}")))
    lines += _review_lines(asking, asked, request)
    while True:
        reply = prompt.ask_choice(lines, ASSESS, unchosen=say_("prompt.unchosen"))
        if isinstance(reply, str):
            return reply
        if isinstance(reply, Why):
            prompt.tell(say_("review.how"), "italic", indent="  ")
            continue
        return next((name for name in reversed(asked) if name in draft.answers), TITLE)


def _review_lines(asking: Interview, asked: list[str], request: Request) -> Iterator[ListItem]:
    group, language = "", asking.catalog.language
    for name in asked:
        question = asking.ruleset.questions[name]
        if question.group != group:
            group = question.group
            yield ListItem(None, f"- {asking.ruleset.groups[group].label.in_(language)} -")
        value = understood(request.value(name), name, request, asking)
        yield ListItem(name, cut(f"{question.label.in_(language)}: {' '.join(value.split())}"))


def cut(text: str) -> str:
    """Shorten a line of a list to one line of the screen."""
    room = width() - 8
    return text if len(text) <= room else text[: room - 3].rstrip() + "..."
