"""Keys that were pressed before a question was there to be read: they are dropped, as they cannot be its answer.

They wait in two places: with the system, and with prompt_toolkit, which reads ahead and keeps what came after an Enter
for the next prompt. A paste without brackets is the usual case; its first line answers, and the rest is dropped.
"""

import sys

from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import get_typeahead

QUIET = 0.05
"""Seconds without a key after which a paste is over."""
MOST_ROUNDS = 40
"""How often a paste that goes on is waited for, so that a key held down does not stop the program."""

if sys.platform == "win32":
    import msvcrt
    import time

    def _waits(_source: Input, seconds: float) -> bool:
        time.sleep(seconds)
        return msvcrt.kbhit()

    def _flush(_source: Input) -> None:
        while msvcrt.kbhit():
            msvcrt.getwch()

else:
    import select
    import termios

    def _waits(source: Input, seconds: float) -> bool:
        return bool(select.select([source.fileno()], [], [], seconds)[0])

    def _flush(source: Input) -> None:
        termios.tcflush(source.fileno(), termios.TCIFLUSH)


def drop_waiting_keys(source: Input) -> None:
    """Drop what waits, and where that was much at once, what still comes of it."""
    is_paste = bool(get_typeahead(source)) or _waits(source, 0)
    _flush(source)
    for _ in range(MOST_ROUNDS if is_paste else 0):
        if not _waits(source, QUIET):
            return
        _flush(source)
