"""The two whom a memo is between, by name or by title."""

from triage.core.messages import Param, Typed, say
from triage.core.request.request import Request


def director(request: Request) -> Param:
    """The director by name, or by title."""
    name = request.profile.director
    return Typed(name) if name else say("memo.director")


def manager(request: Request) -> Param:
    """The marketing manager by name, or by title."""
    name = request.profile.manager
    return Typed(name) if name else say("memo.manager")
