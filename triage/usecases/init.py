"""``triage init``: ask about the firm, or take what the flags say, and save the profile."""

from collections.abc import Mapping
from dataclasses import replace

from triage.adapters.home import drafts
from triage.adapters.home.profilefile import load_profile, locked, save_profile
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import load_form, load_ruleset
from triage.adapters.terminal.screen import is_attended, print_text
from triage.core.interview.firm import GOALS, profile_answers, profile_of
from triage.core.messages import Message, failure, say
from triage.core.request.request import NEVER_ZERO, Answer, Origin, Profile, Value
from triage.usecases.parts.asked import Asked, not_future
from triage.usecases.parts.filling import Filling, fill, finished, left_drafts


def init(asked: Asked) -> None:
    """Ask about the firm; a profile that is there comes straight to the review. Flags change what they name alone."""
    if asked.flags:
        _take_flags(asked)
        return
    if not is_attended():
        raise failure("profile.no_terminal")
    profile = load_profile(asked.home)
    filling = _filling(asked, {})
    if profile and not left_drafts(filling, asked.home):
        filling = replace(filling, proposed=profile_answers(profile))
    answers = fill(filling, asked.home, asked.catalog)
    if answers is not None:
        _save(asked, answers)
        finished(filling, asked.home)


def _take_flags(asked: Asked) -> None:
    """Change the profile, and with it what has been begun and would else bring the old answer back."""
    with locked(asked.home):
        filling = _filling(asked, profile_answers(load_profile(asked.home) or Profile()))
        answers = fill(filling, asked.home, asked.catalog) or {}
        _save(asked, answers)
    for draft in left_drafts(filling, asked.home):
        for name in asked.flags:
            drafts.keep_answer(draft, name, Answer(answers[name], Origin.FLAG))


def _filling(asked: Asked, proposed: Mapping[str, Value]) -> Filling:
    rules = load_ruleset(home=asked.home)
    return Filling(
        replace(load_form("firm", home=asked.home), currency=rules.currency, rates=rules.rates),
        "profile-draft",
        "triage init",
        proposed,
        asked.flags,
        dict.fromkeys(GOALS, "--goal"),
        drafts="",
        finish="review.save_profile",
        suggested={"language": asked.catalog.language},
        words={"fill.nothing": "draft.nothing"},
        profile=Profile(),
        check=_refused,
    )


def _refused(name: str, value: Value) -> Message | None:
    """Say what cannot be: a share of no budget or horizon, and goals agreed on a day that has not come."""
    if name in NEVER_ZERO and value == 0:
        return say("profile.zero")
    return not_future(name, value)


def _save(asked: Asked, answers: Mapping[str, Value]) -> None:
    profile = profile_of({name: None if _refused(name, value) else value for name, value in answers.items()})
    save_profile(asked.home, profile)
    spoken = load_catalog(profile.language or asked.catalog.language, asked.home.cache)
    print_text(spoken.say("profile.saved", path=str(asked.home.profile), count=len(profile.goals)))
