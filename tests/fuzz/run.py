"""Try every kind of input for long: ``python tests/fuzz/run.py --minutes 15 --seed 1 [--kind exports]``."""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from fuzz.kinds import KINDS
from fuzz.trying import quick, tried
from fuzz.world import world

ROUND = 10
"""Examples of a kind before it is the next one's turn."""


def main() -> int:
    """Print what breaks, once each; fail where anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, action="append")
    options = parser.parse_args()
    end, at = time.monotonic() + options.minutes * 60, options.seed
    examples, found = Counter[str](), set[str]()
    with pytest.MonkeyPatch.context() as patched, world() as made:
        quick(patched)
        os.chdir(made.folder)
        while time.monotonic() < end:
            for name in options.kind or KINDS:
                if time.monotonic() > end:
                    break
                wrong = tried(made, name, ROUND, start=at, shrink=True)
                examples[name] += ROUND
                if wrong and (last := wrong.strip().splitlines()[-1][:300]) not in found:
                    found.add(last)
                    print(f"== {name}, seed {at}\n{wrong}", flush=True)
            at += 1
    print(f"{sum(examples.values()):,} examples {dict(examples)}, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
