"""Why the operating system or a library refused, in our own words: they speak English to everybody."""

import errno

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
}


def why(error: Exception) -> Message:
    """Return the reason of a failure, for a message with ``{why}``; an unknown one by its number or name."""
    if isinstance(error, OSError):
        key = _KNOWN.get(error.errno or 0)
        return say(key) if key else say("system.code", code=str(error.errno or type(error).__name__))
    code = getattr(error, "sqlite_errorname", None)
    return say("system.code", code=code) if code else say("system.content")
