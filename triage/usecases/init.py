"""``triage init``: ask about the firm, or take what the flags say, and save the profile."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.documents.addresses import is_address
from triage.adapters.home import clock, drafts
from triage.adapters.home.coursefile import load_courses, save_courses
from triage.adapters.home.newer import refuse_newer
from triage.adapters.home.profilefile import load_profile, locked, save_profile
from triage.adapters.home.settings import typed_path
from triage.adapters.rules.rulefiles import load_form, load_ruleset
from triage.core.interview.firm import (
    AGAINST,
    BECAUSE,
    GOALS,
    MOST_STANDING,
    OF_PAPER,
    OF_THE_GOALS,
    STANDING,
    profile_answers,
    profile_of,
    read_standing,
    with_standing,
)
from triage.core.interview.forms import without, words
from triage.core.messages import Hours, Message, Number, Problem, TriageError, Typed, failure, say
from triage.core.request.course import with_change
from triage.core.request.request import NEVER_ZERO, Answer, Origin, Profile, Standing, Value
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.call import Call, not_future
from triage.usecases.parts.filling import Filling, fill, finished, left_drafts


class WorkChanges(Struct, frozen=True):
    """Standing work as it was typed: what is new or changed, and the names of what has ended."""

    changed: Sequence[str] = ()
    ended: Sequence[str] = ()


NO_CHANGES = WorkChanges()


def init(call: Call, standing: WorkChanges = NO_CHANGES, *, goals: bool = False) -> Profile | None:
    """Ask about the firm and return the saved profile; ``None`` where the questions were left.

    A profile that is there comes straight to the review; with ``goals`` only the direction is asked about. Flags
    change what they name alone.
    """
    refuse_newer(call.home)
    if call.flags or standing != NO_CHANGES:
        return _take_flags(call, standing)
    if not call.ask:
        raise failure("profile.no_terminal")
    profile = load_profile(call.home)
    filling = _filling(call, {}, _about_goals if goals else _whole)
    filling = replace(filling, questions=without(filling.questions, OF_PAPER))
    if not (profile and profile.goals):  # nothing that could have been changed
        filling = replace(filling, questions=without(filling.questions, [BECAUSE]))
    if profile and not left_drafts(filling, call.home):
        filling = replace(filling, proposed=profile_answers(profile))
    answers = fill(filling, call)
    if answers is None:
        return None
    saved = _save(call, profile_answers(profile or Profile()) | answers)
    finished(filling, call.home)
    return saved


def _take_flags(call: Call, standing: WorkChanges) -> Profile:
    """Change the profile, and what has been begun, which would otherwise bring the old answer back."""
    with locked(call.home):
        profile = load_profile(call.home) or Profile()
        work = _standing(profile, standing) if standing != NO_CHANGES else {}
        proposed: dict[str, Value] = {**profile_answers(profile), **work}
        if call.flags.keys() & {*GOALS, *AGAINST}:
            proposed["agreed_by"] = None  # the yes was to other goals
        filling = _filling(call, proposed, _whole)
        answers = fill(filling, call) or {}
        _check_paper(answers)
        saved = _save(call, answers)
    for name in (*call.flags, *work):
        for draft in left_drafts(filling, call.home):
            drafts.keep_answer(draft, name, Answer(answers[name], Origin.FLAG))
    return saved


def _check_paper(answers: Mapping[str, Value]) -> None:
    """Refuse an address that no mail can go to, and a Word file that is not there."""
    address, template = (words(answers, name) for name in OF_PAPER)
    if address and not is_address(address):
        raise failure("profile.director_mail", given=Typed(address))
    if template and not typed_path(template).is_file():
        raise failure("page.reference.missing", path=template)


def _standing(profile: Profile, changes: WorkChanges) -> dict[str, Value]:
    """Return the answers about standing work once it is changed; every mistake is reported."""
    read = [read_standing(said) for said in changes.changed]
    there = {
        work.name.casefold() for work in (*profile.standing, *(each for each in read if isinstance(each, Standing)))
    }
    known = Typed(", ".join(work.name for work in profile.standing))
    unknown = (name for name in changes.ended if name.strip().casefold() not in there)
    problems = [each for each in read if isinstance(each, Message)]
    problems += [say("profile.standing.unknown", given=Typed(name), known=known) for name in unknown]
    now = with_standing(profile.standing, [each for each in read if isinstance(each, Standing)], changes.ended)
    if len(now) > MOST_STANDING:
        problems.append(say("profile.standing.too_many", most=MOST_STANDING))
    if problems:
        raise TriageError([Problem(None, each) for each in problems])
    made = profile_answers(Profile(standing=now))
    return {name: made[name] for name in STANDING}


def _whole(form: Ruleset) -> Ruleset:
    return form


def _about_goals(form: Ruleset) -> Ruleset:
    """Leave only the questions about the direction."""
    return without(form, [name for name, each in form.questions.items() if each.group != OF_THE_GOALS])


def _filling(call: Call, proposed: Mapping[str, Value], part: Callable[[Ruleset], Ruleset]) -> Filling:
    rules, form = load_ruleset(home=call.home), part(load_form("firm", home=call.home))
    return Filling(
        replace(form, currency=rules.currency, rates=rules.rates),
        "profile-draft" if part is _whole else "goals-draft",
        "triage init" if part is _whole else "triage init --goals",
        proposed,
        drafts="",
        finish="review.save_profile",
        suggested={"language": call.catalog.language},
        words={"fill.nothing": "draft.nothing"},
        profile=Profile(),
        check=_refused,
        echo=_echo,
    )


def _refused(name: str, value: Value) -> Message | None:
    """Say what cannot be: no budget or horizon, goals agreed on a day that has not come, work without a name."""
    if name in NEVER_ZERO and value == 0:
        return say("profile.zero")
    if name in STANDING and isinstance(value, str) and value.strip(" |"):
        read = read_standing(value)
        return read if isinstance(read, Message) else None
    return not_future(name, value)


def _echo(name: str, value: Value) -> Message | None:
    """How a line about standing work was read."""
    read = read_standing(value) if name in STANDING and isinstance(value, str) else None
    if not isinstance(read, Standing):
        return None
    return say("profile.standing.read", name=Typed(read.name), hours=Hours(read.hours), cost=Number(read.cost))


def _save(call: Call, answers: Mapping[str, Value]) -> Profile:
    """Save the profile, and a change of goals with its day."""
    profile = profile_of({name: None if _refused(name, value) else value for name, value in answers.items()})
    before, courses = _stored(call), load_courses(call.home)
    changed = with_change(courses, before, profile, clock.today(), words(answers, BECAUSE))
    save_profile(call.home, profile)
    if changed != courses:
        save_courses(call.home, changed)
    return profile


def _stored(call: Call) -> Profile | None:
    """The profile as it was; one that cannot be read is written anew."""
    with suppress(TriageError):
        return load_profile(call.home)
    return None
