"""Compiled modules are kept between runs of the tests, in a folder of their own, however Python was started."""

import os
import sys
from pathlib import Path

FOLDER = str(Path(__file__).parent / "__pycache__" / "program")


def keep_bytecode() -> None:
    """Keep what this process and those that it starts compile; without it every start compiles everything anew.

    Measured with PYTHONDONTWRITEBYTECODE set, as containers have it: 8 s for each process of tests.
    """
    sys.dont_write_bytecode, sys.pycache_prefix = False, FOLDER
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = FOLDER
