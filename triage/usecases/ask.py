"""``triage ask``: write the form for the director, and keep the answers that are typed or come back in it."""

from pathlib import Path

from triage.adapters.files.tablefiles import MOST_BYTES, mail_or_text
from triage.adapters.files.yamlfiles import read_content
from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.answerforms import form_text
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.interview.mailform import form_id, read_form, shared_ruleset, write_form
from triage.core.life.events import Answered
from triage.core.messages import Place, Problem, TriageError, Typed, failure, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.call import Call, about
from triage.usecases.parts.filling import Filling, anything_said, fill, finished
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find, happened, record

DIRECTOR = "director"
DONT_KNOW = {
    "prompt.skip": "answer.empty",
    "prompt.skip_choice": "answer.dont_know",
    "prompt.keys.skip": "prompt.keys.unknown",
}


def directors_form(home: Home, catalog: Catalog, given: str) -> tuple[str, str]:
    """Return the id of a request, and the form about it that can be mailed to the director."""
    kept = find(home, given)
    form = write_form(kept.request, kept.entry.id, open_rules(home, None).ruleset)
    if not form.asked:
        raise failure("answer.nothing_shared", id=kept.entry.id)
    return kept.entry.id, form_text(form, catalog)


def answer(call: Call, given: str, file: Path | None) -> list[str]:
    """Keep the director's own answers to the shared questions, asked without showing the manager's."""
    kept = find(call.home, given)
    ruleset = open_rules(call.home, None).ruleset
    filling = _directors_filling(kept, ruleset)
    if not filling.questions.questions:
        raise failure("answer.nothing_shared", id=kept.entry.id)
    if file is None and not call.ask:
        raise failure("answer.no_terminal", id=kept.entry.id)
    answers = _from_file(kept, file, ruleset) if file else fill(filling, call)
    if answers is None:
        return []
    if all(value is None for value in answers.values()):
        raise failure("answer.nothing")
    record(call.home, kept, happened(Answered(DIRECTOR, answers), call.home))
    if file is None:
        finished(filling, call.home)
    return [call.catalog.say("answer.kept", id=kept.entry.id, count=len(answers))]


def _directors_filling(kept: Kept, ruleset: Ruleset) -> Filling:
    """What the director is asked: the task in the director's own words, and nothing that the manager answered."""
    request = kept.request
    words = request.value("request")
    task = say("answer.words", words=Typed(words)) if isinstance(words, str) else about(kept)
    return Filling(
        shared_ruleset(request, ruleset),
        f"{kept.entry.id}-answer-{DIRECTOR}",
        f"triage ask {kept.entry.id}",
        opening=(say("answer.welcome"), task),
        finish="review.save_answers",
        words=DONT_KNOW,
        profile=request.profile,
        whole=anything_said("answer.nothing.asked"),
    )


def _from_file(kept: Kept, file: Path, ruleset: Ruleset) -> dict[str, Value]:
    """The answers out of a form that came back as a file or a mail; every mistake with its line."""
    subject, body = mail_or_text(str(file), file.suffix.lower(), read_content(file, most_bytes=MOST_BYTES))
    text = body if form_id(body, ruleset) or not subject else f"{subject}\n\n{body}"
    named = form_id(text, ruleset)
    if named and named != kept.entry.id:
        raise failure("answer.other_request", place=Place(str(file)), named=named, id=kept.entry.id)
    filled = read_form(text, kept.request, ruleset, clock.today())
    if filled.problems:
        raise TriageError([Problem(Place(str(file), line), message) for line, message in filled.problems])
    return dict(filled.answers)
