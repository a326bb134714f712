"""Where the tool keeps its things, and which language it speaks: environment and home folder, nothing else."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from triage.core.messages import USAGE_IS_WRONG, failure

LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that everything the tool keeps lives in; nothing is made before it is needed."""

    folder: Path
    server: str | None = field(default=None, repr=False)
    """The address of a shared register, which may hold a password; ``None`` where it is the file."""

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
    """Find the folder, ``TRIAGE_HOME`` or where programs keep data, and the server that ``TRIAGE_REGISTER`` names."""
    named, server = os.environ.get("TRIAGE_HOME"), os.environ.get("TRIAGE_REGISTER") or None
    if named:
        return Home(Path(named).expanduser(), server)
    from typer import get_app_dir

    return Home(Path(get_app_dir("triage")), server)


def server_address(home: Home) -> str | None:
    """Give the address of the shared register; refuses what is none, without repeating it."""
    if home.server and not home.server.startswith(("postgresql://", "postgres://")):
        raise failure("register.server.address", exit_code=USAGE_IS_WRONG)
    return home.server


def without_password(text: str, address: str | None = None) -> str:
    """Give a text with stars for the password of every address in it, and for that of the address that is named."""
    for secret in _secrets(address or ""):
        text = text.replace(secret, "***")
    text = re.sub(r"(\w+://[^:/@\s]*:)[^\s]*(@)", r"\1***\2", text)
    return re.sub(r"(password=)[^&\s]+", r"\1***", text)


def _secrets(address: str) -> set[str]:
    from urllib.parse import parse_qs, unquote, urlsplit

    try:
        parts = urlsplit(address)
        raw = {parts.password or "", *parse_qs(parts.query).get("password", [])}
    except ValueError:
        return {address} if address else set()
    return {secret for each in raw for secret in (each, unquote(each)) if secret}


def user_name() -> str:
    """Give the name that the computer knows the user by; empty where it knows none."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""


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
