"""Fills a Jinja template that sees the values it is given, and nothing else.

A user's own template may have come from anybody, so it is filled in a process of its own, which is bound in time and
memory: then this file is run as a program, a question on standard input and the answer on standard output, both JSON.
It imports nothing of triage, so that it starts fast.
"""

import json
import math
import signal
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, cast

from jinja2 import DictLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.nodes import Node
from jinja2.nodes import Template as Whole
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

MOST_MEMORY = 512 * 1024 * 1024
MOST_CHARACTERS = 5_000_000
"""Of a page from a user's own template; the longest request that can be read fits in it twice over, escaped."""
MOST_BITS = 100_000
"""Of a power of whole numbers."""


class TooSlow(Exception):  # noqa: N818 - what it is, not that it is one
    """The template works for too long."""


class TooBig(Exception):  # noqa: N818 - as above
    """The page is too long."""


_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (TooSlow, "slow"),
    ((TooBig, MemoryError, OverflowError), "big"),
    (RecursionError, "deep"),
    (ZeroDivisionError, "zero"),
    (TemplateNotFound, "include"),
    (SecurityError, "forbidden"),
    (UndefinedError, "undefined"),
    ((TemplateSyntaxError, SyntaxError), "syntax"),
)
"""What errors are called; the first that fits, as some are kinds of others."""


class _Missing(StrictUndefined):
    """A value that is not there; its error says its name and no more, as the sentence around it is ours."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, TemplateRuntimeError if name is None else exc)

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_hint if self._undefined_name is None else self._undefined_name)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without other files and without powers that take forever."""

    intercepted_binops = frozenset({"**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse a power that would be too big, before it is computed."""
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MOST_BITS:
            raise TooBig
        return super().call_binop(context, operator, left, right)


def fill_template(source: str, context: Mapping[str, Any], most: float = math.inf) -> str:
    """Fill a template, with at most so many characters; raises whatever goes wrong in it."""
    environment = _Sandbox(trim_blocks=True, lstrip_blocks=True, undefined=_Missing, loader=DictLoader({}))
    template = environment.from_string(source)
    chunks = cast("Generator[str]", template.root_render_func(template.new_context(dict(context))))
    parts, length = [], 0
    for part in chunks:
        parts.append(part)
        length += max(1, len(part))  # a loop that makes nothing, for ever, is reported too
        if length > most:
            chunks.throw(TooBig())  # so that the error has the line of the template
    return "".join(parts)


def describe_error(error: Exception) -> dict[str, Any]:
    """Return what went wrong as the end of a text's key, with the line and what the text is to name."""
    kind = next((kind for kinds, kind in _KINDS if isinstance(error, kinds)), "value")
    said = error.name if isinstance(error, TemplateNotFound) else getattr(error, "msg", None)
    words = _short(said or error) or type(error).__name__
    return {"line": _line(error), "kind": kind, "words": words.rstrip(".")}


def _short(words: object) -> str:
    """One line that is not too long for a message."""
    line = " ".join(str(words).split())
    return line if len(line) <= 150 else line[:149] + "…"


def _line(error: Exception) -> int | None:
    """Find the line of the template that an error came from: the innermost, where a macro calls another."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    found, trace = None, error.__traceback__
    while trace is not None:
        found = _line_in(trace.tb_frame, trace.tb_lineno) or found
        trace = trace.tb_next
    return found


def _line_in(frame: FrameType, at: int) -> int | None:
    """Find the line that a template runs, or that Jinja reads or compiles, in one frame of a traceback."""
    template: Template | None = frame.f_globals.get("__jinja_template__")
    if template is not None:
        return template.get_corresponding_lineno(at)
    for at_work in (frame.f_locals.get("node"), frame.f_locals.get("self")):
        if isinstance(at_work, Parser):
            return at_work.stream.current.lineno
        if isinstance(at_work, Node) and not isinstance(at_work, Whole):
            return at_work.lineno
    return None


@contextmanager
def _bound(seconds: float) -> Iterator[None]:
    """Bind this process in time and memory, where the system can; who started it ends it after a while anyway."""
    try:
        import resource
    except ImportError:
        yield
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime + 2 * seconds) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (until, until))
    free = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, free[1]))
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, free)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with _bound(asked["seconds"]):
            text = fill_template(asked["source"], asked["context"], MOST_CHARACTERS)
            return {"text": text.encode("utf-8", "replace").decode()}
    except Exception as error:  # noqa: BLE001 - a template may raise anything, and all of it is the template's
        return describe_error(error)


if __name__ == "__main__":
    json.dump(_answer(json.load(sys.stdin.buffer)), sys.stdout)
