"""What the memo says about money: a table whose columns add up, the one figure to remember, and how sure it is.

Chooses sentences and figures; writes none. What decides the verdict is not here.
"""

import math
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from triage.core.judging.assessment import money
from triage.core.judging.risk import Risk
from triage.core.memo.figures import break_even, horizon, payback, total_cost
from triage.core.memo.sections import Page, Row, own_hours, own_questions, told
from triage.core.messages import Inline, Listed, Message, Money, Param, Share, say
from triage.core.rules.ruleset import Verdict

RISKY = 0.25
"""From this chance of a loss on, the first lines of the memo say it (a judgement)."""
EVEN = 0.1
"""What is left of the money goes about even below this share of the cost (a judgement)."""
_PARTS = ("low", "likely", "high")


class Table(Struct, frozen=True):
    """Rows that are added from top to bottom; the heads are those of the columns."""

    heads: tuple[Message, ...] = ()
    rows: tuple[Row, ...] = ()


def ceiling(page: Page) -> Money | None:
    """The most that a go may cost: as it was said, or the high end of an estimate, rounded up to two digits."""
    total, high = (page.assessment.measures[name] or 0.0 for name in ("total_cost", "total_cost_high"))
    if not high:
        return None
    unit = 10 ** (math.floor(math.log10(high)) - 1)
    return _exact(page, high if math.isclose(total, high) else math.ceil(round(high / unit, 6)) * unit)


def table(page: Page) -> Table:
    """Contribution, less cash and own hours, is what is left: low, likely, high, and where nothing comes of it.

    The cost is its average in every column, as it is in the verdict. Every amount is whole, so that what is printed
    adds up.
    """
    bonus = page.assessment.measures["contribution"]
    if bonus is None or not _in_money(page):
        return Table()
    amounts = [round(page.assessment.measures[f"contribution_{part}"] or 0.0) for part in _PARTS]
    heads = [say(f"memo.column.{part}") for part in _PARTS]
    nothing = page.request.value("no_effect_chance")
    if isinstance(nothing, float | int) and nothing:
        heads.append(say("memo.column.nothing", chance=Share(nothing / 100)))
        amounts.append(0)
    spent = [(label, round(amount)) for label, amount in _spent(page) if round(amount)]
    rows = [(say("memo.row.contribution"), amounts), *((label, [-amount] * len(amounts)) for label, amount in spent)]
    if spent:
        rows.append((say("memo.row.net"), [amount - sum(each for _, each in spent) for amount in amounts]))
    return Table(tuple(heads), tuple(Row(label, tuple(_exact(page, each) for each in cells)) for label, cells in rows))


def _spent(page: Page) -> Iterator[tuple[Message, float]]:
    """Cash and own hours, each on average."""
    total, work = page.assessment.measures["total_cost"] or 0.0, page.assessment.measures.get("work_cost") or 0.0
    yield say("memo.row.cash"), total - work
    hours = own_hours(page)
    yield (say("memo.row.hours", hours=hours) if hours else say("memo.row.time")), work


def _exact(page: Page, amount: float) -> Money:
    return Money(amount, page.request.profile.currency, rounded=False)


def _in_money(page: Page) -> bool:
    """Whether the task is weighed by what it brings in money."""
    return not (
        page.of_duty or page.request.value("effect_as") == "no_money" or page.request.value("kind_of_ask") == "find_out"
    )


def warning(page: Page, risk: Risk | None) -> Iterator[Message]:
    """What the first lines say where the money is no good reason: a loss, about even, or a fair chance of a loss."""
    cost, net = page.assessment.measures["total_cost"], page.assessment.measures["net"]
    if not _in_money(page) or net is None or not cost or _is_said(page):
        return
    chance = risk.chance_of_loss if risk else 0.0
    parts: dict[str, Param] = {"net": Money(abs(net), page.request.profile.currency)}
    with_risk = ".risk" if round(chance, 2) >= RISKY else ""
    if with_risk:
        parts["loss"] = Share(chance)
    if net < 0:
        with_risk = ".sure" if round(chance, 2) == 1 else with_risk
        yield say("memo.warning.loss" + with_risk, **parts)
    elif net < EVEN * cost and not any(gate.reason == "money" for gate in page.gates):
        yield say("memo.warning.even" + with_risk, **parts)
    elif with_risk:
        yield say("memo.warning.risk", loss=Share(chance))


def _is_said(page: Page) -> bool:
    """Whether the task is dropped for its money, so that the reasons say it."""
    return page.assessment.verdict is Verdict.DROP and any(gate.ends and gate.reason == "money" for gate in page.gates)


def economics(page: Page, risk: Risk | None, spread: Iterator[Message]) -> Iterator[Message]:
    """What it costs and what is left on average, when it is earned back, and where it is likely to end."""
    if not _in_money(page):
        yield from total_cost(page.assessment, page.ruleset)
        if not page.of_duty:
            yield from _not_in_money(page)
        return
    yield from told(page, "worth")
    cost, net = (money(page.assessment, name) for name in ("total_cost", "net"))
    if net is None:
        yield from total_cost(page.assessment, page.ruleset)
        yield from _so_far(page)
        yield from break_even(page.assessment, cost)
    else:
        yield from _known(page, [each.key for each in warning(page, risk)])
        if page.assessment.verdict is not Verdict.DROP:
            said = {"risk.chance"} if any(warning(page, risk)) else set()
            yield from (each for each in spread if each.key not in said)
    yield from told(page, "whole_cost")
    yield from own_questions(page, "economics")


def _so_far(page: Page) -> Iterator[Message]:
    """What is known of a sum that cannot be made yet, and what it still needs."""
    brings = [name for name in ("extra_units", "unit_contribution", "extra_contribution") if page.answer(name)]
    if not brings:
        yield say("memo.effect_unknown")
        return
    unknown = {each.question for each in page.assessment.unknowns}
    costs = [name for name in ("cost", "hours") if page.assessment.measures["total_cost"] is None]
    for name in (*brings, *costs):
        given = page.answer(name)
        if given is not None:
            yield say("memo.sum_so_far", question=page.ruleset.questions[name].label, answer=given)
    missing = tuple(Inline(page.ruleset.questions[name].label) for name in _OF_THE_SUM if name in unknown)
    if missing:
        yield say("memo.sum_open", questions=Listed(missing))


_OF_THE_SUM = (
    "extra_units", "unit_contribution", "extra_contribution", "no_effect_chance", "anyway", "cost", "hours",
)  # fmt: skip


def _not_in_money(page: Page) -> Iterator[Message]:
    for name in ("worth", "decision_stake", "decision_turns", "whole_cost"):
        if page.request.value(name) != 0:
            yield from told(page, name)
    if page.request.value("effect_as") == "no_money":
        yield say("memo.no_money")


def _known(page: Page, warned: list[str]) -> Iterator[Message]:
    is_good = not any(key.startswith(("memo.warning.loss", "memo.warning.even")) for key in warned)
    if is_good:
        yield from left_on_average(page)
    if is_good and page.assessment.measures["total_cost"] and page.assessment.verdict is Verdict.GO:
        yield payback(page.assessment)


def cost_range(page: Page) -> Iterator[Message]:
    """What it may cost in all, where that is not known exactly; the table has the average."""
    low, high = (money(page.assessment, name) for name in ("total_cost_low", "total_cost_high"))
    if low and high and round(low.amount) < round(high.amount):
        yield say("memo.cost_range", low=low, high=high)


def left_on_average(page: Page) -> Iterator[Message]:
    """The one figure to remember; a loss is called a loss."""
    net = money(page.assessment, "net")
    if net and _in_money(page):
        key = "memo.expected.loss" if net.amount < 0 else "memo.expected"
        yield say(key, net=replace(net, amount=abs(net.amount)), horizon=horizon(page.assessment))
