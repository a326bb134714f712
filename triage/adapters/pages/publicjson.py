"""An assessment as ``--format json`` prints it: documented in the README, and only ever gains keys.

How one is kept is ``adapters.register.assessmentjson``.
"""

import math
from datetime import date
from typing import Any

from triage.core.judging.acts import SOME_DAY
from triage.core.judging.assessment import UNKNOWN_DECIDES, Act, Assessment, Condition, CriterionResult
from triage.core.judging.batch import Interval
from triage.core.judging.readings import Reading, readings
from triage.core.request.effective import ANSWERED, effective
from triage.core.request.request import Range, Value
from triage.core.rules.ruleset import Gate, Ruleset, Verdict


def public_json(assessment: Assessment, ruleset: Ruleset, fingerprint: str, language: str) -> dict[str, Any]:
    """Return what ``--format json`` prints of one request; ``None`` is what is not known."""
    score = assessment.score
    return {
        "source": assessment.request.source,
        "title": assessment.request.title,
        "verdict": assessment.verdict.value,
        "score": score.point if score else None,
        "score_low": score.low if score else None,
        "score_high": score.high if score else None,
        "criteria": {result.id: _criterion(result) for result in assessment.criteria},
        "gates": _gates(assessment, ruleset, language),
        "possible_gates": list(assessment.possible_gates),
        "problem_verdict": assessment.problem_verdict.value,
        "tactic_verdict": assessment.tactic_verdict.value,
        "unknown_that_decides": assessment.unknown_that_decides,
        "unknowns": [{"question": u.question, "matters": u.matters, "turns": u.turns} for u in assessment.unknowns],
        "shares": {verdict.value: share for verdict, share in assessment.shares.items()},
        "acts": [_act(act, language) for act in assessment.acts],
        "acts_lead_to_go": assessment.acts_lead_to_go,
        "conditions": [_condition(each, ruleset, language) for each in assessment.conditions],
        "contradictions": [_contradiction(name, ruleset, language) for name in assessment.contradictions],
        "facts": dict(assessment.facts),
        "defaults": list(assessment.defaults),
        "to_agree": list(assessment.to_agree) if assessment.verdict is Verdict.GO else [],
        "small_bet": assessment.small_bet,
        "measures": {name: _finite(value) for name, value in assessment.measures.items()},
        "ruleset": {"name": ruleset.ruleset, "version": ruleset.version, "fingerprint": fingerprint},
        "language": language,
    }


def _criterion(result: CriterionResult) -> dict[str, Any]:
    return {"weight": result.weight, **_ends("points", result.points), **_ends("contribution", result.contribution)}


def _ends(name: str, span: Interval | None) -> dict[str, float | None]:
    """A point where it is one; both ends always."""
    if span is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: span.point, f"{name}_low": span.low, f"{name}_high": span.high}


def _gates(assessment: Assessment, ruleset: Ruleset, language: str) -> list[dict[str, Any]]:
    found = [
        {
            "id": name,
            "effect": _effect(ruleset.gates[name]),
            "reason": ruleset.gates[name].because.in_(language),
            "read": [_read(each) for each in readings(ruleset.gates[name], assessment, ruleset)],
        }
        for name in assessment.gates
    ]
    if assessment.unknown_that_decides:
        question = ruleset.questions[assessment.unknown_that_decides]
        found.append({"id": UNKNOWN_DECIDES, "effect": "ask", "reason": question.label.in_(language), "read": []})
    return found


def _effect(gate: Gate) -> str:
    """What a gate does: ends, lifts, or the kind of its act."""
    return "ends" if gate.ends else "lifts" if gate.lifts else str(gate.act)


def _read(reading: Reading) -> dict[str, Any]:
    """What one condition of a gate read, and the limit it held it against."""
    return {"name": reading.name, "limit": reading.limit, "value": _value(reading.value)}


def _act(act: Act, language: str) -> dict[str, Any]:
    return {
        "kind": act.kind,
        "causes": list(act.causes),
        "steps": [step.next.in_(language) for step in act.steps],
        "owner": act.owner,
        "weeks": act.weeks,
        "price": act.price,
        "answers": {name: _value(value) for name, value in act.answers.items()},
    }


def becomes_go(assessment: Assessment, ruleset: Ruleset) -> list[dict[str, Any]]:
    """Return the answers that all acts together lead to, where that is a go; as the analysis prints them."""
    now = effective(assessment.request, ruleset)
    steps = [
        {"question": name, "before": _value(now.get(name)), "after": _value(value), "how": act.kind}
        for act in assessment.acts
        for name, value in act.answers.items()
    ]
    return [{"steps": steps}] if steps and assessment.acts_lead_to_go else []


def _condition(condition: Condition, ruleset: Ruleset, language: str) -> dict[str, Any]:
    rule = ruleset.conditions.get(condition.id)
    said = rule.say if rule else ruleset.questions[condition.id].holds_if
    return {
        "id": condition.id,
        "says": said.in_(language) if said else condition.id,
        "owner": condition.owner,
        "weeks": condition.weeks,
        "price": condition.price,
        "answers": {name: _value(value) for name, value in condition.answers.items()},
    }


def _contradiction(name: str, ruleset: Ruleset, language: str) -> dict[str, Any]:
    rule = ruleset.contradictions[name]
    return {"id": name, "says": rule.says.in_(language), "asks": rule.ask.in_(language)}


def _value(value: Value) -> Any:
    """An answer as a request file would have it; a placeholder for some text or day is ``true``."""
    if value in (ANSWERED, SOME_DAY):
        return True
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Range):
        return [value.low, value.likely, value.high]
    return _finite(value) if isinstance(value, float) else value


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
