"""Where the tool keeps its things, and which language it uses: environment and home folder, nothing else."""

import os
import re
import stat
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from triage.adapters.output.systemwords import why
from triage.adapters.output.wholefile import TEMPORARY
from triage.core.messages import REGISTER_FAILED, USAGE_IS_WRONG, failure, say

LANGUAGES = ("da", "en")
_OF_PEOPLE = re.compile(
    r"register\.sqlite3(-.+)?|register-(server-)?before-version-.+|profile\.(json|lock|\d+\.tmp)|\.triage-.+\.tmp(-.+)?|bug\.txt"
    r"|goals\.json|form-drafts|profile-draft|goals-draft"
)
"""What triage alone makes in a home, and others could read of it; all else was always its owner's alone."""
_OURS = re.compile(_OF_PEOPLE.pattern + r"|drafts|cache|demo|rules|memo\.md\.j2")
"""All that belongs in a home."""
_DAY = 24 * 60 * 60.0


class Home(Struct, frozen=True):
    """The folder that everything the tool keeps lives in; nothing is made before it is needed."""

    folder: Path
    server: str | None = None
    """The address of a shared register, which may hold a password; ``None`` where it is the file."""
    named: bool = False
    """Whether the user chose the folder, so that it may hold other things too."""

    def __repr__(self) -> str:
        """Say where it is, without the address."""
        return f"Home({str(self.folder)!r})"

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
        try:
            return Home(Path(named).expanduser(), server, named=True)
        except RuntimeError as error:  # there is no such user
            missing = say("system.no_user")
            raise failure("error.folder", exit_code=REGISTER_FAILED, path=named, why=missing) from error
    from typer import get_app_dir

    folder = Path(get_app_dir("triage"))
    if not folder.is_absolute():  # neither HOME nor the list of users says where; it would be made wherever one stands
        raise failure("error.no_home", exit_code=REGISTER_FAILED)
    return Home(folder, server)


def typed_path(given: str) -> Path:
    """Return a path as a person typed it: ``~`` is their own folder, also where no shell has put that in its place."""
    return Path(os.path.expanduser(given))  # noqa: PTH111 - that of pathlib raises for a user that is not known


def server_address(home: Home) -> str | None:
    """Return the address of the shared register; refuses what is none, without repeating it."""
    if home.server and not home.server.startswith(("postgresql://", "postgres://")):
        raise failure("register.server.address", exit_code=USAGE_IS_WRONG)
    return home.server


def without_password(text: str, address: str | None = None) -> str:
    """Return a text with stars for the password of every address in it, and for that of the address that is named."""
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
    """Return the name that the computer knows the user by; empty where it knows none."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""


def make_folder(folder: Path) -> None:
    """Make a folder of the home, and those above it that are missing: each its owner's alone, whatever the umask."""
    try:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            with suppress(FileExistsError):  # another process was faster
                missing.mkdir(mode=0o700)
                missing.chmod(0o700)
        folder.mkdir(mode=0o700, exist_ok=True)  # complains about what is no folder
    except OSError as error:
        raise failure("error.folder", exit_code=REGISTER_FAILED, path=str(folder), why=why(error)) from error


def owners_alone(path: str, flags: int) -> int:
    """Open a file of the home, as ``opener`` of :func:`open`: its owner's alone, whatever the umask and what it was."""
    descriptor = os.open(path, flags, 0o600)
    if os.name != "nt":
        with suppress(OSError):  # a file of somebody else's that we may write to
            os.fchmod(descriptor, 0o600)
    return descriptor


def clean_up(home: Home) -> None:
    """Take from others what an earlier triage, or a copy brought back, let them read; remove what killed writers left.

    The folder is closed too, but for one that the user chose and that holds other things: others may need those.
    """
    try:
        with os.scandir(home.folder) as found:
            entries = list(found)
        for entry in entries:
            if TEMPORARY.fullmatch(entry.name):
                _remove_if_old(entry)
            if _OF_PEOPLE.fullmatch(entry.name) and not entry.is_symlink():
                _close(entry)
        if not home.named or all(_OURS.fullmatch(entry.name) for entry in entries):
            _close(home.folder)
    except OSError:
        return  # it is not there yet, or not ours to look into


def _remove_if_old(entry: os.DirEntry[str]) -> None:
    """Remove a temporary file that nobody can be writing any more."""
    with suppress(OSError):
        if entry.stat(follow_symlinks=False).st_mtime < time.time() - _DAY:
            Path(entry).unlink()


def _close(path: Path | os.DirEntry[str]) -> None:
    """Take the rights of group and others away; what is not ours, or a folder for everybody as /tmp, stays."""
    if os.name == "nt":
        return
    with suppress(OSError):  # it may be gone just now, or on a disk that knows no rights
        status = path.stat()
        ours = status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX
        keep = status.st_mode & (0o700 if stat.S_ISDIR(status.st_mode) else 0o600)
        if ours and keep != status.st_mode & 0o777:
            os.chmod(path, keep)  # noqa: PTH101 - an entry of a folder has no chmod of its own


def is_plain() -> bool:
    """Whether nothing is to be drawn anew on the screen, as screen readers need it, or a terminal that cannot."""
    return os.environ.get("TRIAGE_PLAIN", "0") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def locale_language() -> str:
    """Return ``da`` where the environment's locale is Danish, else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "da" if value.lower().startswith("da") else "en"
    return "en"
