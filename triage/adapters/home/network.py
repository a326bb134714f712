"""Whether a folder lies on another computer, where a database cannot keep a write-ahead log: that is in shared memory.

Windows and Linux say so. On others no folder counts as lying elsewhere.
"""

import os
import re
import sys
from pathlib import Path, PurePath

_MOUNTS = Path("/proc/self/mounts")
_ELSEWHERE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "davfs", "fuse.sshfs", "fuse.davfs2"}
)
_REMOTE_DRIVE = 4
"""What Windows calls a letter that stands for a folder of another computer."""


def is_on_network(folder: Path) -> bool:
    """Whether a folder, which need not be there yet, lies on another computer, as far as this one says."""
    real = Path(os.path.realpath(folder))
    if sys.platform == "win32":
        import ctypes

        return real.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(real.anchor) == _REMOTE_DRIVE
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    return kind_of(real, mounts) in _ELSEWHERE


def kind_of(folder: PurePath, mounts: str) -> str:
    """Return the kind of file system that a folder is on, of the lines in which Linux lists them."""
    found = ("", "")
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), place)  # blanks in its name
        if folder.is_relative_to(place) and len(place) >= len(found[0]):
            found = place, kind
    return found[1]
