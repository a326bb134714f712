"""An assessment as ``--format json`` prints it: documented in the README, and only ever gains keys.

How one is kept is ``adapters.register.assessmentjson``.
"""

import math
from typing import Any

from triage.core.judging.assessment import UNKNOWN_DECIDES, Assessment, CriterionResult
from triage.core.judging.batch import Interval
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
        {"id": name, "effect": _effect(ruleset.gates[name]), "reason": ruleset.gates[name].because.in_(language)}
        for name in assessment.gates
    ]
    if assessment.unknown_that_decides:
        question = ruleset.questions[assessment.unknown_that_decides]
        found.append({"id": UNKNOWN_DECIDES, "effect": "defer", "reason": question.label.in_(language)})
    return found


def _effect(gate: Gate) -> str:
    """What a gate does, as the rules write it: "at_most drop", "at_least go"."""
    bounds = {"at_most": gate.at_most, "at_least": gate.at_least}
    return ", ".join(f"{name} {verdict.value}" for name, verdict in bounds.items() if verdict)


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
