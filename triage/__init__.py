"""Triage for marketing tasks: from a director's wish to go, defer or drop, with reasons.

The public API is ``load_ruleset``, ``Request``, ``assess`` and ``score``; each is imported when it is first used, so
that ``import triage`` costs nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = ["Request", "__version__", "assess", "load_ruleset", "score"]

_HOMES = {
    "Request": "triage.core.request.request",
    "assess": "triage.core.judging.assessment",
    "load_ruleset": "triage.adapters.rules.rulefiles",
    "score": "triage.core.scoring.scorer",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'triage' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
