"""numpy, loaded when something is first computed: what is kept is shown without it, a hundred milliseconds sooner."""

from typing import TYPE_CHECKING, Any

__all__ = ["np"]

if TYPE_CHECKING:
    import numpy as np
else:

    class _Numpy:
        def __getattr__(self, name: str) -> Any:
            import numpy as np

            found = getattr(np, name)
            setattr(self, name, found)  # from now on it is found at once
            return found

    np = _Numpy()
