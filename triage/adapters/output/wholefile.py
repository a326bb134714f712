"""Writes a whole file or nothing: the one module that puts a file in place.

The content goes to a temporary file in the same folder, which is flushed, synced and then renamed over the target. A
full disk, an error or a kill leaves the target as it was; of two writers at once, the last one wins whole.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from triage.adapters.output import pipe
from triage.adapters.output.systemwords import why
from triage.core.messages import INPUT_IS_WRONG, TriageError, failure

PRIVATE = 0o600
WINDOWS = os.name == "nt"
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries where Windows has the old file open, as virus scanners and OneDrive do for a moment."""
_NO_NAME = re.compile(
    r'(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?|.*[<>:"|?*\x00-\x1f].*|.*[. ]', re.IGNORECASE | re.DOTALL
)
"""What is no name of a file on Windows: devices, a stream of another file, and what would be cut off."""
TEMPORARY = re.compile(r"\.triage-[0-9a-f]{12}\.tmp(-journal|-wal|-shm)?")
"""Names of temporary files, and of what a database keeps beside one; they stay behind where the writer was killed."""
_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
"""Open files by name: also where one is a regular file by now, it is written to and never replaced."""


def write_whole(
    path: Path, content: str | bytes, *, private: bool = False, exclusive: bool = False, exit_code: int = INPUT_IS_WRONG
) -> None:
    """Write a file in one go; see :func:`whole`."""
    with whole(path, private=private, exclusive=exclusive, exit_code=exit_code) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole(
    path: Path, *, private: bool = False, exclusive: bool = False, exit_code: int = INPUT_IS_WRONG
) -> Iterator[BinaryIO]:
    """Open a file for writing; it takes the place of ``path`` when the block ends without an error.

    ``private`` makes it its owner's alone (0600), whatever the umask and whatever was there. Otherwise a new file gets
    the usual rights, and one that is replaced keeps its own. ``exclusive`` refuses a file that is there, also one that
    appears meanwhile. Symbolic links are followed. Pipes and devices are written to directly; a reader that leaves is
    no error.
    """
    if WINDOWS and any(_NO_NAME.fullmatch(each) for each in path.parts if each not in {path.anchor, ".."}):
        raise failure("error.name", path=str(path), exit_code=exit_code)
    try:
        if str(path) == "/dev/stdout":
            with pipe.output() as stream:
                yield stream
        elif _is_stream(path):
            with suppress(BrokenPipeError), path.open("ab") as stream:
                yield stream
        else:
            with replacing(Path(os.path.realpath(path)), private=private, exclusive=exclusive) as file:
                yield file
    except OSError as error:
        if exclusive and isinstance(error, FileExistsError):
            raise failure("memo.exists", path=str(path), exit_code=exit_code) from error
        raise cannot_write(path, error, exit_code) from error


def cannot_write(path: Path, error: OSError, exit_code: int = INPUT_IS_WRONG) -> TriageError:
    """Return the error for a file that cannot be written, with the reason that the system names."""
    return failure("error.write", path=str(path), why=why(error), exit_code=exit_code)


def full_name(path: Path) -> str:
    """Return the absolute path of a file, for a message that says where it was written."""
    return str(Path(os.path.realpath(path.parent)) / path.name)


@contextmanager
def replacing(target: Path, *, private: bool, exclusive: bool) -> Iterator[BinaryIO]:
    """Open an ordinary file for writing as :func:`whole` does; raises what the system raises."""
    rights = PRIVATE if private else None
    if target.exists():
        if exclusive:
            raise FileExistsError
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        rights = rights or stat.S_IMODE(target.stat().st_mode)
    beside = target.with_name(f".triage-{os.urandom(6).hex()}.tmp")
    try:
        with _new(beside, rights) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not exclusive:
            _put(beside.replace, target)
        elif WINDOWS:  # where renaming refuses a name that is taken, and not every disk has hard links
            _put(beside.rename, target)
        else:
            _link(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _new(path: Path, rights: int | None) -> BinaryIO:
    """Make a file with these rights, or with the usual ones; nobody else may read it before it has them."""
    if rights is None:
        return path.open("xb")
    file = open(path, "xb", opener=lambda name, how: os.open(name, how, PRIVATE))  # noqa: SIM115
    with suppress(OSError):  # not every disk knows rights
        path.chmod(rights)
    return file


def _put(rename: Callable[[Path], object], target: Path) -> None:
    """Rename a file; on Windows nobody may have either open, and then it is tried again for a moment."""
    for wait in (*WAITS, None):
        try:
            rename(target)
        except PermissionError as error:
            if not WINDOWS:
                raise
            if wait is None:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from error
            time.sleep(wait)
        else:
            return


def _link(beside: Path, target: Path) -> None:
    """Link a file to its name unless that is taken, which a rename would not notice."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: claim the name, then rename
        target.touch(exist_ok=False)
        beside.replace(target)
    else:
        beside.unlink()


def _is_stream(path: Path) -> bool:
    """Whether there is something at the path that cannot be replaced: a pipe, a device or a folder."""
    return str(path.absolute()).startswith(_STREAMS) or (path.exists() and not path.is_file())
