"""What is asked about a decision: who took it, why, what it rests on, and, for a defer, what it waits for.

A decision that differs from the verdict is an override: a normal outcome, for which reason and assumption are asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from triage.core.interview.forms import form, question
from triage.core.life.events import By, Decision, Life, Wait, weeks_after
from triage.core.messages import Message, Text, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Choice, Group, Question, Ruleset, Verdict

WEEKS_TO_CHECK = 13
"""An override's assumption is looked at after a quarter where no early sign says when (a judgement)."""
WEEKS_TO_WAIT = 13
"""What waits for an event alone is looked at after a quarter anyway, so that it is not forgotten (a judgement)."""
MOST_DEFERS = 2
"""A third defer of the same task takes a reason: it is usually a drop that nobody says."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the decision is compared with: the verdict, the appointment behind a defer, and the class's weeks."""

    verdict: Verdict
    wait: Wait | None = None
    first_weeks: float | None = None
    judge_weeks: float | None = None


def decision_form(verdict: Verdict, advised: Verdict, life: Life) -> Ruleset:
    """Give the questions that this decision takes."""
    differs, defers = verdict is not advised, verdict is Verdict.DEFER
    groups = {"decision": Group(Text("Beslutningen", "The decision"), _PURPOSE[differs])}
    return form("decision", groups, dict(_questions(differs, defers, needs_reason(verdict, advised, life))))


def needs_reason(verdict: Verdict, advised: Verdict, life: Life) -> bool:
    """Whether a decision takes a reason: an override, and the third defer of the same task."""
    defers = sum(decision.verdict is Verdict.DEFER for _, decision in life.all(Decision))
    return verdict is not advised or (verdict is Verdict.DEFER and defers >= MOST_DEFERS)


def proposed(verdict: Verdict, advice: Advice, today: date) -> dict[str, Value]:
    """Give the answers that stand there at first: the appointment of the assessment, and when to look again."""
    found: dict[str, Value] = {"by": "both"}
    if verdict is Verdict.DEFER and advice.wait:
        wait = advice.wait
        found |= {"reason": wait.reason, "owner": wait.owner, "trigger": wait.trigger or None, "until": wait.until}
    if verdict is not advice.verdict:
        weeks = advice.first_weeks if verdict is Verdict.GO and advice.first_weeks else WEEKS_TO_CHECK
        found["check_on"] = weeks_after(today, weeks)
    return found


def decision_of(verdict: Verdict, advice: Advice, answers: Mapping[str, Value], today: date) -> Decision | Message:
    """Make the decision of the answers, or say what it lacks: a defer without a date or an event waits for ever."""
    wait = None
    if verdict is Verdict.DEFER:
        trigger, until = _words(answers, "trigger"), answers.get("until")
        if not trigger and not isinstance(until, date):
            return say("decide.no_end")
        day = until if isinstance(until, date) else weeks_after(today, WEEKS_TO_WAIT)
        reason, owner = _words(answers, "reason") or "other", _words(answers, "owner") or "both"
        wait = Wait(reason, owner, trigger, day or today)
    check_on = answers.get("check_on")
    by: By = "director" if answers.get("by") == "director" else "both"
    return Decision(
        verdict,
        advice.verdict,
        by,
        because=_words(answers, "because"),
        assumes=_words(answers, "assumes"),
        check_on=cast("date", check_on) if verdict is not advice.verdict else None,
        wait=wait,
        first_weeks=advice.first_weeks,
        judge_weeks=advice.judge_weeks,
    )


def _words(answers: Mapping[str, Value], name: str) -> str:
    value = answers.get(name)
    return value if isinstance(value, str) else ""


_PURPOSE = {
    False: Text("Det, vi vælger, og hvem der har valgt det.", "What you chose, and who chose it."),
    True: Text("Det er i orden at vælge noget andet end anbefalingen. Skriv, hvad det bygger på.",
               "It is fine to choose something else than the advice. Write down what it rests on."),
}  # fmt: skip


def _questions(differs: bool, defers: bool, reason: bool) -> Iterator[tuple[str, Question]]:
    """What must be answered comes first, so that the purpose is told; who decided has a usual answer."""
    yield "because", question(
        "decision", "text",
        Text("Hvorfor?", "Why?"),
        Text("Fordi", "Because"),
        Text("Om et halvt år husker ingen grunden, hvis den ikke står her.",
             "In six months nobody remembers the reason unless it stands here."),
        must=reason,
    )  # fmt: skip
    if differs:
        yield from _OVERRIDE.items()
    if defers:
        yield from _DEFER.items()
    yield "by", question(
        "decision", "choice",
        Text("Hvem har besluttet det?", "Who decided it?"),
        Text("Besluttet af", "Decided by"),
        Text("Så ved vi begge bagefter, hvis beslutning det var.", "Then you both know later whose decision it was."),
        choices={"director": Choice("Direktøren", "The director"), "both": Choice("Vi begge", "Both of us")},
        must=True,
    )  # fmt: skip


_OVERRIDE = {
    "assumes": question(
        "decision", "text",
        Text("Hvad skal være rigtigt, for at det går godt?", "What has to be true for it to turn out well?"),
        Text("Bygger på", "Rests on"),
        Text("Det ser vi efter senere. Holder det, var det rigtigt at gå imod tallene.",
             "It is looked at later. If it holds, going against the figures was right."),
        help_=Text("Fx: De unge på TikTok køber sammen med deres forældre.",
                   "Such as: The young people on TikTok buy together with their parents."),
        must=True,
    ),
    "check_on": question(
        "decision", "date",
        Text("Hvornår ser vi efter, om det holder?", "When do you look at whether it holds?"),
        Text("Ser efter, om det holder", "Looked at on"),
        Text("Uden en dato bliver der aldrig set efter.", "Without a date nobody ever looks."),
        help_=Text("En dato, fx 1. maj eller om 13 uger.", "A date, such as 1 May or in 13 weeks."),
        must=True,
    ),
}  # fmt: skip

_DEFER = {
    "reason": question(
        "decision", "choice",
        Text("Hvad venter vi på?", "What are you waiting for?"),
        Text("Venter på", "Waiting for"),
        Text("At vente uden en grund er et nej, som ingen siger.",
             "A delay without a reason is a no that nobody says."),
        choices={
            "ask": Choice("Et svar", "An answer"),
            "research": Choice("Mere viden om kunderne", "More knowledge of the customers"),
            "test": Choice("En prøve", "A test"),
            "date": Choice("En anden dato", "Another date"),
            "capacity": Choice("Tid og hænder til det", "Time and hands to do it"),
            "strategy": Choice("En beslutning om strategien", "A decision on the strategy"),
            "money": Choice("Penge, eller en billigere måde", "Money, or a cheaper way"),
            "outcome": Choice("At vi er enige om, hvad det skal give", "That you agree on what it should bring"),
            "need": Choice("At en kunde har brug for det", "That a customer needs it"),
            "duty": Choice("At vi ved, om det er en pligt", "To know whether it is a duty"),
            "law": Choice("En lovlig måde", "A lawful way"),
            "other": Choice("Noget andet", "Something else"),
        },
    ),
    "owner": question(
        "decision", "choice",
        Text("Hvem sørger for, at den bliver taget op igen?", "Who sees to it that it is taken up again?"),
        Text("Det sørger for", "Seen to by"),
        Text("Det, alle skal huske, husker ingen.", "What everybody is to remember, nobody remembers."),
        choices={
            "manager": Choice("Marketingchefen", "The marketing manager"),
            "director": Choice("Direktøren", "The director"),
            "both": Choice("Vi begge", "Both of us"),
        },
    ),
    "trigger": question(
        "decision", "text",
        Text("Hvad skal der ske, før vi tager den op igen?", "What has to happen before you take it up again?"),
        Text("Tages op", "Taken up"),
        Text("En hændelse er bedre end en dato, for så er der noget nyt at tale om.",
             "An event is better than a date, as there is then something new to talk about."),
        help_=Text("Fx: når fem kunder har svaret.", "Such as: when five customers have answered."),
    ),
    "until": question(
        "decision", "date",
        Text("Hvornår tager vi den senest op igen?", "When do you take it up again at the latest?"),
        Text("Tages op senest", "Taken up by"),
        Text("Så ligger den ikke og samler støv, hvis der aldrig sker noget.",
             "So that it does not gather dust if nothing ever happens."),
        help_=Text("En dato, fx 1. maj eller om 8 uger.", "A date, such as 1 May or in 8 weeks."),
    ),
}  # fmt: skip
