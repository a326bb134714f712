"""How long it takes to find the next question: ``python tests/benchmarks/measure_settled.py``.

Not a test. Looks ahead at every step of the interviews about some cases and stories, and prints the milliseconds of one
core that a step takes; nobody waits where it is under fifty.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from triage.core.judging.asking import upcoming
from triage.core.judging.settled import outlook

from bundled import RULES
from properties.interviews import steps
from properties.test_open_questions import whole_requests

EVERY = 12
"""Of so many requests one is taken."""
SLOW = 50


def main() -> None:
    """Measure and print."""
    times = [milliseconds for whole in whole_requests()[::EVERY] for milliseconds in _times(whole)]
    print(f"{len(times)} steps, milliseconds of one core")
    cuts = statistics.quantiles(times, n=100)
    print(f"median {statistics.median(times):.1f}, 95 of 100 under {cuts[94]:.1f}, most {max(times):.1f}")
    print(f"over {SLOW}: {sum(each > SLOW for each in times)}")


def _times(whole):
    for step in steps(whole, RULES):
        request = step.request
        left = [name for name in RULES.questions if name not in request.answers]
        start = time.process_time()
        upcoming(outlook(request, RULES, left), request, RULES, quick=False)
        yield (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
