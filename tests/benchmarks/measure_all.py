"""Every target of speed and memory in one run: ``python tests/benchmarks/measure_all.py [FOLDER]``.

Not a test. ``FOLDER`` is that of ``measure_startup.py``, where the programs to compare with are kept. What misses its
target says so at the end of its line.
"""

import sys
from pathlib import Path

import measure_batches
import measure_startup


def main() -> None:
    """Measure and print."""
    measure_startup.measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print()
    measure_batches.measure()


if __name__ == "__main__":
    main()
