"""What the report counts, as ``--format json`` prints it: documented in the README, and only ever gains keys."""

from collections import Counter
from typing import Any

from triage.adapters.pages.catalog import Catalog
from triage.core.life.agenda import agenda
from triage.core.record import goals, reportsections
from triage.core.record.calibration import (
    PARTS,
    Bias,
    Outcome,
    actual,
    bias,
    bias_by_answer,
    ended,
    expected,
    hit_rates,
    months_run,
    outcomes,
)
from triage.core.record.came import came
from triage.core.record.direction import count_changes
from triage.core.record.own import own_records
from triage.core.record.record import Record
from triage.core.record.report import Told, write_report


def report_json(told: Told, catalog: Catalog) -> dict[str, Any]:
    """Return the counts of a report, and its summary as the page has it."""
    records, period = told.records, told.period
    asked = [record for record in records if record.created in period]
    decided, reviewed = reportsections.decided_in(records, period), ended(records, period)
    cases = outcomes(records, told.last)
    found = count_changes(records, period.since, told.last)
    summary = write_report(told).sections["summary"]
    return {
        "since": period.since and period.since.isoformat(),
        "until": told.last.isoformat(),
        "summary": " ".join(catalog.text(message) for message in summary.said),
        "asked": {"n": len(asked), "advice": Counter(record.verdict.value for record in asked)},
        "decided": {
            "n": len(decided),
            "verdicts": Counter(made.verdict.value for _, _, made in decided),
            "overrides": [record.id for record, _, made in decided if made.overrides],
        },
        "reviewed": {
            "n": len(reviewed),
            "statuses": Counter(case.review.status.value for case in reviewed),
            "came": Counter(case.came.value for case in reviewed),
            "tasks": [_reviewed(case) for case in reviewed],
        },
        "goals": [
            {
                "id": each.goal.id,
                "text": each.goal.text,
                "metric": each.goal.metric,
                "baseline": each.goal.baseline,
                "tasks": [_served(record) for record in each.done],
                "refused": each.refused,
            }
            for each in goals.served(records, told.courses, told.closed_period)
        ],
        "courses": [
            {
                "day": course.day.isoformat(),
                "agreed_by": course.agreed_by,
                "because": course.because,
                "goals": [goal.id for goal in course.goals],
                "against": [{"what": each.text, "because": each.because} for each in course.against],
            }
            for course in goals.in_force(told.courses, told.closed_period)
        ],
        "changes": [
            {"id": each.id, "day": each.day.isoformat(), "kinds": [kind.value for kind in each.kinds]}
            for each in found.changes
        ],
        "forecasts": {
            "n": len(cases),
            "hits": {part: {"hits": hits.hits, "n": hits.n} for part, hits in hit_rates(cases).items()},
            "all": _bias(bias(cases)),
            "by_type": [_bias(each) for each in bias_by_answer(cases, "task_type", told.ruleset.task_types)],
            "by_evidence": [_bias(each) for each in bias_by_answer(cases, "evidence", ())],
        },
        "own": {name: own.as_figures() for name, own in own_records(records, told.last).items()},
        "open": [
            {"id": record.id, "title": record.title, "state": record.life.state.value, "next": _next(record)}
            for record in records
            if record.life.state in reportsections.OPEN
        ],
    }


def _reviewed(case: Outcome) -> dict[str, Any]:
    record, review, agreed = case.record, case.review, case.record.life.agreement
    return {
        "id": record.id,
        "title": record.title,
        "goal": record.word("goal"),
        "day": case.day.isoformat(),
        "status": review.status.value,
        "came": case.came.value,
        "metric": agreed.block.metric if agreed else None,
        "level": agreed.block.level if agreed else None,
        "measured": review.measured or None,
        "months_counted": months_run(case),
        "months_foreseen": record.measures.get("horizon_months"),
        **{f"{part}_expected": expected(record, part) for part in PARTS},
        **{part: actual(review, part) for part in PARTS},
        "currency": record.currency,
    }


def _served(record: Record) -> dict[str, Any]:
    final = record.final_review
    status = final[1].status.value if final else None
    return {
        "id": record.id,
        "title": record.title,
        "state": record.life.state.value,
        "status": status,
        "came": came(status).value if status else None,
    }


def _bias(found: Bias) -> dict[str, Any]:
    sides = (("contribution", found.contribution), ("cost", found.cost))
    return {"answer": found.answer, "n": found.n} | {name: {"n": t.n, "median": t.middle} for name, t in sides}


def _next(record: Record) -> dict[str, str] | None:
    first = next(iter(agenda(record.life)), None)
    return {"day": first.day.isoformat(), "about": first.about.value} if first else None
