"""``triage init``: ask about the firm, or take what the flags say, and save the profile."""

from collections.abc import Mapping
from dataclasses import replace

from triage.adapters.home import drafts
from triage.adapters.home.profilefile import load_profile, locked, save_profile
from triage.adapters.rules.rulefiles import load_form, load_ruleset
from triage.core.interview.firm import profile_answers, profile_of
from triage.core.messages import Message, failure, say
from triage.core.request.request import NEVER_ZERO, Answer, Origin, Profile, Value
from triage.usecases.parts.call import Call, not_future
from triage.usecases.parts.filling import Filling, fill, finished, left_drafts


def init(call: Call) -> Profile | None:
    """Ask about the firm and return the saved profile; ``None`` where the questions were left.

    A profile that is there comes straight to the review. Flags change what they name alone.
    """
    if call.flags:
        return _take_flags(call)
    if not call.ask:
        raise failure("profile.no_terminal")
    profile = load_profile(call.home)
    filling = _filling(call, {})
    if profile and not left_drafts(filling, call.home):
        filling = replace(filling, proposed=profile_answers(profile))
    answers = fill(filling, call)
    if answers is None:
        return None
    saved = _save(call, answers)
    finished(filling, call.home)
    return saved


def _take_flags(call: Call) -> Profile:
    """Change the profile, and what has been begun, which would otherwise bring the old answer back."""
    with locked(call.home):
        filling = _filling(call, profile_answers(load_profile(call.home) or Profile()))
        answers = fill(filling, call) or {}
        saved = _save(call, answers)
    for draft in left_drafts(filling, call.home):
        for name in call.flags:
            drafts.keep_answer(draft, name, Answer(answers[name], Origin.FLAG))
    return saved


def _filling(call: Call, proposed: Mapping[str, Value]) -> Filling:
    rules = load_ruleset(home=call.home)
    return Filling(
        replace(load_form("firm", home=call.home), currency=rules.currency, rates=rules.rates),
        "profile-draft",
        "triage init",
        proposed,
        drafts="",
        finish="review.save_profile",
        suggested={"language": call.catalog.language},
        words={"fill.nothing": "draft.nothing"},
        profile=Profile(),
        check=_refused,
    )


def _refused(name: str, value: Value) -> Message | None:
    """Say what cannot be: a share of no budget or horizon, and goals agreed on a day that has not come."""
    if name in NEVER_ZERO and value == 0:
        return say("profile.zero")
    return not_future(name, value)


def _save(call: Call, answers: Mapping[str, Value]) -> Profile:
    profile = profile_of({name: None if _refused(name, value) else value for name, value in answers.items()})
    save_profile(call.home, profile)
    return profile
