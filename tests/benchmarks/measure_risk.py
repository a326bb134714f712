"""How long the risk of one request takes: ``python tests/benchmarks/measure_risk.py``.

Not a test. Four uncertain answers, so that the scorer sees 10,000 draws nine times: as they are, and with each answer
held at both its ends. Prints the median and the slowest of 20 rounds in milliseconds of one core.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from triage.adapters.rules.rulefiles import load_ruleset
from triage.core.judging.risk import DRAWS, draw, risk
from triage.core.request.request import Answer, Origin, Profile, Range, Request, Value
from triage.core.scoring.table import build

ROUNDS = 20
ANSWERS: dict[str, Value] = {
    "task_type": "cro",
    "need": "proven",
    "reach": "most",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(100_000, 150_000, 300_000),
    "no_effect_chance": 25.0,
    "cost": Range(20_000, 50_000, 110_000),
    "hours": Range(10, 40, 90),
    "visible_in": 26.0,
    "goal_fit": "directly",
    "evidence": "own_test",
}


def measure(name: str, work: Callable[[], object]) -> None:
    """Print what one thing takes."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    print(f"{name:46} {statistics.median(taken):9.2f} ms   slowest {max(taken):9.2f} ms")


def main() -> None:
    """Measure the draws alone, then all of it."""
    rules = load_ruleset()
    given = {name: Answer(value, Origin.FILE) for name, value in ANSWERS.items()}
    row = build([Request("benchmark", "benchmark", given, Profile(yearly_budget=2_000_000, hourly_cost=600))], rules)
    measure(f"draw {DRAWS} rows", lambda: draw(row, rules, np.random.Generator(np.random.PCG64(1))))
    measure(f"risk with {DRAWS} draws, four drivers", lambda: risk(row, rules, np.random.Generator(np.random.PCG64(1))))


if __name__ == "__main__":
    main()
