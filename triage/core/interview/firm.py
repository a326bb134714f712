"""The questions about the firm, in the shape of those about a request, and the profile that their answers make."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from triage.core.interview.forms import form, question
from triage.core.messages import Text
from triage.core.request.request import Goal, Profile, Value
from triage.core.rules.ruleset import Choice, Group, Question, Ruleset

MOST_GOALS = 5
GOALS = tuple(f"goal_{number}" for number in range(1, MOST_GOALS + 1))


def profile_rules(currencies: tuple[str, ...]) -> Ruleset:
    """Give the profile's questions as a ruleset without criteria, so that the same interview asks them."""
    return form("profile", _GROUPS, dict(_questions(currencies)), currencies[0])


def profile_answers(profile: Profile) -> dict[str, Value]:
    """Give a profile as answers to its questions; what has not been said is left out."""
    answers: dict[str, Value] = {}
    for name in ("organisation", "manager", "director", "language", "currency", "agreed_on"):
        answers[name] = getattr(profile, name) or None
    for name in ("yearly_budget", "hourly_cost", "horizon_months", "sales_cycle_weeks", "capacity_hours"):
        answers[name] = getattr(profile, name)
    answers["required_return"] = None if profile.required_return is None else profile.required_return * 100
    answers |= dict.fromkeys(GOALS)
    for name, goal in zip(GOALS, profile.goals, strict=False):
        answers[name] = " | ".join(part for part in (goal.text, goal.audience, goal.metric) if part)
    return answers


def profile_of(answers: Mapping[str, Value]) -> Profile:
    """Make the profile of answers."""
    agreed, currency = answers.get("agreed_on"), answers.get("currency")
    percent = _number(answers, "required_return")
    return Profile(
        organisation=_words(answers, "organisation"),
        manager=_words(answers, "manager"),
        director=_words(answers, "director"),
        language=_words(answers, "language") or None,
        currency=currency if isinstance(currency, str) else Profile().currency,
        yearly_budget=_number(answers, "yearly_budget"),
        hourly_cost=_number(answers, "hourly_cost"),
        required_return=None if percent is None else percent / 100,
        horizon_months=_number(answers, "horizon_months"),
        sales_cycle_weeks=_number(answers, "sales_cycle_weeks"),
        capacity_hours=_number(answers, "capacity_hours"),
        goals=tuple(_goals(answers)),
        agreed_on=agreed if isinstance(agreed, date) else None,
    )


def goal_id(text: str, taken: tuple[str, ...]) -> str:
    """Make an id of a goal's words: "Flere kunder i Tyskland" becomes flere_kunder_i_tyskland."""
    letters = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = "_".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("_") or "goal"
    names = (plain, *(f"{plain}_{number}" for number in range(2, MOST_GOALS + 2)))
    return next(name for name in names if name not in {*taken, "none", "unknown"})


def _goals(answers: Mapping[str, Value]) -> Iterator[Goal]:
    taken: tuple[str, ...] = ()
    for name in GOALS:
        words = answers.get(name)
        if isinstance(words, str) and words.strip(" |"):
            text, audience, metric, *_ = [part.strip() for part in words.split("|")] + ["", "", ""]
            taken = (*taken, goal_id(text, taken))
            yield Goal(taken[-1], text, audience, metric)


def _words(answers: Mapping[str, Value], name: str) -> str:
    value = answers.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _number(answers: Mapping[str, Value], name: str) -> float | None:
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) else None


_GROUPS = {
    "people": Group(Text("Jer", "You"), Text("Hvem notaterne er fra og til.", "Who the memos are from and to.")),
    "figures": Group(
        Text("Jeres tal", "Your figures"),
        Text("Grove tal er fine. Uden dem bruges skøn, og det står i notatet.",
             "Rough figures are fine. Without them judgements are used, and the memo says so."),
    ),
    "goals": Group(
        Text("Årets mål", "This year's goals"),
        Text("De mål, I begge er enige om. Højst fem.", "The goals you both agree on. Five at most."),
    ),
}  # fmt: skip


def _questions(currencies: tuple[str, ...]) -> Iterator[tuple[str, Question]]:
    yield from _PEOPLE.items()
    yield "currency", question(
        "figures", "choice",
        Text("Hvilken valuta regner I i?", "Which currency do you count in?"),
        Text("Valuta", "Currency"),
        Text("Alle beløb skrives i den.", "All amounts are written in it."),
        choices={code: Choice(code, code) for code in currencies},
    )  # fmt: skip
    yield from _FIGURES.items()
    for number, name in enumerate(GOALS, start=1):
        yield name, question(
            "goals", "text",
            Text(f"Mål {number}: hvad vil I nå i år?", f"Goal {number}: what do you want to reach this year?"),
            Text(f"Mål {number}", f"Goal {number}"),
            Text("Opgaver, der ikke hjælper på et mål, trækker jer et andet sted hen.",
                 "Tasks that serve no goal pull you elsewhere."),
            help_=Text("Fx: Flere henvendelser | fabrikker i Jylland | tilbud om måneden (mål | målgruppe | måles på).",
                       "Such as: More enquiries | plants in Jutland | quotes a month (goal | audience | measured by)."),
            only_if={GOALS[number - 2]: True} if number > 1 else None,
        )  # fmt: skip
    yield "agreed_on", question(
        "goals", "date",
        Text("Hvornår blev I enige om målene?", "When did you agree on the goals?"),
        Text("Målene aftalt", "Goals agreed"),
        Text("Mål, som begge har sagt ja til, er dem, man kan holde hinanden op på.",
             "Goals that both have said yes to are those you can hold each other to."),
        only_if={GOALS[0]: True},
    )  # fmt: skip


_PEOPLE = {
    "organisation": question(
        "people", "text",
        Text("Hvad hedder firmaet?", "What is the firm called?"),
        Text("Firma", "Firm"),
        Text("Det står på notatet.", "It stands on the memo."),
    ),
    "manager": question(
        "people", "text",
        Text("Hvad hedder du?", "What is your name?"),
        Text("Marketingchef", "Marketing manager"),
        Text("Notatet er fra dig.", "The memo is from you."),
    ),
    "director": question(
        "people", "text",
        Text("Hvad hedder direktøren?", "What is the director's name?"),
        Text("Direktør", "Director"),
        Text("Notatet er til direktøren.", "The memo is to the director."),
    ),
    "language": question(
        "people", "choice",
        Text("Hvilket sprog skal triage tale?", "Which language should triage speak?"),
        Text("Sprog", "Language"),
        Text("Du kan altid vælge et andet med --lang.", "You can always choose another with --lang."),
        choices={"da": Choice("Dansk", "Dansk"), "en": Choice("English", "English")},
    ),
}  # fmt: skip

_FIGURES = {
    "yearly_budget": question(
        "figures", "number",
        Text("Hvor stort er marketingbudgettet på et år?", "How big is the marketing budget for a year?"),
        Text("Årsbudget", "Yearly budget"),
        Text("Jo større del af budgettet en opgave tager, jo mere skal vi vide først.",
             "The bigger the part of the budget a task takes, the more we need to know first."),
        unit="money",
    ),
    "hourly_cost": question(
        "figures", "number",
        Text("Hvad koster en time af jeres egen tid?", "What does an hour of your own time cost?"),
        Text("Timepris", "Hourly cost"),
        Text("Egne timer koster også. Løn plus 25-40 % er almindeligt, men det er et skøn.",
             "Own hours cost too. Wage plus 25-40% is common, but that is a judgement."),
        unit="money",
    ),
    "required_return": question(
        "figures", "number",
        Text("Hvilket afkast kræver firmaet om året, i procent?",
             "Which return does the firm require a year, in percent?"),
        Text("Afkastkrav", "Required return"),
        Text("Bruges kun, når en opgave løber i mere end et år.", "Used only where a task runs for more than a year."),
        unit="percent",
    ),
    "horizon_months": question(
        "figures", "number",
        Text("Over hvor mange måneder regner I effekten?", "Over how many months do you count the effect?"),
        Text("Måneder, der regnes med", "Months counted"),
        Text("Uden et tal bruges det, der er almindeligt for den slags opgave.",
             "Without a number, what is usual for each kind of task is used."),
        unit="count",
    ),
    "sales_cycle_weeks": question(
        "figures", "number",
        Text("Hvor lang tid går der fra første henvendelse til salg?", "How long is it from first enquiry to sale?"),
        Text("Salgscyklus", "Sales cycle"),
        Text("Et salg kan først ses, når en hel salgscyklus er gået.", "A sale shows only after a whole sales cycle."),
        help_=Text("Skriv et antal uger, fx 12.", "Write a number of weeks, such as 12."),
        unit="weeks",
    ),
    "capacity_hours": question(
        "figures", "number",
        Text("Hvor mange timer har I til nye opgaver om måneden?", "How many hours a month have you for new tasks?"),
        Text("Timer om måneden", "Hours a month"),
        Text("Et ja koster altid noget andet.", "A yes always costs something else."),
        unit="hours",
    ),
}  # fmt: skip
