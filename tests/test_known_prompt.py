"""An answer that the register contradicts, as a manager meets it: the real program in a terminal of 80 columns."""

from pathlib import Path

import pytest
import yaml
from triage.adapters.home.settings import Home
from triage.adapters.rules.rulefiles import load_ruleset
from triage.core.life.events import Agreement, Decision, Review, Status, SuccessBlock
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.recording import find

import registers
from terminal import ENTER, Terminal

CASE = next(registers.CASES.glob("own-roof-ads-just-enough*"))
GO = Decision(Verdict.GO, Verdict.GO, "both", judge_weeks=12)


@pytest.fixture
def asked_again(home: Path, monkeypatch, tmp_path):
    """The interview about a task that was measured and failed, with all but "tried before" answered by a file."""
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00")
    place = Home(home)
    request_id = registers.weigh(place, "own-roof-ads-just")
    registers.add_event(place, request_id, GO)
    day = find(place, request_id).entry.created.date()
    block = SuccessBlock("orders", "40", day, "searches", "100", 3, "never")
    registers.add_event(place, request_id, Agreement(block, "f00d", "both", day))
    monkeypatch.setenv("TRIAGE_NOW", "2026-09-02T09:00")
    registers.add_event(place, request_id, Review(Status.FAILED, reached=False))
    case = yaml.safe_load(CASE.read_text(encoding="utf-8"))
    open_ = dict.fromkeys(load_ruleset().questions, "unknown")
    known = {name: value for name, value in (open_ | case["answers"]).items() if name != "tried_before"}
    answers = {name: value for name, value in known.items() if name not in {"kind_of_ask", "tried_outcome"}}
    file = tmp_path / "again.yaml"
    file.write_text(yaml.safe_dump({"answers": answers | {"kind_of_ask": "start"}}), encoding="utf-8")
    terminal = Terminal(home, "en_GB", "new", "--from", str(file), TRIAGE_NOW="2026-11-02T09:00")
    yield terminal.ready(), request_id
    terminal.close()


@pytest.mark.parametrize(("choice", "then"), [("1", "Have we tried it before?"), ("2", "YOUR ANSWERS")])
def test_an_answer_that_the_register_contradicts_is_put_to_the_person(asked_again, choice, then):
    terminal, request_id = asked_again
    assert f"({request_id}, “" in terminal.said()
    terminal.type(ENTER)
    assert "Have we tried it before?" in terminal.question()
    assert "Suggestion (press the down arrow): Yes, the same" in terminal.question()
    terminal.type("1", ENTER)
    assert f"{request_id} was measured on 2 September 2026" in terminal.said()
    assert then not in terminal.said().split("Does your answer stand?")[1]
    terminal.type(choice, ENTER)
    assert then in terminal.said().split("Does your answer stand?")[1]
