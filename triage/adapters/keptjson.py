"""Requests and assessments as JSON values: complete, for the register, and public, for ``--format json``.

What is kept comes back as it was, so that an old memo prints the same; what is public is documented in the README and
only ever gains keys.
"""

import math
from datetime import date
from typing import Any

from triage.adapters.profilefile import profile_data, profile_from
from triage.adapters.valuejson import value_data, value_from
from triage.core.analysis import Analysis
from triage.core.assessment import UNKNOWN_DECIDES, Assessment, CriterionResult, Span
from triage.core.records import Answer, Origin, Request
from triage.core.ruleset import Gate, Ruleset, Verdict


def request_data(request: Request) -> dict[str, Any]:
    """Give a request as JSON values, with where each answer came from."""
    return {
        "title": request.title,
        "asked_by": request.asked_by,
        "asked_on": request.asked_on.isoformat() if request.asked_on else None,
        "profile": profile_data(request.profile),
        "answers": {name: [value_data(answer.value), answer.origin.value] for name, answer in request.answers.items()},
    }


def request_from(source: str, data: dict[str, Any]) -> Request:
    """Make the request that :func:`request_data` gave."""
    asked_on = data.get("asked_on")
    return Request(
        source=source,
        title=data["title"],
        answers={name: Answer(value_from(value), Origin(origin)) for name, (value, origin) in data["answers"].items()},
        profile=profile_from(data["profile"]),
        asked_by=data.get("asked_by") or "",
        asked_on=date.fromisoformat(asked_on) if asked_on else None,
    )


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """Give an assessment as JSON values, without its request."""
    from pydantic import TypeAdapter

    data: dict[str, Any] = TypeAdapter(Assessment).dump_python(assessment, mode="json", exclude={"request"})
    data["measures"] = {name: _finite(value) for name, value in assessment.measures.items()}
    data["infinite"] = [name for name, value in assessment.measures.items() if value is not None and math.isinf(value)]
    return data


def assessment_from(data: dict[str, Any], request: Request) -> Assessment:
    """Make the assessment that :func:`assessment_data` gave."""
    from pydantic import TypeAdapter

    infinite = dict.fromkeys(data["infinite"], math.inf)
    kept = {**data, "measures": {**data["measures"], **infinite}, "request": request}
    del kept["infinite"]
    return TypeAdapter(Assessment).validate_python(kept)


def analysis_data(analysis: Analysis) -> dict[str, Any]:
    """Give an analysis as JSON values."""
    from pydantic import TypeAdapter

    data: dict[str, Any] = TypeAdapter(Analysis).dump_python(analysis, mode="json")
    return data


def analysis_from(data: dict[str, Any]) -> Analysis:
    """Make the analysis that :func:`analysis_data` gave."""
    from pydantic import TypeAdapter

    return TypeAdapter(Analysis).validate_python(data)


def public_json(assessment: Assessment, ruleset: Ruleset, fingerprint: str, language: str) -> dict[str, Any]:
    """Give what ``--format json`` prints of one request; ``None`` stands for what is not known."""
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


def _ends(name: str, span: Span | None) -> dict[str, float | None]:
    """A point where it is one; both ends always."""
    if span is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: span.point, f"{name}_low": span.low, f"{name}_high": span.high}


def _gates(assessment: Assessment, ruleset: Ruleset, language: str) -> list[dict[str, Any]]:
    found = [
        {"id": name, "effect": effect(ruleset.gates[name]), "reason": ruleset.gates[name].because.in_(language)}
        for name in assessment.gates
    ]
    if assessment.unknown_that_decides:
        question = ruleset.questions[assessment.unknown_that_decides]
        found.append({"id": UNKNOWN_DECIDES, "effect": "defer", "reason": question.label.in_(language)})
    return found


def effect(gate: Gate) -> str:
    """What a gate does, as the rules write it: "at_most drop", "at_least go"."""
    bounds = {"at_most": gate.at_most, "at_least": gate.at_least}
    return ", ".join(f"{name} {verdict.value}" for name, verdict in bounds.items() if verdict)


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
