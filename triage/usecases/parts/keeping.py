"""The order of events of keeping an assessment and taking it out again: keep, weigh once more, recall, memo again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.keptjson import (
    analysis_data,
    analysis_from,
    assessment_data,
    assessment_from,
)
from triage.adapters.register.lifejson import event_data, life_of
from triage.adapters.register.requestjson import request_data, request_from
from triage.adapters.rules.rulefiles import RulesSource, ruleset_from_texts
from triage.core.interview.order import no_longer_valid
from triage.core.life.events import Event, Happening, Life, Weighed
from triage.core.request.request import Answer, Origin, Value
from triage.usecases.parts.assessing import Assessed, analysed, assess_one, explained, make_memo, memo_text
from triage.usecases.parts.opening import Rules, open_rules
from triage.usecases.parts.recording import happened, record, said_last, standing
from triage.usecases.parts.remembering import earlier_told, one_more

if TYPE_CHECKING:
    from triage.adapters.register.register import Judged, Kept, Register


def memo_again(kept: "Kept", catalog: Catalog, home: Home) -> str:
    """Render the memo of a request that is kept, with what was asked before it and decided since."""
    assessed, life = recalled(kept, home), life_of(kept)
    fit = one_more(home, assessed.assessment.request, assessed.day)
    remembered = {"asked": earlier_told(home, life, assessed.day), "fit": fit}
    return memo_text(assessed, catalog, home, life, remembered)


def keep(
    assessed: Assessed,
    home: Home,
    catalog: Catalog,
    *,
    token: str | None = None,
    also: Sequence[Happening] = (),
) -> str:
    """Add the request, its assessment and the rules that made it to the register; gives the new id.

    A second try with the same ``token`` adds nothing. ``also`` is what else is written down with it.
    """
    from triage.adapters.register.register import open_register

    made = judged(assessed, catalog)
    with open_register(home) as register:
        return keep_in(register, assessed, made, home, catalog.language, token=token or uuid4().hex, also=also)


def keep_in(
    register: "Register",
    assessed: Assessed,
    made: "Judged",
    home: Home,
    language: str,
    *,
    token: str,
    also: Sequence[Happening] = (),
) -> str:
    """Add a request to a register that is open, as :func:`keep` does; ``made`` is what was judged."""
    weighed = Weighed(1, assessed.assessment.verdict)
    events = tuple(happened(what, home) for what in (weighed, *also))
    return register.add(
        request_data(assessed.assessment.request),
        made.data,
        made.ruleset,
        clock.now(),
        language,
        words=made.words,
        token=token,
        events=tuple(map(event_data, events)),
        standing=standing(Life(clock.today(), events)),
    )


def judged(assessed: Assessed, catalog: Catalog, *, revised: bool = False) -> "Judged":
    """Give an assessment as it is kept, with the words it is found by; a revised one carries its own answers."""
    from triage.adapters.register.register import Judged, KeptRuleset

    rules = assessed.rules
    kept = KeptRuleset(rules.source.fingerprint, rules.ruleset.ruleset, rules.ruleset.version, dict(rules.source.texts))
    data = assessment_data(assessed.assessment) | {"made_with": assessed.version}
    if assessed.analysis:
        data |= {"analysis": analysis_data(assessed.analysis)}
    data |= {"reason": catalog.text(explained(assessed).strongest[0])}
    if revised:
        data |= {"request": request_data(assessed.assessment.request)}
    said = (message for messages in make_memo(assessed).sections.values() for message in messages)
    return Judged(data, kept, " ".join(map(catalog.text, said)))


def reassess(
    home: Home,
    before: "Kept",
    answers: Mapping[str, Value],
    catalog: Catalog,
    *,
    because: str = "",
    also: Sequence[Happening] = (),
) -> Assessed:
    """Weigh a request again with changed answers and today's rules, and add the assessment; the earlier ones stay.

    Answers that today's rules have no place for are left out. ``also`` is what else is written down with it.
    """
    rules = open_rules(home, None)
    request = request_from(before.entry.id, dict(before.current))
    changed = {name: Answer(value, Origin.ASKED) for name, value in answers.items()}
    request = replace(request, answers={**request.answers, **changed})
    gone = set(no_longer_valid(request, rules.ruleset))
    left = {name: answer for name, answer in request.answers.items() if name not in gone}
    assessed = analysed(assess_one(replace(request, answers=left), rules))
    made, number = judged(assessed, catalog, revised=True), int(before.assessment_id.rsplit(".", 1)[1])

    def events(number: int) -> list[Event]:
        weighed = Weighed(number, assessed.assessment.verdict, because)
        return [happened(what, home) for what in (*also, weighed)]

    said_again = _is_kept(made, before) and said_last(life_of(before), events(number))
    if not said_again:  # as it is where somebody was cut off before the answer came, and says it once more
        record(home, before, *events(number + 1), judged=made)
    return assessed


def _is_kept(made: "Judged", before: "Kept") -> bool:
    """Whether this very assessment, by the same rules, is the latest that is kept."""
    from triage.adapters.register.rows import as_json

    same_rules = made.ruleset.fingerprint == before.ruleset.fingerprint
    return same_rules and as_json(made.data) == as_json(before.assessment)


def recalled(kept: "Kept", home: Home) -> Assessed:
    """Give an assessment back as it was made, with the rules of that day."""
    texts = kept.ruleset.texts
    rules = Rules(
        ruleset_from_texts(texts, home=home), RulesSource(kept.ruleset.fingerprint, texts, Path(kept.entry.id))
    )
    request = request_from(kept.entry.id, dict(kept.current))
    data = dict(kept.assessment)
    for name in ("request", "reason"):
        data.pop(name, None)
    version, analysis = data.pop("made_with"), data.pop("analysis", None)
    return Assessed(
        assessment_from(data, request), rules, kept.assessed.date(), version, analysis and analysis_from(analysis)
    )
