"""The load, and what comes first, as ``--format json`` prints them: documented in the README, keys are only added."""

from typing import Any

from triage.core.record.first import First, Waiting
from triage.core.record.load import Load, Task


def load_json(load: Load) -> dict[str, Any]:
    """Return the months ahead, what there is in each, and what fills them."""
    hours, money = load.hours_left, load.money_left
    return {
        "currency": load.currency,
        "hours_a_month": load.hours,
        "money_a_month": load.money,
        "money_holds_wages": load.holds_wages,
        "months": [
            {
                "month": f"{month:%Y-%m}",
                "hours": taken.hours,
                "hours_left": None if hours is None else hours[at],
                "money": taken.cost,
                "money_left": None if money is None else money[at],
            }
            for at, (month, taken) in enumerate(zip(load.months, load.by_month, strict=True))
        ],
        "standing": [{"name": name, "hours": each.hours, "money": each.cost} for name, each in load.standing],
        "tasks": [_task(task) for task in load.tasks],
    }


def first_json(found: First) -> dict[str, Any]:
    """Return what waits in its order, and what there is room for."""
    return {
        "currency": found.load.currency,
        "months": [f"{month:%Y-%m}" for month in found.load.months],
        "hours_left": found.room.hours,
        "money_left": found.room.money,
        "by_worth": [_waiting(each) for each in found.by_worth],
        "by_score": [_waiting(each) for each in found.by_score],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "state": task.state.value,
        "since": task.since.isoformat(),
        "until": task.until.isoformat(),
        "hours": task.hours,
        "money": task.cost,
        "worth": task.worth,
        "hours_by_month": [each.hours for each in task.months],
        "money_by_month": [each.cost for each in task.months],
    }


def _waiting(each: Waiting) -> dict[str, Any]:
    return {
        **_task(each.task),
        "verdict": each.verdict.value,
        "score": each.score,
        "worth_per_hour": each.per_hour,
        "fits_hours": each.fits_hours,
        "fits_money": each.fits_money,
        "is_loss": each.is_loss,
    }
