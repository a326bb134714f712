"""Regular expressions compiled when first used: most commands load many that they never try."""

import re
from typing import TYPE_CHECKING, Any

__all__ = ["regex"]

if TYPE_CHECKING:
    regex = re.compile
else:

    class _Regex:
        def __init__(self, pattern: str, flags: int = 0) -> None:
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name: str) -> Any:
            found = getattr(re.compile(self.pattern, self._flags), name)
            setattr(self, name, found)  # from now on it is found at once
            return found

    regex = _Regex
