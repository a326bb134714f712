"""Where the tool keeps its things, and which language it speaks: environment and home folder, nothing else."""

import os
from dataclasses import dataclass
from pathlib import Path

from triage.core.messages import failure

LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that everything the tool keeps lives in; nothing is made before it is needed."""

    folder: Path

    @property
    def register(self) -> Path:
        """The SQLite file."""
        return self.folder / "register.sqlite3"

    @property
    def profile(self) -> Path:
        """The firm's goals and figures."""
        return self.folder / "profile.json"

    @property
    def drafts(self) -> Path:
        """Interviews that have not been finished, one file each."""
        return self.folder / "drafts"

    @property
    def rules(self) -> Path:
        """The user's own copy of the rules, if there is one."""
        return self.folder / "rules"

    @property
    def memo_template(self) -> Path:
        """The user's own memo template, if there is one."""
        return self.folder / "memo.md.j2"

    @property
    def cache(self) -> Path:
        """Compiled rules and texts; may be deleted at any time."""
        return self.folder / "cache"


def find_home() -> Home:
    """Find the folder: ``TRIAGE_HOME``, else the user's folder for programs' data."""
    named = os.environ.get("TRIAGE_HOME")
    if named:
        return Home(Path(named).expanduser())
    from typer import get_app_dir

    return Home(Path(get_app_dir("triage")))


def make_folder(folder: Path) -> None:
    """Make a folder of the home, readable by its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise failure("error.folder", exit_code=4, path=str(folder), why=error.strerror or str(error)) from error


def locale_language() -> str:
    """Give ``da`` where the environment's locale is Danish, else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "da" if value.lower().startswith("da") else "en"
    return "en"
