"""Keep an assessment in the register, weigh it once more, recall it as it was made, and write its memo again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import render_memo
from triage.adapters.register.kept import Kept, weighed_as_kept
from triage.adapters.register.register import KeptRuleset, NewAssessment, Register, open_register
from triage.adapters.rules.rulefiles import RulesSource
from triage.core.interview.reading import fitted, modernised
from triage.core.life.agreement import conditions_of
from triage.core.life.events import Event, Happening, Weighed
from triage.core.memo.page import Memo
from triage.core.request.request import Origin, Value, as_given, with_answers
from triage.usecases.parts.assessing import Assessed, analysed, assess_one, make_memo
from triage.usecases.parts.call import Call
from triage.usecases.parts.opening import Rules, open_rules, rules_of
from triage.usecases.parts.recording import happened, record, said_last
from triage.usecases.parts.remembering import as_known_again, earlier_told, one_more, own_told
from triage.usecases.parts.standing import stands
from triage.usecases.parts.views import views

ASKED_BEFORE = "earlier.asked"
"""The one sentence on an earlier request for the memo's first page; what came of it stands on the second."""


def memo_again(kept: Kept, catalog: Catalog, home: Home) -> str:
    """Render the memo of a request that is kept, with what was asked before it and decided since."""
    assessed, memo = memo_of(kept, home)
    return render_memo(memo, assessed.assessment.verdict, catalog, home.memo_template)


def memo_of(kept: Kept, home: Home) -> tuple[Assessed, Memo]:
    """Make the memo again from the assessment as it was made, and from what the register knows beside it."""
    assessed, life = recalled(kept, home), kept.life
    fit = one_more(home, assessed.assessment.request, assessed.day)
    own = own_told(home, assessed.assessment.request, assessed.day)
    seen = list(views(kept, assessed.rules.ruleset))
    earlier = earlier_told(home, life, assessed.day)
    asked = [message for message in earlier if message.key == ASKED_BEFORE]
    before = [message for message in earlier if message.key != ASKED_BEFORE]
    remembered = {"asked": asked, "fit": fit, "contradictions": seen, "before": [*before, *own]}
    remembered["success"] = list(stands(kept))
    return assessed, make_memo(assessed, life, remembered)


def keep(
    assessed: Assessed, home: Home, catalog: Catalog, *, token: str | None = None, also: Sequence[Happening] = ()
) -> str:
    """Add the request, its assessment and the rules that made it to the register; returns the new id.

    A second try with the same ``token`` adds nothing. ``also`` is what else is written down with it.
    """
    new = new_assessment(assessed, catalog)
    with open_register(home) as register:
        return keep_in(register, new, home, catalog.language, token=token or uuid4().hex, also=also)


def keep_in(
    register: Register, new: NewAssessment, home: Home, language: str, *, token: str, also: Sequence[Happening] = ()
) -> str:
    """Add a request to a register that is open, as :func:`keep` does."""
    events = tuple(happened(what, home) for what in (Weighed(1, new.assessment.verdict), *also))
    return register.add(new, clock.now(), language, token=token, events=events)


def new_assessment(assessed: Assessed, catalog: Catalog, *, revised: bool = False) -> NewAssessment:
    """Return an assessment as the register takes it, with the words it is found by."""
    ruleset, source = assessed.rules.ruleset, assessed.rules.source
    said = (message for messages in make_memo(assessed).sections.values() for message in messages)
    return NewAssessment(
        assessed.assessment,
        KeptRuleset(source.fingerprint, ruleset.ruleset, ruleset.version, dict(source.texts)),
        assessed.analysis,
        assessed.version,
        reason=catalog.text(assessed.rationale.strongest[0]),
        words=" ".join(map(catalog.text, said)),
        revised=revised,
    )


def reassess(
    call: Call,
    before: Kept,
    answers: Mapping[str, Value],
    *,
    because: str = "",
    title: str = "",
    also: Sequence[Happening] = (),
) -> Assessed:
    """Weigh a request again with changed answers and today's rules, and add the assessment; the earlier ones stay.

    Answers that today's rules have no place for are left out. ``also`` is what else is written down with it.
    """
    rules = open_rules(call.home, None)
    request = with_answers(modernised(as_given(before.request), rules.ruleset), answers, Origin.ASKED)
    request = fitted(replace(request, title=title or request.title), rules.ruleset)
    request = as_known_again(before, request, call.home, rules.ruleset)
    assessed = analysed(assess_one(request, rules))
    new = new_assessment(assessed, call.catalog, revised=True)
    conditions = conditions_of(*weighed_as_kept(new))

    def events(number: int) -> list[Event]:
        weighed = Weighed(number, assessed.assessment.verdict, because, conditions)
        return [happened(what, call.home) for what in (*also, weighed)]

    said_again = before.has(new) and said_last(before.life, events(before.number))
    if not said_again:  # as it is where somebody was cut off before the answer came, and says it once more
        record(call.home, before, *events(before.number + 1), assessment=new)
    return assessed


def recalled(kept: Kept, home: Home) -> Assessed:
    """Return an assessment as it was made, with the rules of that day."""
    source = RulesSource(kept.ruleset.fingerprint, kept.ruleset.texts, Path(kept.entry.id))
    rules = Rules(rules_of(kept, home), source)
    return Assessed(kept.assessment, rules, kept.assessed.date(), kept.facts.made_with, kept.analysis)
