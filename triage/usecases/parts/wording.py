"""What goes wrong in a call of the API, put into the words of the language that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from triage.adapters.home.settings import LANGUAGES
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.core.messages import TriageError, Typed, failure


@contextmanager
def worded(language: str) -> Iterator[Catalog]:
    """Yield the sentences of a language, and put what goes wrong in the block into them."""
    catalog = catalog_of(language if language in LANGUAGES else "en")
    try:
        if language not in LANGUAGES:
            raise failure("api.language", given=Typed(str(language)))
        yield catalog
    except TriageError as error:
        error.lines = tuple(catalog.problem(problem) for problem in error.problems)
        raise


@lru_cache
def catalog_of(language: str) -> Catalog:
    """Return the sentences of a language, loaded once."""
    return load_catalog(language)
