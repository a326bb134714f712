"""What every command opens first (home folder, language, texts), and how it reads what its options say."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.home.profilefile import stored_language
from triage.adapters.home.settings import LANGUAGES, Home, clean_up, find_home, locale_language, typed_path
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.core.messages import USAGE_IS_WRONG, Typed, failure

if TYPE_CHECKING:
    from triage.usecases.parts.call import Call


class Session(Struct, frozen=True):
    """One run of the program."""

    home: Home
    catalog: Catalog

    @property
    def language(self) -> str:
        """``da`` or ``en``."""
        return self.catalog.language


def open_session(lang: str | None = None) -> Session:
    """Open the home and choose the language: as asked, else the profile's, else the locale's."""
    home = find_home()
    clean_up(home)
    language = lang or stored_language(home) or locale_language()
    if language not in LANGUAGES:
        raise failure("error.language", exit_code=USAGE_IS_WRONG, given=language)
    return Session(home, load_catalog(language, home.cache))


def call_with(session: Session, options: Mapping[str, str | None], *, no_input: bool) -> "Call":
    """Return what a command was called with; options that were not given are left out."""
    from triage.adapters.terminal.attended import is_attended
    from triage.usecases.parts.call import Call

    given = {name: value for name, value in options.items() if value is not None}
    return Call(session.home, session.catalog, given, ask=not no_input and is_attended())


def check_choice(option: str, given: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value of an option that is none of those allowed."""
    if given not in allowed:
        raise failure("error.choice", exit_code=USAGE_IS_WRONG, option=option, given=given, allowed=", ".join(allowed))


def refuse_with(other: str, options: Mapping[str, object]) -> None:
    """Refuse the first of these options that was given, since it contradicts ``other``, which was given too."""
    for option, given in options.items():
        if given:
            raise failure("usage.together", exit_code=USAGE_IS_WRONG, first=other, second=option)


def refuse_without(other: str, options: Mapping[str, object]) -> None:
    """Refuse the first of these options that was given, since it means something only with ``other``."""
    for option, given in options.items():
        if given:
            raise failure("usage.only_with", exit_code=USAGE_IS_WRONG, option=option, other=other)


def was_typed(rules: str | None) -> bool:
    """Whether ``--rules`` stood on the command line, and not only in TRIAGE_RULES."""
    return rules is not None and rules != os.environ.get("TRIAGE_RULES")


def path_of(given: str | None) -> Path | None:
    """Return the file that an option names; ``None`` for the screen, which is also written as ``-``."""
    return typed_path(given) if given and given != "-" else None


def read_period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Read a period of the command line; refuses one that ends before it begins."""
    first, last = read_day("--since", since), read_day("--until", until)
    if first and last and first > last:
        raise failure("list.period", exit_code=USAGE_IS_WRONG, since=first.isoformat(), until=last.isoformat())
    return first, last


def read_day(option: str, given: str | None) -> date | None:
    """Read a day of the command line; ``None`` where none was given."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise failure("list.date", exit_code=USAGE_IS_WRONG, option=option, given=Typed(given)) from None
