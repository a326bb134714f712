"""Names of the files that memos, reports and forms go to. They hold text, so no name may promise another format."""

import os
import re
from pathlib import Path

from triage.core.messages import USAGE_IS_WRONG, failure

_TEXT = frozenset({"md", "markdown", "txt", "text"})
_ENDING = re.compile(r"[^.]\.([a-z][a-z0-9]{0,4})[. ]*$", re.IGNORECASE | re.ASCII)
"""What a program goes by to open a file: "v2.1" and "A.P. Møller" have none. Windows drops points at the end."""


def page_path(given: str) -> Path:
    """Return the path of a page as a person typed it; refuses a name that ends as another format's does."""
    path = Path(os.path.expanduser(given))  # noqa: PTH111 - that of pathlib raises for a user that is not known
    ending = _ENDING.search(path.name)
    if ending and ending[1].lower() not in _TEXT:
        raise failure("memo.format", exit_code=USAGE_IS_WRONG, ending=ending[1])
    return path


def page_output(given: str | None) -> Path | None:
    """Return the path that ``--output`` names; ``None`` for the screen."""
    return page_path(given) if given and given != "-" else None
