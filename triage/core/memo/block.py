"""What the two agree on, on the memo: a trial, what success is, and their names. Chooses sentences; writes none."""

from collections.abc import Iterator
from datetime import date

from triage.core.memo.hanging import wants_trial
from triage.core.memo.sections import PARAGRAPH, Page, own_questions
from triage.core.messages import Message, Param, Typed, say
from triage.core.request.request import Value
from triage.core.request.shown import typed
from triage.core.rules.ruleset import Verdict


def trial(page: Page) -> Iterator[Message]:
    """What a trial may look like, where one is to be made."""
    if page.assessment.verdict is Verdict.DEFER and wants_trial(page.assessment):
        yield say("memo.test", test=page.kind.test)


def success(page: Page) -> Iterator[Message]:
    """The block that both agree on: what success is, what shows that it is on its way, and when we stop."""
    request = page.request
    if page.assessment.verdict is Verdict.DROP or (
        page.assessment.verdict is Verdict.DEFER and not is_block_begun(page)
    ):
        return
    blank = say("memo.blank")
    by = request.value("success_by") or (
        request.value("duty_from") if page.of_duty else page.after(page.assessment.measures["full_likely"])
    )
    yield say(
        "memo.success",
        metric=typed(request, "success_metric") or blank,
        level=typed(request, "success_level") or blank,
        date=by if isinstance(by, date) else blank,
    )
    yield from _on_its_way(page, by)
    if page.duty is None:
        yield say("memo.stop", rule=typed(request, "stop_rule") or blank)
    if page.assessment.verdict is Verdict.DEFER:
        yield say("memo.success.not_yet")
    yield from own_questions(page, "success")


def is_block_begun(page: Page) -> bool:
    """Whether something of what both agree on was written down."""
    return any(typed(page.request, name) for name in page.ruleset.verdicts.agree)


def _on_its_way(page: Page, by: Value) -> Iterator[Message]:
    """The early sign and its day; a duty has one only where it was named, and no day after the end says anything."""
    sign, day = typed(page.request, "early_sign"), page.after(page.assessment.measures["first_high"])
    if page.of_duty and sign is None:
        return
    shown_sign: Param = sign or page.kind.leading
    if page.of_duty or day is None or (isinstance(by, date) and by <= day):
        yield say("memo.on_its_way.undated", sign=shown_sign)
    else:
        yield say("memo.on_its_way", sign=shown_sign, date=day)


def agreed(page: Page) -> Iterator[Message]:
    """Names, date, and the director's right to decide otherwise."""
    names = {"director": page.request.profile.director, "manager": page.request.profile.manager}
    roles: dict[str, Param] = {role: say(f"memo.role.{role}") for role in names}
    signed = {
        role: say("memo.signature", role=roles[role], name=Typed(name)) if name else roles[role]
        for role, name in names.items()
    }
    yield say("memo.names", **signed)
    yield PARAGRAPH
    yield say("memo.override")
