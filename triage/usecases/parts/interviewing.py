"""The interview: ask what is open, keep each answer on the disk, go back, and let everything be changed at the end.

How one question is asked is ``parts.questioning``.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from triage.adapters.home import drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal, Why, width
from triage.core.interview import order
from triage.core.interview.reading import clean
from triage.core.messages import Text
from triage.core.request.request import Answer, Origin, Request, Value, with_answers
from triage.usecases.parts.choosing import choose
from triage.usecases.parts.deciding import Plan, plan
from triage.usecases.parts.questioning import Interview, Place, ask_question, understood

ASSESS, MORE, ON, LATER, TITLE = "*assess", "*more", "*on", "*later", "*title"
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
        if choice in _AND_ON:
            draft = _AND_ON[choice](asking, draft)
            continue
        before, draft = draft, _changed(asking, draft, choice)
        if draft is not before and choice in pause_after:
            return draft, choice


def ask_again(asking: Interview, draft: Draft, question_id: str) -> Draft:
    """Ask one question again, and then what its new answer opens or makes stale."""
    return _ask_pending(asking, _changed(asking, draft, question_id), ())[0]


def _changed(asking: Interview, draft: Draft, question_id: str) -> Draft:
    """Return the draft with a new answer to a question; the same draft where the person went back."""
    request = asking.request(draft)
    value = ask_question(asking, request, question_id, _place(asking, draft, request, question_id, Plan()))
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
    draft = drafts.keep_without(draft, gone, fingerprint)
    return drafts.keep_again(draft, (*draft.again, *gone)) if gone else draft


def _ask_pending(asking: Interview, draft: Draft, pause_after: Collection[str]) -> tuple[Draft, str]:
    """Ask every question that is unanswered or stale, going back where the user wants to."""
    back_to: str | None = None
    while True:
        request = asking.request(draft)
        ahead = plan(request, draft, asking.ruleset, asking.look)
        current = back_to or next(iter(ahead.upcoming), None)
        if current is None:
            return draft, ""
        value = ask_question(asking, request, current, _place(asking, draft, request, current, ahead))
        if isinstance(value, Signal):
            earlier = _before(asking, draft, request, current)
            if earlier is None:
                prompt.tell(asking.catalog.say("prompt.first"), "italic")
            back_to = earlier or current
            continue
        back_to = None
        draft = _keep(asking, draft, current, value)
        if current in pause_after:
            return draft, current


def _before(asking: Interview, draft: Draft, request: Request, question_id: str) -> str | None:
    """The question to go back to: the one answered before it, or in the rules' order where all are asked in it."""
    if asking.look is None or draft.whole:
        return order.previous_question(question_id, request, asking.ruleset, quick=draft.quick)
    return order.answered_before(question_id, request, asking.ruleset)


def _place(asking: Interview, draft: Draft, request: Request, question_id: str, ahead: Plan) -> Place:
    questions, group = asking.ruleset.questions, asking.ruleset.questions[question_id].group
    if asking.look is None or draft.whole:
        place = order.position(question_id, request, asking.ruleset, quick=draft.quick)
        opens = order.opens_group(question_id, request, asking.ruleset, quick=draft.quick)
        return Place(place.number, place.of, opens, is_new_group=True)
    given = [name for name in order.to_ask(request, asking.ruleset, quick=False) if name in request.answers]
    given = [name for name in request.answers if name in given]
    before = given[: given.index(question_id)] if question_id in given else given
    opens = not before or questions[before[-1]].group != group
    is_new = all(questions[name].group != group for name in before)
    is_first = all(questions[name].must for name in before)
    return Place(len(before) + 1, ahead.of, opens, is_new, ahead.most_left, is_first)


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


_AND_ON: Mapping[str, Callable[[Interview, Draft], Draft]] = {
    TITLE: _change_title,
    MORE: lambda _asking, draft: drafts.keep_rest(draft),
    ON: lambda _asking, draft: drafts.keep_on(draft),
}
"""What is done at a choice of the review screen after which the interview goes on."""


def _review(asking: Interview, draft: Draft) -> str:
    """Show every answer and let one be chosen, or the assessment, or to go on another day."""
    say_, request = asking.catalog.say, asking.request(draft)
    ahead = plan(request, draft, asking.ruleset, asking.look)
    for line in _settled(asking, ahead, is_quick=draft.quick):
        prompt.tell(line)
    asked = order.to_ask(request, asking.ruleset, quick=draft.quick and (asking.look is None or draft.whole))
    if asking.look is not None:
        asked = [name for name in asked if name in request.answers]
    prompt.tell("\n" + say_("review.heading").upper(), "fg:ansicyan bold")
    prompt.tell(say_("review.how"), "fg:ansibrightblack")
    lines = [ListItem(ASSESS, say_("review.as_it_stands" if ahead.telling else asking.finish))]
    if ahead.telling:
        lines.append(ListItem(ON, say_("review.go_on", count=ahead.left)))
    elif ahead.of_use:
        lines.append(ListItem(MORE, say_("review.rest", count=len(ahead.of_use))))
    lines.append(ListItem(LATER, say_("review.later")))
    if asking.about_a_task:
        lines.append(ListItem(TITLE, cut(f"{say_('review.title')}: {request.title}")))
    lines += _review_lines(asking, asked, request)
    reply = choose(asking.catalog, lines, ASSESS, why=say_("review.how"))
    return reply if isinstance(reply, str) else _before(asking, draft, request, "") or TITLE


def _settled(asking: Interview, ahead: Plan, *, is_quick: bool) -> Iterator[str]:
    """Say that nothing can change the verdict any more and what the other questions are for, or what tells most."""
    catalog = asking.catalog

    def label(name: str) -> str:
        words = asking.ruleset.questions[name].label.in_(catalog.language)
        return words if words.isupper() else words[:1].lower() + words[1:]

    if ahead.is_settled:
        yield "\n" + catalog.say("settled")
    for use in dict.fromkeys(ahead.of_use.values()):
        labels = [label(name) for name, each in ahead.of_use.items() if each is use]
        yield catalog.say(f"settled.{use}", count=len(labels), questions=catalog.listed(labels))
    if ahead.telling:
        key = "settled.not_yet" if is_quick else "settled.unknown"
        yield "\n" + catalog.say(key, question=label(ahead.telling))


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
