"""Requests and assessments as bare as the register takes them: what a test does not name is empty."""

from typing import Any

from triage.adapters.register.register import KeptRuleset, NewAssessment
from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval
from triage.core.request.request import Answer, Origin, Profile, Request
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Verdict

RULESET = KeptRuleset("f00d", "toy", "2026.1", {"questions": {"need": {"da": "Behov", "en": "Need"}}})


def request(title: str = "x", *, asked_by: str = "", source: str = "x", **answers: Any) -> Request:
    """A request with these answers; those that are ``None`` are left out."""
    known = {name: Answer(value, Origin.ASKED) for name, value in answers.items() if value is not None}
    return Request(source, title, known, Profile(), asked_by)


def assessment(of: Request, verdict: str = "go", score: tuple[float, float] | None = None, **known: Any) -> Assessment:
    """An assessment with this verdict, and what else is known of it."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("criteria", "gates", "possible_gates", "unknowns", "defaults", "assumed", "fallbacks", "to_agree"), ()
    )
    nothing |= {"appointments": (), "shares": {}, "measures": dict.fromkeys(MEASURES), "unknown_that_decides": None}
    advice: Any = next((each for each in Verdict if each == verdict), verdict)  # one that the register has to refuse
    nothing |= {"problem_verdict": advice, "tactic_verdict": advice}
    nothing |= {"exhaustive": True, "small_bet": False}
    known["measures"] = nothing["measures"] | known.get("measures", {})
    return Assessment(request=of, verdict=advice, score=Interval(*score) if score else None, **nothing | known)


def new(
    of: Request | None = None,
    verdict: str = "go",
    score: tuple[float, float] | None = None,
    *,
    ruleset: KeptRuleset = RULESET,
    words: str = "",
    revised: bool = False,
    **known: Any,
) -> NewAssessment:
    """An assessment on its way into the register."""
    made = assessment(of or request(), verdict, score, **known)
    return NewAssessment(made, ruleset, words=words, revised=revised)
