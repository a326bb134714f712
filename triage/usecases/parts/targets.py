"""Where a file may be written."""

from pathlib import Path

from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import cannot_write
from triage.core.messages import failure


def check_target(home: Home, path: Path) -> None:
    """Refuse a folder, and the register itself also with ``--force``."""
    try:
        if path.is_dir():
            raise failure("move.folder", path=str(path))
        if not path.parent.is_dir():
            raise failure("move.no_folder", path=str(path.parent))
        if path.exists() and home.register.exists() and path.samefile(home.register):
            raise failure("move.own", path=str(path))
    except OSError as error:
        raise cannot_write(path, error) from error
