"""A made-up firm's year as a list of steps, and what plays them through the public commands with a set clock.

Bjerre Pumper A/S makes pumps for food plants and waterworks: Mette Holm is the marketing manager, Lars Kjær the
director. Everything here is what the two said and did; what has to follow from it is counted in :mod:`yearcount`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

MANAGER, DIRECTOR = "Mette Holm", "Lars Kjær"
INQUIRIES, SERVICE, GERMANY, HIRING = (
    "flere_henvendelser_fra_fabrikker",
    "flere_servicekontrakter",
    "kendt_paa_det_tyske_marked",
    "lettere_at_finde_montoerer",
)
GOALS = (
    "Flere henvendelser fra fabrikker | fødevarefabrikker | tilbud om måneden",
    "Flere servicekontrakter | kunder med pumper i drift | aftaler om måneden",
    "Kendt på det tyske marked | tyske mejerier | besøg fra Tyskland",
)
NEW_GOAL = "Lettere at finde montører | montører i Midtjylland | ansøgninger"
HOURLY = {"DKK": 650, "EUR": 87}
BUDGET = {"DKK": 2_400_000, "EUR": 320_000}
SALES_CYCLE = 8
FIRM = (
    *("--organisation", "Bjerre Pumper A/S", "--manager", MANAGER, "--director", DIRECTOR, "--language", "da"),
    *("--currency", "DKK", "--yearly-budget", str(BUDGET["DKK"]), "--hourly-cost", str(HOURLY["DKK"])),
    *("--required-return", "10", "--sales-cycle-weeks", str(SALES_CYCLE), "--capacity-hours", "60"),
)

Said = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """Something done to a task: the command, when, and what was said; ``then`` is the verdict that comes of it."""

    command: str
    at: datetime
    said: Said
    then: str = ""


@dataclass(frozen=True)
class Task:
    """What the director asked for and what became of it; amounts in the currency's own units."""

    at: datetime
    language: str
    verdict: str
    title: str
    answers: Said
    currency: str
    deeds: tuple[Deed, ...]
    again: str = ""
    """The title of the earlier task that asks for the same."""
    whats_new: str = ""
    id: str = ""


@dataclass(frozen=True)
class Step:
    """A command line, the moment it is given, the files it reads, and words that its answer must hold."""

    at: datetime
    line: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    reply: Said | None = None
    """What the director writes into the form that was printed the step before."""
    shows: tuple[str, ...] = ()


Planned = Callable[[date], Deed]
"""A deed that waits for the day of the decision before it."""

BLOCK = {
    "da": {
        "metric": "nye henvendelser om måneden",
        "level": "10 om måneden",
        "sign": "besøg på siden",
        "sign_level": "200 om ugen",
        "stop": "under 50 besøg om ugen i uge 8",
    },
    "en": {
        "metric": "new enquiries a month",
        "level": "8 a month",
        "sign": "visits to the page",
        "sign_level": "100 a week",
        "stop": "fewer than 30 visits a week by week 8",
    },
}
"""What the two agree on where a row says nothing else."""


def moment(day: str | date, hour: int = 9, minute: int = 0) -> datetime:
    """Give a moment of a day; ``03-17`` is in 2026."""
    if isinstance(day, str):
        day = date.fromisoformat(day if len(day) > len("03-17") else f"2026-{day}")
    return datetime.combine(day, time(hour, minute))


def task(  # noqa: PLR0917 - a row of the year
    day: str | datetime,
    language: str,
    verdict: str,
    kind: str,
    title: str,
    wish: str,
    base: Said,
    cost: Any,
    hours: Any,
    gain: Any,
    *deeds: Deed | Planned,
    currency: str = "DKK",
    again: str = "",
    whats_new: str = "",
    **answers: Any,
) -> Task:
    """Make a task; ``cost`` and ``gain`` are in thousands, one number, low-likely-high or unknown."""
    amounts = {"cost": _thousand(cost), "hours": hours, "extra_contribution": _thousand(gain)}
    given = {"request": wish, "task_type": kind} | base | {k: v for k, v in amounts.items() if v is not None} | answers
    at = day if isinstance(day, datetime) else moment(day)
    return Task(at, language, verdict, title, given, currency, _dated(deeds), again, whats_new)


def decided(day: str, verdict: str, hour: int = 10, **said: Any) -> Deed:
    """Decide; ``check`` and ``until`` are days."""
    days = {name: moment(said[name]).date() for name in ("check", "until") if name in said}
    return Deed("decide", moment(day, hour), {"verdict": verdict} | said | days)


def agreed(day: str, chance: int | None = None, by: int = 16, sign_week: int = 4, **said: Any) -> Planned:
    """Agree on success, to be reached so many weeks after the decision."""

    def make(start: date) -> Deed:
        stated = {} if chance is None else {"chance": chance}
        said_of_it = {"by_date": start + timedelta(weeks=by), "sign_week": sign_week} | stated | said
        return Deed("agree", moment(day, 11), said_of_it)

    return make


def reviewed(week: float, **said: Any) -> Planned:
    """Look at what came of it so many weeks after the decision; ``sign_on`` and ``reached_on`` are weeks too."""

    def make(start: date) -> Deed:
        days = {name: _later(start, said[name]) for name in ("sign_on", "reached_on") if name in said}
        return Deed("review", moment(_later(start, week), 13), said | days)

    return make


def revisited(day: str, then: str, because: str = "", **changes: Any) -> Deed:
    """Weigh once more with changed answers."""
    return Deed("revisit", moment(day, 14), {"because": because, "changes": changes}, then)


def answered(day: str, suffix: str = ".txt", **reply: str) -> Deed:
    """The director's form comes back, with these letters and words in it."""
    return Deed("answer", moment(day, 8), {"reply": reply, "suffix": suffix})


def aligned(day: str, then: str, take: str = "", **changes: Any) -> Deed:
    """Both agree on one set of answers."""
    return Deed("align", moment(day, 9), {"take": take, "changes": changes}, then)


def closed(day: str, because: str) -> Deed:
    """Nothing more will come of it."""
    return Deed("close", moment(day, 15), {"because": because})


def numbered(tasks: Sequence[Task]) -> list[Task]:
    """Give the tasks in the order in which they were asked for, with the ids that the register gives them."""
    in_order = sorted(tasks, key=lambda each: each.at)
    years = [(year, list(found)) for year, found in groupby(in_order, key=lambda each: each.at.year)]
    return [replace(each, id=f"{year}-{at:03d}") for year, found in years for at, each in enumerate(found, start=1)]


def steps(tasks: Sequence[Task]) -> list[Step]:
    """Give the whole year as command lines in the order of time."""
    begins = Step(moment("2025-08-01"), ("init", "--lang", "da", *FIRM, *_goals(GOALS), "--agreed-on", "2025-08-01"))
    changes = Step(moment("08-10"), ("init", "--lang", "da", *_goals((*GOALS, NEW_GOAL)), "--agreed-on", "2026-08-10"))
    found = [
        begins,
        changes,
        *_asked(tasks),
        *(step for each in tasks for deed in each.deeds for step in _done(each, deed)),
    ]
    return sorted(found, key=lambda step: step.at)


def play(steps: Sequence[Step], run: Callable[..., Any], set_clock: Callable[[str], None], folder: Path) -> list[str]:
    """Run the steps; gives what each answered. Fails on the first that does not do as it should."""
    told: list[str] = []
    for step in steps:
        set_clock(step.at.isoformat())
        for name, text in step.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        if step.reply is not None:
            name = step.line[-1].format(folder=folder)
            Path(name).write_text(filled_in(told[-1], step.reply, name.endswith(".eml")), encoding="utf-8")
        result = run(*(part.format(folder=folder) if "{folder}" in part else part for part in step.line))
        assert (result.code, result.err) == (0, ""), (step, result)
        for words in step.shows:
            assert words in result.out, (step, result.out)
        told.append(result.out)
    return told


def filled_in(form: str, reply: Said, as_mail: bool) -> str:
    """Write the director's answers after the arrows of a form, in a mail that quotes it where asked."""
    lines, question = [], ""
    for line in form.splitlines():
        question = next((name for name in reply if f"[{name}]" in line), question)
        is_arrow = line.strip() == "->"
        lines.append(f"-> {reply.get(question, '')}" if is_arrow else line)
        question = "" if is_arrow else question
    if not as_mail:
        return "\n".join(lines)
    head = ["From: lars@bjerre.example", "Subject: SV: " + lines[0], 'Content-Type: text/plain; charset="utf-8"', ""]
    return "\n".join([*head, "Hej Mette. Se herunder.", "", *(f"> {line}" for line in lines)])


def _asked(tasks: Sequence[Task]) -> Iterator[Step]:
    """The requests, those of one moment and language in one file."""
    ids = {each.title: each.id for each in tasks}
    for (at, language, _), found in groupby(tasks, key=lambda each: (each.at, each.language, each.whats_new)):
        batch = list(found)
        name = f"{batch[0].id}.jsonl"
        text = "\n".join(json.dumps(_request(each), ensure_ascii=False) for each in batch)
        new = ("--whats-new", batch[0].whats_new) if batch[0].whats_new else ()
        line = ("new", "--from", "{folder}/" + name, "--no-input", "--lang", language, *new)
        shows = [f"{WORDS[language][each.verdict]}: {each.title}" for each in batch]
        yield Step(at, line, {name: text}, None, (*shows, *(ids[each.again] for each in batch if each.again)))


WORDS = {
    "da": {"go": "GØR DET", "defer": "VENT", "drop": "LAD VÆRE"},
    "en": {"go": "GO", "defer": "DEFER", "drop": "DROP"},
}


def _request(asked: Task) -> dict[str, Any]:
    """What stands in the file; a task in another currency brings its own figures."""
    money = asked.currency
    figures = {"yearly_budget": BUDGET[money], "hourly_cost": HOURLY[money]}
    profile = {} if money == "DKK" else {"profile": {"currency": money} | figures}
    return {"title": asked.title, "asked_by": DIRECTOR, "answers": asked.answers} | profile


def _done(about: Task, deed: Deed) -> Iterator[Step]:
    """The command lines of a deed."""
    lang = ("--lang", about.language)
    match deed.command:
        case "decide":
            said = {name: value for name, value in deed.said.items() if name != "verdict"}
            line = ("decide", about.id, deed.said["verdict"], *_options(said), "--no-input", *lang)
            yield Step(deed.at, line)
        case "agree":
            yield Step(deed.at, ("agree", about.id, *_options(BLOCK[about.language] | deed.said), "--no-input", *lang))
        case "review":
            yield Step(deed.at, ("review", about.id, *_options(deed.said), "--no-input", *lang))
        case "answer":
            name = "{folder}/" + about.id + deed.said["suffix"]
            yield Step(deed.at, ("form", about.id, *lang))
            yield Step(deed.at, ("answer", about.id, *lang, "--from", name), reply=deed.said["reply"])
        case "align" | "revisit":
            changes = tuple(f"{name}={_typed(value)}" for name, value in deed.said["changes"].items())
            options = {name: value for name, value in deed.said.items() if name != "changes" and value}
            line = (deed.command, about.id, *changes, *_options(options), "--no-input", *lang)
            yield Step(deed.at, line, shows=(f"{WORDS[about.language][deed.then]}: {about.title}",))
        case "close":
            yield Step(deed.at, ("close", about.id, *_options(deed.said), *lang))


def _options(said: Said) -> Iterator[str]:
    for name, value in said.items():
        yield "--" + name.replace("_", "-")
        if value is not True:
            yield _typed(value)


def _typed(value: Any) -> str:
    return "/".join(f"{part:g}" for part in value) if isinstance(value, tuple) else str(value)


def _goals(goals: Sequence[str]) -> Iterator[str]:
    for goal in goals:
        yield from ("--goal", goal)


def _dated(deeds: Sequence[Deed | Planned]) -> tuple[Deed, ...]:
    """Give the deeds with the days that hang on the latest decision before them."""
    made: list[Deed] = []
    for deed in deeds:
        start = next((done.at.date() for done in reversed(made) if done.command == "decide"), date.min)
        made.append(deed if isinstance(deed, Deed) else deed(start))
    return tuple(made)


def _thousand(amount: Any) -> Any:
    if isinstance(amount, tuple):
        return tuple(round(1000 * part) for part in amount)
    return 1000 * amount if isinstance(amount, int | float) else amount


def _later(start: date, weeks: float) -> date:
    return start + timedelta(days=round(7 * weeks))
