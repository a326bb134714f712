"""The order of events of ``triage init``: ask about the firm, or take what the flags say, and save the profile."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from triage.adapters.home import clock, drafts
from triage.adapters.home.profilefile import load_profile, locked, save_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.adapters.rules.rulefiles import load_ruleset
from triage.adapters.terminal.screen import is_attended, print_text
from triage.core.interview.firm import profile_answers, profile_of, profile_rules
from triage.core.interview.reading import read_answer
from triage.core.messages import Message, Problem, TriageError, failure, say
from triage.core.request.request import Answer, Origin, Profile, Value
from triage.core.rules.ruleset import Ruleset


def take_flags(home: Home, given: Mapping[str, str], catalog: Catalog) -> None:
    """Change what the flags name and nothing else; raises one problem for each value that cannot be read."""
    changed = _read_flags(given, _rules(home))
    with locked(home):
        _save(home, profile_answers(load_profile(home) or Profile()) | changed, catalog)
    for draft in drafts.all_drafts(_drafts(home)):
        for name, value in changed.items():
            drafts.keep_answer(draft, name, Answer(value, Origin.FLAG))


def _read_flags(given: Mapping[str, str], rules: Ruleset) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        question = rules.questions[name]
        value = read_answer(question, raw, choices=rules.choices(name), today=clock.today())
        value = _refused(name, value) or value
        if isinstance(value, Message):
            problems.append(Problem(None, say("profile.flag", name=question.label, why=value)))
        else:
            answers[name] = value
    if problems:
        raise TriageError(problems)
    return answers


def ask_profile(home: Home, catalog: Catalog) -> None:
    """Ask about the firm; one that has a profile comes straight to the review screen."""
    from triage.usecases.parts import interviewing

    if not is_attended():
        raise failure("profile.no_terminal")
    rules = _rules(home)
    begun = drafts.all_drafts(_drafts(home))
    draft = begun[0] if begun else _begin(home, catalog)
    asking = interviewing.Interview(
        rules,
        Profile(),
        catalog,
        clock.today(),
        note_after=lambda _id, _request: None,
        suggest=lambda question_id, _request: catalog.language if question_id == "language" else None,
        finish="review.save_profile",
        about_a_task=False,
        check=_refused,
    )
    try:
        with drafts.locked(draft) as held:
            if begun:
                print_text(catalog.say("draft.resumed", count=len(held.answers)))
            draft, request = interviewing.hold(asking, held)
    except interviewing.SavedForLater:
        print_text(catalog.say("profile.later"))
        return
    except KeyboardInterrupt:
        print_text("\n" + catalog.say("profile.later" if drafts.left(draft) else "draft.nothing"))
        raise
    _save(home, {name: answer.value for name, answer in request.answers.items()}, catalog)
    drafts.remove(draft)


def _rules(home: Home) -> Ruleset:
    judging = load_ruleset(home=home)
    return profile_rules((judging.currency, *judging.rates))


def _drafts(home: Home) -> Path:
    return home.folder / "profile-draft"


def _begin(home: Home, catalog: Catalog) -> drafts.Draft:
    now = clock.now()
    draft = drafts.begin(_drafts(home), started=now, language=catalog.language, quick=False, fingerprint="profile")
    profile = load_profile(home)
    for name, value in profile_answers(profile).items() if profile else ():
        draft = drafts.keep_answer(draft, name, Answer(value, Origin.FILE))
    return draft


def _refused(name: str, value: Value | Message) -> Message | None:
    """Say what cannot be: a share of no budget or horizon, and goals agreed on a day that has not come."""
    if name in {"yearly_budget", "horizon_months"} and value == 0:
        return say("profile.zero")
    if name == "agreed_on" and isinstance(value, date) and value > clock.today():
        return say("profile.not_yet", date=value)
    return None


def _save(home: Home, answers: Mapping[str, Value], catalog: Catalog) -> None:
    usable = {name: None if _refused(name, value) else value for name, value in answers.items()}
    profile = profile_of(usable)
    save_profile(home, profile)
    spoken = load_catalog(profile.language or catalog.language, home.cache)
    print_text(spoken.say("profile.saved", path=str(home.profile), count=len(profile.goals)))
