"""Puts the help texts of commands and options in the user's language, when help is asked for."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.screen import print_text


@contextmanager
def in_the_users_words(catalog: Catalog) -> Iterator[None]:
    """Put typer's own words (Usage, Options) in the user's language too, as what was printed passes by."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    finally:
        text = printed.getvalue()
        for key, words in catalog.texts.items():
            if key.startswith("help.word."):
                text = text.replace(key.removeprefix("help.word."), words)
        if text:
            print_text(text)


def translate(command: Any, catalog: Catalog, path: str = "help") -> None:
    """Exchange the help texts of a command and all below it: ``help.new``, ``help.new.quick``, ``help.option.lang``."""
    own = catalog.texts.get(path)
    if own:
        command.help, command.short_help = own, own.split("\n")[0]
    for parameter in command.params:
        text = catalog.texts.get(f"{path}.{parameter.name}") or catalog.texts.get(f"help.option.{parameter.name}")
        if text:
            parameter.help = text
    for name, below in getattr(command, "commands", {}).items():
        translate(below, catalog, f"{path}.{name}")
