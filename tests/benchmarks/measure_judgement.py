"""How long the judgement of one request takes: ``python tests/benchmarks/measure_judgement.py``.

Not a test. Prints for every bundled case, and for requests with hardly an answer, the milliseconds of the close calls,
"becomes go if", what would end a go, the alternatives and the weights; the median of five rounds, on one core where
``OMP_NUM_THREADS=1`` is set.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from triage.adapters.files.requestfiles import read_case_files
from triage.adapters.rules.rulefiles import load_ruleset
from triage.core.judging.acts import assess
from triage.core.judging.changes import alternatives, becomes_go, find_end
from triage.core.judging.close_calls import close_calls
from triage.core.judging.weights import weigh
from triage.core.request.request import Answer, Origin, Request
from triage.usecases.parts.chance import make_rng

RULES = load_ruleset()
CASES = Path(__file__).parents[2] / "rules" / "cases"
PARTS: tuple[Callable[..., object], ...] = (close_calls, becomes_go, find_end, alternatives, weigh)
ROUNDS = 5
BARE = {
    "only the task": {},
    "and whom it is for": {"audience": "buyers", "problem_type": "enquiries"},
    "a duty without a source": {"obligation": "law"},
    "unlawful": {"lawful": "no"},
}


def main() -> None:
    """Measure and print."""
    print(f"{'request':60}" + "".join(f"{part.__name__:>14}" for part in PARTS) + f"{'all, ms':>10}")
    for request in [*read_case_files([CASES], RULES, date(2026, 1, 5)), *bare()]:
        assessment = assess([request], RULES, make_rng)[0]
        times = [milliseconds(part, assessment) for part in PARTS]
        print(f"{request.title:60}" + "".join(f"{each:14.1f}" for each in times) + f"{sum(times):10.1f}")


def bare() -> list[Request]:
    """Requests with thousands of completions."""
    return [
        Request(name, name, {n: Answer(v, Origin.FILE) for n, v in {"task_type": "seo_content", **given}.items()})
        for name, given in BARE.items()
    ]


def milliseconds(part: Callable[..., object], assessment: object) -> float:
    """The median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        part(assessment, RULES, make_rng)
        rounds.append((time.perf_counter() - start) * 1000)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
