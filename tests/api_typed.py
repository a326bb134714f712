"""What a type checker sees of the public API; mypy reads this file, ``test_api`` runs it."""

from pathlib import Path
from typing import Any, Literal, assert_type

import numpy as np
import triage
from triage import Columns, Result, Verdict, assess

ANSWERS = {"request": "A landing page that sells", "task_type": "cro", "cost": [20_000, 40_000, 60_000]}
CASES = Path(__file__).parent.parent / "rules" / "cases"


def check() -> None:
    one = triage.assess(ANSWERS, profile={"yearly_budget": 2_000_000}, language="da")
    assert_type(one, Result)
    assert_type(one.verdict, Verdict)
    assert_type(one.score, float | None)
    assert_type(one.reasons, tuple[str, ...])
    assert_type(one.measures["net"], float | None)
    assert_type([unknown.question for unknown in one.unknowns if unknown.matters], list[str])
    assert_type([act.steps for act in one.acts if act.kind == "find"], list[tuple[str, ...]])
    assert_type({act.owner: act.price for act in one.acts}, dict[Literal["manager", "director", "both"], float])
    assert_type([condition.says for condition in one.conditions], list[str])
    assert_type([condition.price for condition in one.conditions], list[float | None])
    assert_type(one.contradictions, tuple[str, ...])
    assert_type(one.memo("en"), str)
    assert_type(one.as_json(), dict[str, Any])
    case = CASES / "v06-seo-with-an-honest-horizon.yaml"
    assert_type(assess(case), tuple[Result, ...])
    assert_type(assess(str(case), profile=None), tuple[Result, ...])
    columns = Columns({"request": ["A", "B"], "task_type": ["seo_content", "other"], "hours": np.array([10.0, 20.0])})
    assert_type(assess(columns), tuple[Result, ...])
    try:
        assess({"need": "anything"})
    except triage.TriageError as error:
        assert_type(error.problems, tuple[triage.Problem, ...])
        assert_type(error.lines, tuple[str, ...])
