"""``python -m triage`` and the ``triage`` command; answers ``--version`` before anything is loaded."""

import os
import sys

from triage import __version__

TYPE_CHECKING = False  # as type checkers know it, without typing: --version waits for nothing else
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

STOPPED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    import _signal  # type: ignore[import-not-found] # what signal is made of; that takes too long to load for a Ctrl-C

    _signal.signal(_signal.SIGINT, _leave)
    from triage.adapters.output import pipe

    pipe.open_missing()
    if sys.argv[1:] in (["--version"], ["-V"]):
        with pipe.surviving():
            print(f"triage {__version__}")
        if pipe.flush():
            return
    import signal

    # numpy's linear algebra, which nothing here uses, would start threads: a quarter of the time that numpy loads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from triage.cli.main import run

    ended_by: list[int] = []

    def stop(number: int, _frame: "FrameType | None") -> None:
        """End as Ctrl-C does: the terminal as it was, the answers so far kept, the lock released."""
        ended_by.append(number)
        prompt = sys.modules.get("triage.adapters.terminal.prompt")
        if prompt is None or not prompt.interrupt():
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):  # Windows has no SIGHUP, and nobody else has Ctrl-Break
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)
    code = run(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done
    sys.exit(128 + ended_by[0] if ended_by and code == STOPPED else code)


def _leave(_number: int, _frame: "FrameType | None") -> "NoReturn":
    """Leave at once, as long as the program is being loaded and nothing has been done."""
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
