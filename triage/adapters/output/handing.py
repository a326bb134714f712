"""Hands what was written to other programs of the computer: the one that opens such files, and the clipboard."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from triage.core.messages import failure

PATIENCE = 3.0
"""Seconds to wait for a program; one that is still there then has taken the file."""
_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
_CLIPBOARDS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))


def open_file(path: Path) -> None:
    """Open a file in the program that the computer opens such files in; reports plainly where there is none."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the user has asked for it
        return
    command = ["open"] if sys.platform == "darwin" else _first(_OPENERS)
    if not command or not _ran([*command, str(path)], None):
        raise failure("page.cannot_open", path=str(path))


def to_clipboard(text: str) -> None:
    """Put a text on the clipboard; reports plainly where there is none."""
    if sys.platform == "win32":
        command, content = ["clip"], text.encode("utf-16")
    elif sys.platform == "darwin":
        command, content = ["pbcopy"], text.encode()
    else:
        has_screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        command, content = _first(_CLIPBOARDS) if has_screen else [], text.encode()
    if not command or not _ran(command, content):
        raise failure("page.no_clipboard")


def _first(commands: Sequence[Sequence[str]]) -> list[str]:
    """Return the first command that is installed; empty where none is."""
    return next((list(command) for command in commands if shutil.which(command[0])), [])


def _ran(command: Sequence[str], content: bytes | None) -> bool:
    """Run a program and return whether it took what it was given; one that goes on running has."""
    given = subprocess.PIPE if content is not None else subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 - programs of the computer's own, by name
            command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError:
        return False
    try:
        process.communicate(content, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it shows the file, and is left alone
    return process.returncode == 0
