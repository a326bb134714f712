"""Triage for marketing tasks: from a director's wish to go, defer or drop, with reasons.

The public names are those of ``triage.api``, which is imported when one of them is first used: ``import triage`` and
``triage --version`` load nothing.
"""

TYPE_CHECKING = False  # as type checkers know it; typing's own costs --version a quarter of its time
if TYPE_CHECKING:
    from triage.api import (
        Act,
        Columns,
        Condition,
        CriterionResult,
        Interval,
        Language,
        Problem,
        Result,
        Scorer,
        TriageError,
        UnknownResult,
        Verdict,
        assess,
    )

__version__ = "0.6.0"

__all__ = [
    "Act",
    "Columns",
    "Condition",
    "CriterionResult",
    "Interval",
    "Language",
    "Problem",
    "Result",
    "Scorer",
    "TriageError",
    "UnknownResult",
    "Verdict",
    "__version__",
    "assess",
]

_OF_BEFORE = {
    "Request": "triage.core.request.request",
    "load_ruleset": "triage.adapters.rules.rulefiles",
    "score": "triage.core.scoring.scorer",
}
"""Public in 0.1.0, and there for this version."""
_SMALL = {"Scorer": "triage.usecases.scorer"}
"""What is fetched without the rest of the API: a worker of another machine needs nothing else."""


def __getattr__(name: str) -> object:
    if name not in __all__ and name not in _OF_BEFORE:
        raise AttributeError(f"module 'triage' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module({**_OF_BEFORE, **_SMALL}.get(name, "triage.api")), name)
