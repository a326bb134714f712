"""Why the operating system or a library refused, in our own words: they speak English to everybody."""

import errno
import os

from triage.core.messages import Message, say

_KNOWN = {
    errno.EACCES: "system.no_access",
    errno.EPERM: "system.no_access",
    errno.ENOENT: "system.missing",
    errno.EEXIST: "system.exists",
    errno.EISDIR: "system.folder",
    errno.ENOTDIR: "system.no_folder",
    errno.ENOSPC: "system.full",
    errno.EDQUOT: "system.full",
    errno.EROFS: "system.read_only",
    errno.ENAMETOOLONG: "system.long_name",
    errno.EIO: "system.disk",
    errno.EBUSY: "system.busy",
    errno.ETXTBSY: "system.busy",
    errno.ENXIO: "system.no_file",
    errno.ESPIPE: "system.no_file",
    errno.ELOOP: "system.loop",
    errno.EFBIG: "system.big",
    errno.ESTALE: "system.network",
    errno.ETIMEDOUT: "system.network",
    errno.EHOSTUNREACH: "system.network",
    errno.ENOTCONN: "system.network",
}
WINDOWS = os.name == "nt"
LONGEST = 259
"""Characters of a path on Windows, unless somebody has switched on longer ones."""
_ON_WINDOWS = {
    **dict.fromkeys((32, 33), "system.busy"),
    **dict.fromkeys((53, 55, 59, 64, 67, 121, 1231, 1232), "system.network"),
    123: "system.no_name",
    206: "system.long_name",
}
"""By Windows' own numbers, several of which have the same ``errno``."""


def why(error: Exception) -> Message:
    """Return the reason of a failure, for a message with ``{why}``; an unknown one by its number or name."""
    if isinstance(error, OSError):
        key = _on_windows(error) or _KNOWN.get(error.errno or 0)
        return say(key) if key else say("system.code", code=str(error.errno or type(error).__name__))
    code = getattr(error, "sqlite_errorname", None)
    return say("system.code", code=code) if code else say("system.content")


def is_too_long(error: OSError) -> bool:
    """Whether Windows did not find a file because its path is too long, of which it says only that it is not there."""
    named = error.filename if isinstance(error.filename, str | bytes | os.PathLike) else ""
    is_missing = error.errno == errno.ENOENT and bool(named)
    return WINDOWS and is_missing and len(os.path.abspath(os.fsdecode(named))) > LONGEST  # noqa: PTH100 - it resolves links


def _on_windows(error: OSError) -> str | None:
    if is_too_long(error):
        return "system.long_name"
    if WINDOWS and error.errno == errno.EINVAL:
        return "system.no_name"  # which is what opening a name like what?.md comes to
    return _ON_WINDOWS.get(getattr(error, "winerror", None) or 0)
