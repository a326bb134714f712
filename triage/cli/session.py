"""What every command opens first: the home folder, the language and its texts."""

from dataclasses import dataclass

from triage.adapters.home.profilefile import stored_language
from triage.adapters.home.settings import LANGUAGES, Home, close_to_others, find_home, locale_language
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.core.messages import USAGE_IS_WRONG, failure


@dataclass(frozen=True, slots=True)
class Session:
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
    close_to_others(home)
    language = lang or stored_language(home) or locale_language()
    if language not in LANGUAGES:
        raise failure("error.language", exit_code=USAGE_IS_WRONG, given=language)
    return Session(home, load_catalog(language, home.cache))


def check_choice(option: str, given: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value of an option that is none of those allowed."""
    if given not in allowed:
        raise failure("error.choice", exit_code=USAGE_IS_WRONG, option=option, given=given, allowed=", ".join(allowed))
