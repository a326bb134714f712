"""What is asked at a review, and the review that the answers make; how it is judged is ``life.status``."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from triage.core.interview.forms import form, question
from triage.core.life.events import Held, Judged, Life, Review, Status
from triage.core.life.status import Seen, judge
from triage.core.messages import Message, Text, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Choice, Group, Ruleset

ASSUMPTION = "assumption"
STOP = "stop"


def review_form(
    *, has_check: bool, is_running: bool, currency: str, is_early: bool = False, is_final: bool = False
) -> Ruleset:
    """Give the questions of a review: what was seen, what it took, and whether an override's assumption held.

    Where it is too early to judge, whether the decision was good is asked only of whoever stops. Where this review ends
    it, there is nothing to stop, and whether it is reached must be said: a question skipped is no failure.
    """
    questions = dict(_CHECK) if has_check else {}
    if is_running:
        questions |= _RUNNING
    if is_early:
        questions |= {name: replace(questions[name], only_if={STOP: True}) for name in ("decision", "learned")}
    if is_final:
        questions["reached"] = replace(questions["reached"], must=True)
        questions = {name: each for name, each in questions.items() if name not in {STOP, "because"}}
    return form("review", _GROUPS, questions, currency)


def seen(answers: Mapping[str, Value]) -> Seen:
    """Give what was seen: yes, no, or not looked at."""
    return Seen(_yes_or_no(answers.get("sign")), _yes_or_no(answers.get("reached")))


def review_of(life: Life, answers: Mapping[str, Value], today: date) -> Review | Message:
    """Make the review of the answers, or say what it lacks; a stop is a choice that takes a reason."""
    stops = answers.get(STOP) is True
    because = _words(answers, "because")
    if stops and not because:
        return say("review.stop_needs_reason")
    found = seen(answers)
    agreed = life.agreement
    return Review(
        status=Status.STOPPED if stops else judge(life, found, today),
        measured=_words(answers, "measured"),
        sign=found.sign,
        sign_on=_day(answers, "sign_on", today) if found.sign else None,
        reached=found.reached,
        reached_on=_day(answers, "reached_on", today) if found.reached else None,
        cost=_number(answers, "cost"),
        hours=_number(answers, "hours"),
        contribution=_number(answers, "contribution"),
        decision=cast("Judged | None", _words(answers, "decision") or None),
        learned=_words(answers, "learned"),
        because=because if stops else "",
        block=agreed.fingerprint if agreed else "",
    )


def held(answers: Mapping[str, Value]) -> Held | None:
    """Whether the assumption of an override held; ``None`` where nobody looked."""
    return cast("Held | None", _words(answers, ASSUMPTION) or None)


def _yes_or_no(value: Value) -> bool | None:
    return {"yes": True, "no": False}.get(value) if isinstance(value, str) else None


def _day(answers: Mapping[str, Value], name: str, today: date) -> date:
    value = answers.get(name)
    return value if isinstance(value, date) else today


def _number(answers: Mapping[str, Value], name: str) -> float | None:
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) else None


def _words(answers: Mapping[str, Value], name: str) -> str:
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""


_GROUPS = {
    "check": Group(Text("Det, beslutningen bygger på", "What the decision rests on"),
                   Text("Grunden til at vælge noget andet end anbefalingen.",
                        "The reason to choose something else than the advice.")),
    "seen": Group(Text("Det, vi har set", "What you have seen"),
                  Text("Holdt op mod det, vi aftalte.", "Against what you agreed.")),
    "spent": Group(Text("Det, det har kostet og givet", "What it has cost and brought"),
                   Text("Indtil nu, så godt vi ved det. Spring over, hvad vi ikke ved.",
                        "So far, as well as you know. Skip what you do not know.")),
    "next": Group(Text("Videre eller stop", "Go on or stop"),
                  Text("At stoppe er et valg, og der skal stå hvorfor.", "Stopping is a choice, and takes a reason.")),
    "learned": Group(Text("Det, vi tager med", "What you take along"),
                     Text("En god beslutning kan ende skidt, og en dårlig kan gå godt.",
                          "A good decision can end badly, and a poor one can go well.")),
}  # fmt: skip

_SEEN = {
    "yes": Choice("Ja", "Yes"),
    "no": Choice("Nej", "No"),
    "not_measured": Choice("Det har vi ikke målt", "We have not measured it"),
}
_WHEN = Text("En dato, fx 1. maj. Springes den over, gælder dagen i dag.",
             "A date, such as 1 May. If you skip it, today counts.")  # fmt: skip

_RUNNING = {
    "measured": question(
        "seen", "text",
        Text("Hvad har vi målt?", "What have you measured?"),
        Text("Målt", "Measured"),
        Text("Tallet selv, så andre kan se, hvad svaret bygger på.",
             "The number itself, so that others can see what the answer rests on."),
        help_=Text("Fx: 9 tilbud om måneden.", "Such as: 9 quotes a month."),
    ),
    "sign": question(
        "seen", "choice",
        Text("Er det tidlige tegn der, så meget som vi aftalte?",
             "Is the early sign there, as much of it as you agreed?"),
        Text("Tidligt tegn", "Early sign"),
        Text("Det tidlige tegn er det, man kan se, før resten kommer.",
             "The early sign is what shows before the rest."),
        choices=_SEEN,
    ),
    "sign_on": question(
        "seen", "date",
        Text("Hvornår var tegnet der?", "When was the sign there?"),
        Text("Tegnet set", "Sign seen"),
        Text("Efter fem opgaver af samme slags kender vi vores egne tider.",
             "After five tasks of a kind you know your own times."),
        help_=_WHEN,
        only_if={"sign": "yes"},
    ),
    "reached": question(
        "seen", "choice",
        Text("Er det, vi kaldte en succes, nået?", "Is what you called a success reached?"),
        Text("Succes nået", "Success reached"),
        Text("Det er det tal, vi aftalte, før vi gik i gang.", "It is the number you agreed on before you began."),
        choices=_SEEN,
    ),
    "reached_on": question(
        "seen", "date",
        Text("Hvornår blev det nået?", "When was it reached?"),
        Text("Nået den", "Reached on"),
        Text("Efter fem opgaver af samme slags kender vi vores egne tider.",
             "After five tasks of a kind you know your own times."),
        help_=_WHEN,
        only_if={"reached": "yes"},
    ),
    "cost": question(
        "spent", "number",
        Text("Hvad har det kostet indtil nu, når vi ikke tæller vores egne timer med?",
             "What has it cost so far, not counting your own hours?"),
        Text("Brugt", "Spent"),
        Text("Holdt op mod det, vi regnede med, viser det, hvor gode vores tal plejer at være.",
             "Against what you expected it shows how good your figures usually are."),
        help_=Text("Ét beløb, fx 20000 eller 20k.", "One amount, such as 20000 or 20k."),
        unit="money",
    ),
    "hours": question(
        "spent", "number",
        Text("Hvor mange af vores egne timer er der brugt?", "How many of your own hours have been spent?"),
        Text("Timer", "Hours"),
        Text("Vores egne timer er det, der oftest bliver glemt.", "Own hours are what is forgotten most."),
        unit="hours",
    ),
    "contribution": question(
        "spent", "number",
        Text("Hvor meget ekstra dækningsbidrag er der kommet?", "How much extra contribution has come?"),
        Text("Dækningsbidrag", "Contribution"),
        Text("Kun det, der ikke var kommet alligevel.", "Only what would not have come anyway."),
        help_=Text("Salget minus det, hvert salg koster os.", "Sales minus what each sale costs you."),
        unit="money",
    ),
    STOP: question(
        "next", "yes_no",
        Text("Stopper vi den nu?", "Do you stop it now?"),
        Text("Stoppes nu", "Stopped now"),
        Text("At stoppe før tiden er et valg. Svarer du ja, ser du først, hvad vi giver afkald på.",
             "Stopping early is a choice. If you say yes, you are first told what you forgo."),
    ),
    "because": question(
        "next", "text",
        Text("Hvorfor stopper vi?", "Why do you stop?"),
        Text("Stoppet, fordi", "Stopped because"),
        Text("Så ved vi næste gang, om det var opgaven eller tålmodigheden.",
             "Next time you will know whether it was the task or the patience."),
        only_if={STOP: True},
        must=True,
    ),
    "decision": question(
        "learned", "choice",
        Text("Var det en god beslutning med det, vi vidste dengang?",
             "Was it a good decision with what you knew then?"),
        Text("God beslutning", "Good decision"),
        Text("Held og dømmekraft er ikke det samme. Svar, som om du ikke kendte resultatet.",
             "Luck and judgement are not the same. Answer as if you did not know the result."),
        choices={
            "good": Choice("Ja", "Yes"),
            "poor": Choice("Nej", "No"),
            "unsure": Choice("Det kan vi ikke sige", "We cannot say"),
        },
    ),
    "learned": question(
        "learned", "text",
        Text("Hvad har vi lært?", "What have you learned?"),
        Text("Lært", "Learned"),
        Text("Det står i rapporten, og næste gang nogen beder om det samme.",
             "It stands in the report, and the next time somebody asks for the same."),
    ),
}  # fmt: skip

_CHECK = {
    ASSUMPTION: question(
        "check", "choice",
        Text("Holdt det?", "Did it hold?"),
        Text("Holdt det", "Did it hold"),
        Text("Holdt det, var det rigtigt at gå imod tallene.", "If it held, going against the figures was right."),
        choices={
            "held": Choice("Ja, det holdt", "Yes, it held"),
            "failed": Choice("Nej, det holdt ikke", "No, it did not hold"),
            "unclear": Choice("Det er stadig uklart", "It is still unclear"),
        },
    ),
    "note": question(
        "check", "text",
        Text("Hvad så vi?", "What did you see?"),
        Text("Set", "Seen"),
        Text("Så vi kan huske det om et år.", "So that you remember it in a year."),
        only_if={ASSUMPTION: ("held", "failed", "unclear")},
    ),
}  # fmt: skip
