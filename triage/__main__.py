"""``python -m triage`` and the ``triage`` command; answers ``--version`` before anything is loaded."""

import sys

from triage import __version__
from triage.adapters.output import pipe


def main() -> None:
    """Run the command line and leave with its exit code."""
    pipe.open_missing()
    if sys.argv[1:] in (["--version"], ["-V"]):
        with pipe.surviving():
            print(f"triage {__version__}")
        if pipe.flush():
            return
    from triage.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
