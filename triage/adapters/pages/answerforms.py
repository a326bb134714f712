"""The director's short form as the text of a mail, in the language of a catalog; reading it back is the core's."""

from collections.abc import Iterator
from textwrap import wrap

from triage.adapters.pages.catalog import Catalog
from triage.core.interview.letters import LETTERS
from triage.core.interview.mailform import Asked, MailForm
from triage.core.messages import Typed, without_steering

WIDTH = 72
"""Columns that still fit when a mail has been quoted once or twice."""
ARROW = "-> "


def form_text(form: MailForm, catalog: Catalog) -> str:
    """Return a form as plain text, its paragraphs wrapped at :data:`WIDTH`."""
    return without_steering("\n\n".join(_paragraphs(form, catalog))) + "\n"


def _paragraphs(form: MailForm, catalog: Catalog) -> Iterator[str]:
    mark = f"[{form.request_id}] "
    yield _wrapped(mark + form.title)
    name = Typed(form.director)
    yield catalog.say("form.hello", name=name) if form.director else catalog.say("form.hello.nameless")
    if form.words:
        yield _wrapped(catalog.say("form.said", words=Typed(form.words)))
    yield _wrapped(catalog.say("form.why"))
    yield _wrapped(catalog.say("form.how"))
    if form.offer:
        yield _wrapped(catalog.say("form.offer"))
        yield "\n".join(_wrapped(catalog.text(message), "   ") for message in form.offer)
    for number, asked in enumerate(form.asked, start=1):
        yield "\n".join(_question(number, asked, catalog.language))
    yield _wrapped(mark + catalog.say("form.thanks"))


def _question(number: int, asked: Asked, language: str) -> Iterator[str]:
    yield _wrapped(f"{asked.ask.in_(language)} [{asked.id}]", f"{number}. ")
    if asked.help:
        yield _wrapped(asked.help.in_(language), "   ")
    for letter, choice in zip(LETTERS, asked.choices, strict=False):
        yield _wrapped(choice.in_(language), f"   {letter}) ")
    yield ARROW


def _wrapped(text: str, first: str = "") -> str:
    """Wrap each line of a text at words; the later lines hang under the first. A long address stays whole."""
    lines = (
        wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
            break_long_words=False,
        )
        for line in text.split("\n")
    )
    return "\n".join("\n".join(each) for each in lines)
