"""``triage ask``: write the form for the director, and keep the answers that are typed or come back in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from triage.adapters.files.yamlfiles import read_content
from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.answerforms import form_text
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.formpage import form_page
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.mailform import (
    CHANCE,
    YES,
    asks_for_yes,
    form_id,
    read_form,
    shared_ruleset,
    with_yes,
    write_form,
)
from triage.core.life import story
from triage.core.life.events import Agreement, Answered, Happening, Side, State, Yes
from triage.core.messages import Message, Place, Problem, TriageError, Typed, failure, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.call import Call, about
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find, happened, record
from triage.usecases.parts.standing import conditions_now

DIRECTOR: Side = "director"
_OF_YES = {YES, CHANCE}
DONT_KNOW = {
    "prompt.skip": "answer.empty",
    "prompt.skip_choice": "answer.dont_know",
    "prompt.keys.skip": "prompt.keys.unknown",
}


def directors_form(home: Home, catalog: Catalog, given: str, how: str = "text") -> tuple[str, str]:
    """Return the id of a request, and the form about it for the director: as a text to mail, or a page (``html``)."""
    kept = find(home, given)
    offer = _offer(kept)
    told = story.block(offer, kept.request.profile.currency, kept.life) if offer else ()
    form = write_form(kept.request, kept.entry.id, _asked_of(kept, home), told, offer.fingerprint if offer else "")
    if not form.asked:
        raise failure("answer.nothing_shared", id=kept.entry.id)
    return kept.entry.id, form_page(form, catalog) if how == "html" else form_text(form, catalog)


def answer(call: Call, given: str, file: Path | None) -> list[str]:
    """Keep the director's own answers to the shared questions, asked without showing the manager's."""
    kept = find(call.home, given)
    ruleset = _asked_of(kept, call.home)
    filling = _directors_filling(kept, ruleset)
    if not filling.questions.questions:
        raise failure("answer.nothing_shared", id=kept.entry.id)
    if file is None and not call.ask:
        raise failure("answer.no_terminal", id=kept.entry.id)
    notes, answers = _from_file(kept, file, ruleset, call.home) if file else ((), fill(filling, call))
    if answers is None:
        return []
    said = {name: value for name, value in answers.items() if name not in {YES, CHANCE}}
    yes = _yes(kept, answers)
    events: list[Happening] = [Answered(DIRECTOR, said), *([yes] if yes else [])]
    life = record(call.home, kept, *(happened(what, call.home) for what in events))
    if file is None:
        finished(filling, call.home)
    told = [say("answer.kept", id=kept.entry.id, count=len(said))]
    if all(value is None for value in said.values()):
        told = [say("answer.kept.unknown", id=kept.entry.id)]
    offer = _offer(kept)
    if offer and yes:
        is_go = life.state is State.RUNNING and kept.life.state is not State.RUNNING
        told += [say("agreed.go" if is_go else "agreed.yes"), *story.block(offer, kept.request.profile.currency, life)]
    elif answers.get(YES) is False:
        told.append(say("answer.no_yes", id=kept.entry.id))
    return [call.catalog.text(message) for message in (*notes, *told)]


def _offer(kept: Kept) -> Agreement | None:
    """What success is, where it waits for the director's yes."""
    offer = kept.life.offer
    return offer if offer and offer.waits_for == DIRECTOR else None


def _asked_of(kept: Kept, home: Home) -> Ruleset:
    """Today's rules, with the question of the yes where it is missing."""
    ruleset = open_rules(home, None).ruleset
    return with_yes(ruleset, load_form("yes", home=home)) if _offer(kept) else ruleset


def _yes(kept: Kept, answers: Mapping[str, Value]) -> Yes | None:
    """The director's yes, if that is what was answered."""
    offer = _offer(kept)
    if offer is None or answers.get(YES) is not True:
        return None
    chance = answers.get(CHANCE)
    name = offer.other or kept.request.profile.director
    stated = float(chance) if isinstance(chance, float | int) else None
    return Yes(DIRECTOR, name, clock.today(), offer.fingerprint, conditions_now(kept), stated)


def _directors_filling(kept: Kept, ruleset: Ruleset) -> Filling:
    """What the director is asked: the task in the director's own words, and nothing that the manager answered."""
    request = kept.request
    words = request.value("request")
    offer = _offer(kept)
    told = (say("form.offer"), *story.block(offer, request.profile.currency, kept.life)) if offer else ()
    task = say("answer.words", words=Typed(words)) if isinstance(words, str) else about(kept)
    return Filling(
        shared_ruleset(request, ruleset),
        f"{kept.entry.id}-answer-{DIRECTOR}",
        f"triage ask {kept.entry.id}",
        opening=(say("answer.welcome"), task, *told),
        finish="review.save_answers",
        words=DONT_KNOW,
        profile=request.profile,
        weeks_from=clock.today(),
    )


def _from_file(kept: Kept, file: Path, ruleset: Ruleset, home: Home) -> tuple[Sequence[Message], dict[str, Value]]:
    """What to say of how a form that came back was read, and the answers in it; every mistake with its line."""
    from triage.adapters.files.posts import MOST_BYTES, read_post  # email and zip, which nothing else here needs

    post = read_post(str(file), read_content(file, most_bytes=MOST_BYTES))
    every = with_yes(ruleset, load_form("yes", home=home))
    text = post.words if form_id(post.words, every) or not post.title else f"{post.title}\n\n{post.words}"
    named = form_id(text, every)
    if named and named != kept.entry.id:
        raise failure("answer.other_request", place=Place(str(file)), named=named, id=kept.entry.id)
    offer = _offer(kept)
    if offer and asks_for_yes(text, ruleset) and offer.fingerprint not in text:
        raise failure("answer.other_block", place=Place(str(file)), id=kept.entry.id)
    filled = read_form(text, kept.request, _as_sent(text, ruleset), clock.today(), every)
    if filled.problems:
        raise TriageError([Problem(Place(str(file), line), message) for line, message in filled.problems])
    notes = [note for note in post.notes if note.key != "post.files_left"]
    return [*notes, *filled.remarks], dict(filled.answers)


def _as_sent(text: str, ruleset: Ruleset) -> Ruleset:
    """The rules without the question of the yes, where the form was written before there was anything to say yes to."""
    if asks_for_yes(text, ruleset):
        return ruleset
    return replace(ruleset, questions={name: each for name, each in ruleset.questions.items() if name not in _OF_YES})
