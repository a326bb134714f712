"""The success block: what is asked before a go is final, and the block that the answers make.

Measure, level and date; the early sign, its level and its week; the rule to stop by; and who agreed, when.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

from triage.core.interview.forms import form, question
from triage.core.life.events import Agreement, SuccessBlock
from triage.core.messages import Text
from triage.core.request.request import Value
from triage.core.rules.ruleset import Group, Ruleset

PARTS = ("metric", "level", "reach_by", "sign", "sign_level", "sign_week", "stop_rule")
"""What the block holds, by the names of its fields."""
FROM_ANSWERS = {
    "metric": "success_metric",
    "level": "success_level",
    "reach_by": "success_by",
    "sign": "early_sign",
    "stop_rule": "stop_rule",
}
"""The question of the request that proposes each part."""


def agreement_form(*, is_duty: bool) -> Ruleset:
    """Give the questions of the block; what must be done has no rule to stop by."""
    questions = {name: each for name, each in _QUESTIONS.items() if not (is_duty and name == "stop_rule")}
    return form("agreement", _GROUPS, questions)


def fingerprint(block: SuccessBlock) -> str:
    """Give twelve letters and figures that change with any word of the block."""
    words = "\x1f".join(f"{part:g}" if isinstance(part, int | float) else str(part) for part in astuple(block))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def agreement_of(answers: Mapping[str, Value], today: date) -> Agreement:
    """Make the agreement of answers in which every part is there."""
    week, chance, reach_by, agreed_on = (answers.get(name) for name in ("sign_week", "chance", "reach_by", "agreed_on"))
    block = SuccessBlock(
        metric=_words(answers, "metric"),
        level=_words(answers, "level"),
        reach_by=reach_by if isinstance(reach_by, date) else today,
        sign=_words(answers, "sign"),
        sign_level=_words(answers, "sign_level"),
        sign_week=float(week) if isinstance(week, int | float) else 0.0,
        stop_rule=_words(answers, "stop_rule"),
    )
    return Agreement(
        block,
        fingerprint(block),
        agreed_by=_words(answers, "agreed_by"),
        agreed_on=agreed_on if isinstance(agreed_on, date) else today,
        chance=float(chance) if isinstance(chance, int | float) else None,
    )


def _words(answers: Mapping[str, Value], name: str) -> str:
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""


_GROUPS = {
    "success": Group(
        Text("Det, vi er enige om", "What we agree on"),
        Text("Det er et ja, når vi er enige om de her linjer. De bliver vist uændret, når vi gør det op.",
             "It is a yes once you agree on these lines. They are shown unchanged at the review."),
    ),
}  # fmt: skip

_QUESTIONS = {
    "metric": question(
        "success", "text",
        Text("Hvad måler vi på?", "What do you measure?"),
        Text("Måles på", "Measured by"),
        Text("Når vi begge ser på det samme tal, kan vi ikke være uenige om, hvordan det gik.",
             "If you both look at the same number, you cannot disagree on how it went."),
        help_=Text("Ét tal, som vi begge kan se. Fx: tilbud om måneden fra fabrikker.",
                   "One number that you both can see. Such as: quotes a month from plants."),
        must=True,
    ),
    "level": question(
        "success", "text",
        Text("Hvor meget er en succes?", "How much is a success?"),
        Text("En succes er", "A success is"),
        Text("Uden et tal kan alt kaldes en succes.", "Without a number anything can be called a success."),
        help_=Text("Fx: 12 om måneden.", "Such as: 12 a month."),
        must=True,
    ),
    "reach_by": question(
        "success", "date",
        Text("Hvornår skal det være nået?", "By when should it be reached?"),
        Text("Nået senest", "Reached by"),
        Text("Datoen skal passe til, hvor lang tid den slags plejer at tage.",
             "The date should suit how long such tasks usually take."),
        help_=Text("En dato, fx 30. juni 2027.", "A date, such as 30 June 2027."),
        must=True,
    ),
    "sign": question(
        "success", "text",
        Text("Hvilket tidligt tegn viser, at det er på vej?", "Which early sign shows that it is on its way?"),
        Text("Tidligt tegn", "Early sign"),
        Text("Så er der noget at se på i ventetiden.", "It gives you something to look at while you wait."),
        help_=Text("Fx: besøg på de nye sider.", "Such as: visits to the new pages."),
        must=True,
    ),
    "sign_level": question(
        "success", "text",
        Text("Hvor meget af det tidlige tegn er nok?", "How much of the early sign is enough?"),
        Text("Tegnet er nok ved", "Enough of the sign"),
        Text("Ellers kan ét klik også være et tegn.", "Otherwise one click could be a sign too."),
        help_=Text("Fx: 100 besøg om ugen.", "Such as: 100 visits a week."),
        must=True,
    ),
    "sign_week": question(
        "success", "number",
        Text("I hvilken uge efter beslutningen ser vi efter det?",
             "In which week after the decision do you look for it?"),
        Text("Tegnet ventes efter", "Sign expected after"),
        Text("Før da er det for tidligt at lede efter det.", "Before that it is too early to look for it."),
        help_=Text("Antal uger fra beslutningen, fx 12.", "Number of weeks from the decision, such as 12."),
        unit="weeks",
        must=True,
    ),
    "stop_rule": question(
        "success", "text",
        Text("Hvad får os til at stoppe undervejs?", "What would make you stop along the way?"),
        Text("Vi stopper, hvis", "Stop if"),
        Text("Det er lettere at stoppe, når vi har sagt hvornår, før pengene er brugt.",
             "Stopping is easier when you said when before the money was spent."),
        help_=Text("Fx: under 20 besøg om ugen i uge 12.", "Such as: fewer than 20 visits a week in week 12."),
        must=True,
    ),
    "chance": question(
        "success", "number",
        Text("Hvor stor tror vi, chancen er for at nå det?", "How likely do you think it is that you reach it?"),
        Text("Chance", "Chance"),
        Text("Når vi har ti bag os, kan vi se, om vi plejer at tro for meget eller for lidt.",
             "With ten behind you, you can see whether you tend to expect too much or too little."),
        help_=Text("I procent, fx 60.", "In percent, such as 60."),
        unit="percent",
    ),
    "agreed_by": question(
        "success", "text",
        Text("Hvem er enige om det?", "Who agrees on it?"),
        Text("Aftalt af", "Agreed by"),
        Text("To navne gør det til en aftale.", "Two names make it an agreement."),
        help_=Text("Fx: Lars og Mette.", "Such as: Lars and Mette."),
        must=True,
    ),
    "agreed_on": question(
        "success", "date",
        Text("Hvornår blev vi enige?", "When did you agree?"),
        Text("Aftalt den", "Agreed on"),
        Text("Så kan ingen tro, at det blev skrevet bagefter.", "So that nobody thinks it was written afterwards."),
    ),
}  # fmt: skip
