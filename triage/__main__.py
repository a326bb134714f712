"""``python -m triage`` and the ``triage`` command; answers ``--version`` before anything is loaded."""

import sys

from triage import __version__


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"triage {__version__}")
        return
    from triage.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
