"""Break off many random interviews, and count the questions to a settled verdict.

``python tests/properties/run_open_questions.py --count 10000 --seed 1``
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from numpy.random import PCG64, Generator

sys.path.insert(0, str(Path(__file__).parents[1]))

from triage.core.judging.batch import verdicts
from triage.core.judging.generated import material

from bundled import RULES
from properties.held import make_rng
from properties.interviews import all_asked, until_settled
from properties.open_questions import refuted
from properties.test_open_questions import whole_requests

ROUND = 200


def main() -> int:
    """Print what was tried, what was refuted, and the medians; fail where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--ways", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = count_questions()
    of, rng, start = material(RULES), Generator(PCG64(options.seed)), time.monotonic()
    total = Counter[str]()
    for at in range(0, options.count, ROUND):
        tally, refuting = refuted(min(ROUND, options.count - at), options.ways, of, rng)
        total.update(tally)
        wrong += len(refuting)
    print(
        f"{options.count:,} interviews broken off, seed {options.seed}, {time.monotonic() - start:.0f} s: {dict(total)}"
    )
    print(f"wrong: {wrong}")
    return 1 if wrong else 0


def count_questions() -> int:
    """Print the median number of questions by verdict, asked until settled and in all; return how many were wrong."""
    whole = [all_asked(each, RULES) for each in whole_requests()]
    expected = verdicts(whole, RULES, make_rng)
    conducted = [until_settled(each, RULES) for each in whole]
    left_out = verdicts([each.request for each in conducted], RULES, make_rng)
    for verdict in dict.fromkeys(expected):
        rows = [(len(a), len(b.answers)) for a, b, v in zip(conducted, whole, expected, strict=True) if v is verdict]
        settled, every = (statistics.median(each) for each in zip(*rows, strict=True))
        print(f"{verdict:6} {len(rows):4} requests: settled after {settled:g}, all {every:g} ({settled / every:.0%})")
    return sum(a.settled is not v or b is not v for a, b, v in zip(conducted, left_out, expected, strict=True))


if __name__ == "__main__":
    sys.exit(main())
