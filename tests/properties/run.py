"""Try what must hold on many requests: ``python tests/properties/run.py --count 100000 --seed 1``."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from numpy.random import PCG64, Generator
from triage.adapters.rules.rulefiles import load_ruleset
from triage.core.judging.generated import material

sys.path.insert(0, str(Path(__file__).parent))
from held import Tally, all_of

ROUND = 2000


def main() -> int:
    """Print for each property how many pairs were tried and what broke; fail where anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", type=Path)
    options = parser.parse_args()
    of, rng, start = material(load_ruleset(options.rules)), Generator(PCG64(options.seed)), time.monotonic()
    total: dict[str, Tally] = {}
    needed: set[tuple[str, str]] = set()
    for at in range(0, options.count, ROUND):
        for name, tally in all_of(min(ROUND, options.count - at), of, rng, needed).items():
            total.setdefault(name, Tally()).add(tally.tried, *tally.broken.elements())
    for name, tally in total.items():
        print(f"{name:28} {tally.tried:>10,} tried, {_broken(tally.broken)}")
    exempt = {(each.property, each.question) for each in of.ruleset.holds.exceptions}
    print(f"exceptions needed: {sorted(needed)}; never needed: {sorted(exempt - needed)}")
    print(f"{options.count:,} requests, seed {options.seed}, {time.monotonic() - start:.0f} s")
    return 1 if exempt - needed or any(tally.broken for tally in total.values()) else 0


def _broken(broken: Counter[str]) -> str:
    return ", ".join(f"{count} x {what}" for what, count in broken.most_common()) or "none broken"


if __name__ == "__main__":
    sys.exit(main())
