"""What a year's figures have to be, counted from what :mod:`yearstory` says became of each task: the report's oracle.

Nothing here asks the program. Read from its files are only words: of answers, and of the sentences that people's own
words stand in. A figure is written as the tokens of :mod:`yearread` are: ``12t`` tasks, ``3.5w`` weeks, ``40h`` hours,
``84%``, ``1200kr``, ``900€``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import fmean, median

from year import GERMANY, INQUIRIES, SALES_CYCLE, SERVICE, Task
from yearstory import FINAL, PARTS, STATES, TYPES, Course, Seen, Story, read_yaml, reminders, stories

VERDICTS = ("go", "defer", "drop")
KINDS = ("channel", "audience", "position", "goal")
JUDGED = ("good", "poor", "unsure", "open")
EVIDENCE = read_yaml("rules/marketing.yaml")["questions"]["evidence"]["choices"]
_DA = "januar februar marts april maj juni juli august september oktober november december"
_EN = "January February March April May June July August September October November December"
MONTHS = {"da": _DA.split(), "en": _EN.split()}
Case = tuple[Story, Seen]


@dataclass(frozen=True)
class Figures:
    """Everything that a report of a period counts, both days included, as it is told on a day in a language."""

    tasks: Sequence[Task]
    since: date
    until: date
    today: date
    words: Mapping[str, str]
    """The texts of the language."""
    language: str

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def now(self) -> list[Story]:
        """As everything stands today."""
        return stories(self.tasks, _end(self.today))

    @property
    def then(self) -> list[Story]:
        """As everything stood at the end of the period."""
        return stories(self.tasks, _end(self.until))

    def sections(self) -> dict[str, list[str]]:
        """Give every paragraph, line and row of a table, by heading."""
        return {
            "period": [f"{self.since} {self.until}"],
            "summary": [self.summary()],
            "requests": [self.requests()],
            "decisions": [self.decisions(), *self.overrides()],
            "unspent": [self.unspent()],
            "reviews": [self.reviews(), *self.judged()],
            "learned": list(self.lines("learned")),
            "stopped": list(self.lines("because")),
            "forecast": [self.forecast(), *self.bias(), *self.chances()],
            "weeks": self.weeks(),
            "direction": [*self.changes(), *self.stopped()],
            "open": list(self.open()),
            "footer": [str(self.today)],
        }

    def summary(self) -> str:
        asked = sum(told.task.at.date() in self for told in self.now)
        found = self.reviewed()
        succeeded = sum(seen.status == "succeeded" for _, seen in found)
        late = sum(waits[0][0] < self.today for told in self.now if (waits := reminders(told)))
        return _joined(f"{asked}t", len(self.decided()), len(found), succeeded, late)

    def requests(self) -> str:
        asked = [told for told in self.now if told.task.at.date() in self]
        verdicts, states = Counter(told.verdict for told in asked), Counter(told.state for told in asked)
        return _joined(f"{len(asked)}t", *_each(verdicts, VERDICTS), *_each(states, STATES))

    def decided(self) -> list[tuple[Story, Course]]:
        """The latest decision of each task in the period."""
        own = ((told, [course for course in told.courses if course.day in self]) for told in self.now)
        return [(told, courses[-1]) for told, courses in own if courses]

    def decisions(self) -> str:
        decided = [course for _, course in self.decided()]
        verdicts = Counter(course.verdict for course in decided)
        return _joined(f"{len(decided)}t", *_each(verdicts, VERDICTS), sum(course.overrides for course in decided))

    def overrides(self) -> Iterator[str]:
        """What was advised, decided, why, on what it rests, whether that held, and how it ended."""
        for told, course in self.decided():
            if course.overrides:
                by, said = course.said.get("by", "both"), course.said
                advised, verdict = (self.words[f"verdict.inline.{each}"] for each in (course.advised, course.verdict))
                yield _joined(
                    self.say(f"override.{by}", title=told.task.title, advised=advised, decided=verdict),
                    self.say("override.because", words=said["because"]),
                    self.say("override.assumes", words=said["assumes"]),
                    self.check(course),
                    *([self.say(f"ended.{course.final.status}")] if course.final else []),
                )

    def check(self, course: Course) -> str:
        if course.checked:
            day, held = course.checked
            return self.say(f"check.{held}", date=self.day(day))
        return self.say("check.late" if course.check_on < self.today else "check", date=self.day(course.check_on))

    def unspent(self) -> str:
        dropped = [told for told, course in self.decided() if course.verdict == "drop"]
        cost = [(told.task.currency, amount) for told in dropped if (amount := told.total_cost) is not None]
        hours = [amount for told in dropped if (amount := told.expected("hours")) is not None]
        money = (_money(_two_digits(amount), currency) for currency, amount in _sums(cost).items())
        unknown = [f"{len(dropped) - len(cost)}t"] if len(cost) < len(dropped) else []
        own = (f"{_two_digits(sum(hours)):g}h", f"{len(hours)}t")
        return _joined(f"{len(dropped)}t", *money, f"{len(cost)}t", *unknown, *own)

    def reviewed(self) -> list[Case]:
        """The latest review of the period that ended a task."""
        own = (
            (told, [seen for seen in told.reviews if seen.status in FINAL and seen.day in self]) for told in self.now
        )
        return [(told, reviews[-1]) for told, reviews in own if reviews]

    def reviews(self) -> str:
        found = self.reviewed()
        statuses = Counter(seen.status for _, seen in found)
        cost, hours, gain = (
            [(told.task.currency, seen.said[part]) for told, seen in found if part in seen.said] for part in PARTS
        )
        spent, came = ([_money(amount, money) for money, amount in _sums(known).items()] for known in (cost, gain))
        own = (f"{sum(amount for _, amount in hours):g}h", f"{len(hours)}t")
        counts = (f"{len(found)}t", *_each(statuses, FINAL))
        return _joined(*counts, *spent, f"{len(cost)}t", *own, *came, f"{len(gain)}t")

    def judged(self) -> Iterator[str]:
        counts = Counter((seen.said.get("decision", "open"), seen.status == "succeeded") for _, seen in self.reviewed())
        for name in JUDGED:
            succeeded, others = counts[name, True], counts[name, False]
            if name in JUDGED[:2] or succeeded + others:
                yield f"{self.say(f'judged.{name}')} | {succeeded} | {others}"

    def lines(self, what: str) -> Iterator[str]:
        """What was learned, or why it was stopped, in the words that were written."""
        return (f"{told.task.title}: {seen.said[what]}" for told, seen in self.reviewed() if what in seen.said)

    def cases(self) -> list[Case]:
        """What the course then in force had come to by the end of the period, and was not weighed since."""
        now = {told.task.id: told for told in self.now}
        ended = ((told, told.final) for told in self.then)
        return [(told, seen) for told, seen in ended if seen and now[told.task.id].weighed[-1] <= seen.day]

    def forecast(self) -> str:
        """Those that had ended but have been weighed or decided again since do not count, and are told of."""
        cases = self.cases()
        ended = sum(any(seen.status in FINAL for seen in told.reviews) for told in self.then)
        left_out = [f"{ended - len(cases)}t"] if ended > len(cases) else []
        hits: list[int] = []
        for part in PARTS:
            pairs = [(told.range(part), seen.said[part]) for told, seen in cases if part in seen.said]
            held = [found[0] <= came <= found[2] for found, came in pairs if found and found[0] < found[2]]
            hits += [sum(held), len(held)]
        return _joined(f"{len(cases)}t", self.until, *left_out, *hits, 8, 10)

    def bias(self) -> list[str]:
        """What came in percent of what was expected: all, by task type, and by evidence."""
        cases = self.cases()
        types = {name: kind["label"][self.language] for name, kind in TYPES.items()}
        evidence = {name: words[self.language] for name, words in EVIDENCE.items()}
        every = " | ".join([self.say("bias.all"), *_tendencies(cases)[1]])
        by_type, by_evidence = self.groups(cases, "task_type", types), self.groups(cases, "evidence", evidence)
        return ["100% 100%", every, *by_type, *by_evidence]

    def groups(self, cases: Sequence[Case], question: str, labels: Mapping[str, str]) -> list[str]:
        """A row for each answer with enough tasks, and a last line with how many the others have."""
        rows, few = [], []
        for name, label in {**labels, "unknown": self.say("unknown")}.items():
            n, cells, tells = _tendencies([each for each in cases if each[0].answers[question] == name])
            if tells:
                rows.append(" | ".join([label, *cells]))
            elif n:
                few.append(f"{n}t")
        return [*rows, *([_joined(*few)] if few else [])]

    def chances(self) -> Iterator[str]:
        """The mean square of chance less outcome, and the outcomes in bands of a fifth."""
        agreed = [(told.courses[-1].agreed, seen.status == "succeeded") for told, seen in self.cases()]
        stated = [(said["chance"], came) for said, came in agreed if "chance" in said]
        if len(stated) < 10:
            yield f"{len(stated)}t 10"
            return
        brier = fmean((chance / 100 - came) ** 2 for chance, came in stated)
        yield _joined(f"{len(stated)}t", f"{brier:.2f}", 0, "50%", "0.25")
        for low in range(0, 100, 20):
            inside = [pair for pair in stated if low <= pair[0] < low + 20 or pair[0] == low + 20 == 100]
            if inside:
                chance, came = (fmean(part) for part in zip(*inside, strict=True))
                band = self.say("chance.band", low=low, high=low + 20)
                yield f"{band} | {_share(chance / 100)} | {_share(came)} | {len(inside)}"

    def observed(self) -> dict[str, tuple[list[float], list[float]]]:
        """Weeks from the decision in force to the sign and to the level, by task type."""
        found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in TYPES}
        running = [(told, told.courses[-1]) for told in self.then if told.courses and told.courses[-1].verdict == "go"]
        for told, course in running:
            for at, what in enumerate(("sign", "reached")):
                days = [
                    seen.said.get(f"{what}_on", seen.day) for seen in course.reviews if seen.said.get(what) == "yes"
                ]
                if days:
                    later = SALES_CYCLE if told.answers.get("outcome") == "sales" else 0
                    found[told.answers["task_type"]][at].append(max(0, (min(days) - course.day).days / 7 - later))
        return found

    def weeks(self) -> list[str]:
        """The firm's medians beside the usual weeks, and how many there are where there are fewer than five."""
        rows, few = [], []
        for name, (first, full) in self.observed().items():
            kind = TYPES[name]
            grade = next(letter for letter in "DCBAl" if letter in kind["grade"])
            for part, own in (("first", first), ("full", full)):
                if len(own) >= 5:
                    label = self.say(f"weeks.{part}", kind=kind["label"][self.language])
                    cells = (
                        f"{_weeks(median(own))} {len(own)}t",
                        f"{_joined(*kind[part])}w",
                        self.words[f"grade.{grade}"],
                    )
                    rows.append(" | ".join([label, *cells]))
            few += [len(first), len(full)] if max(len(first), len(full)) >= 3 and min(len(first), len(full)) < 5 else []
        return [*([_joined("5t", *few)] if few else []), *rows]

    def proposals(self) -> dict[tuple[str, str], tuple[list[float], list[float], int]]:
        """The usual weeks before and after the firm's own median, where it is another, and the tasks behind it."""
        found = {}
        for name, weeks in self.observed().items():
            for part, own in zip(("first", "full"), weeks, strict=True):
                low, likely, high = TYPES[name][part]
                middle = max(1, round(median(own))) if len(own) >= 5 else likely
                if middle != likely:
                    after = [min(low, middle), middle, max(high, middle)]
                    found[name, part] = ([low, likely, high], after, len(own))
        return found

    def changes(self) -> Iterator[str]:
        """First decisions to go, those that change the direction, by quarter, and how long a course lasted."""
        every = list(self._changes())
        days = [day for day, _ in every if day in self]
        turns = [(day, kinds) for day, kinds in every if kinds]
        inside = [(day, kinds) for day, kinds in turns if day in self]
        yield _joined(f"{len(days)}t", len(inside))
        for year, quarter in sorted({_quarter(day) for day, _ in inside}):
            own = [kinds for day, kinds in inside if _quarter(day) == (year, quarter)]
            counts = Counter(kind for kinds in own for kind in kinds)
            yield _joined(quarter, year, len(own), *_each(counts, KINDS))
        lasted = [(end - start).days / 7 for start, end in pairwise(sorted({day for day, _ in turns})) if end in self]
        if len(lasted) == 1:
            yield _course(lasted[0])
        elif lasted:
            yield _joined(_course(median(lasted)), len(lasted), _course(min(lasted)), _course(max(lasted)))

    def _changes(self) -> Iterator[tuple[date, list[str]]]:
        """Each first decision to go, and what of the direction it changed; goals agreed at first are not new."""
        firsts = [(told, next((c for c in told.courses if c.verdict == "go"), None)) for told in self.then]
        goals = {INQUIRIES, SERVICE, GERMANY}
        for day, _, told in sorted((first.day, told.task.id, told) for told, first in firsts if first):
            goal = told.answers["goal"]
            kinds = [kind for kind in KINDS if kind == told.answers.get("course_change")]
            yield day, [*kinds, *(["goal"] if goal not in {*goals, "none"} else [])]
            goals |= {goal} - {"none"}

    def stopped(self) -> Iterator[str]:
        """What was stopped half-way, what had been spent, and for how many somebody wrote it down."""
        found = [told for told in self.then if (day := _stopped_on(told)) and day in self]
        cost, hours = (
            [(t.task.currency, n) for t in found if (n := _spent(t, part)) is not None] for part in PARTS[:2]
        )
        if not found:
            return
        money = (_money(amount, currency) for currency, amount in _sums(cost).items())
        yield _joined(f"{len(found)}t", *money, f"{sum(amount for _, amount in hours):g}h")
        if min(len(cost), len(hours)) < len(found):
            yield _joined(len(cost), len(found), len(hours), len(found))

    def open(self) -> Iterator[str]:
        """What is waiting, running or still to be looked at, by the day on which it is taken up."""
        waiting = [(told, reminders(told)) for told in self.now]
        for told, waits in sorted((each for each in waiting if each[1]), key=lambda each: each[1][0][0]):
            day, about = waits[0]
            key, what = "open.late" if day < self.today else "open.next", self.say(f"about.{about}")
            state = self.words[f"state.{told.state}"]
            yield f"{told.task.title} | {state} | {self.say(key, date=self.day(day), about=what)}"

    def say(self, key: str, **values: object) -> str:
        return self.words[f"report.{key}"].format(**values)

    def day(self, day: date) -> str:
        return f"{day.day}{'.' if self.language == 'da' else ''} {MONTHS[self.language][day.month - 1]} {day.year}"


def _tendencies(cases: Sequence[Case]) -> tuple[int, list[str], bool]:
    """Cases with a ratio, the cells of contribution and cost, and whether three tell of either."""
    pairs = [[_ratio(told, seen, part) for part in ("contribution", "cost")] for told, seen in cases]
    columns = [[ratio for ratio in column if ratio is not None] for column in zip(*pairs, strict=True)] or [[], []]
    cells = [_tendency(column) for column in columns]
    return sum(pair != [None, None] for pair in pairs), cells, any(len(column) >= 3 for column in columns)


def _ratio(told: Story, seen: Seen, part: str) -> float | None:
    came, foreseen = seen.said.get(part), told.expected(part)
    return None if came is None or not foreseen else came / foreseen


def _tendency(ratios: Sequence[float]) -> str:
    return f"{_share(median(ratios))} {len(ratios)}" if len(ratios) >= 3 else str(len(ratios) or "")


def _stopped_on(told: Story) -> date | None:
    """The day on which it was stopped by a review."""
    final = [seen for seen in told.reviews if seen.status in FINAL][-1:]
    return next((seen.day for seen in final if seen.status == "stopped"), None)


def _spent(told: Story, part: str) -> float | None:
    return next((seen.said[part] for seen in reversed(told.reviews) if part in seen.said), None)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _sums(amounts: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for currency, amount in amounts:
        sums[currency] += amount
    return sums


def _each(counts: Counter[str], names: Iterable[str]) -> list[int]:
    return [counts[name] for name in names if counts[name]]


def _joined(*parts: object) -> str:
    return " ".join(map(str, parts))


def _money(amount: float, currency: str) -> str:
    return f"{amount:.0f}{'kr' if currency == 'DKK' else '€'}"


def _two_digits(amount: float) -> float:
    return float(f"{amount:.2g}")


def _share(share: float) -> str:
    return f"{100 * share:.0f}%"


def _weeks(weeks: float) -> str:
    return f"{round(weeks, 1):g}w"


def _course(weeks: float) -> str:
    """Whole weeks, and tenths below two."""
    return _weeks(round(weeks) if weeks >= 2 else weeks)


def _end(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time())
