"""``triage backup``: a whole copy of the register, also while others use it."""

from pathlib import Path

from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.backups import back_up
from triage.adapters.register.register import open_register
from triage.core.messages import failure, say
from triage.usecases.parts.targets import check_target


def backup(home: Home, catalog: Catalog, path: Path, *, force: bool) -> list[str]:
    """Write a whole copy of the register; returns where it stands and how it is used."""
    check_target(home, path)
    with open_register(home) as register:
        where = register.database.where
        if next(register.newest(limit=1), None) is None:
            raise failure("backup.nothing", path=where)
        is_database = back_up(register.database, path, force=force)
    use = say("backup.database" if is_database else "backup.lines", path=full_name(path), register=where)
    return [catalog.say("backup.saved", path=full_name(path)), catalog.text(use)]
