"""Requests from files: YAML, JSON, JSON lines and CSV, in the shape of a request file or a flat row.

Every mistake is a problem with its place; a bad row never stops the others. What an answer means is read in
``interview.reading``.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.files.tablefiles import (
    MOST_BYTES,
    RepeatedKeyError,
    guess_form,
    json_lines,
    json_row,
    read_json,
    table_header,
    table_rows,
)
from triage.adapters.files.yamlfiles import PathInFile, decode, in_file_order, read_content, read_yaml
from triage.core.interview.amounts import brief, read_number
from triage.core.interview.days import full_day
from triage.core.interview.reading import LONGEST, clean_line, modern, read_answer
from triage.core.interview.readings import Readings
from triage.core.messages import Message, Place, Problem, TriageError, Typed, failure, on_one_line, say
from triage.core.record.sheet import OURS
from triage.core.request.effective import horizon_months
from triage.core.request.request import (
    FIGURES,
    IN_MONEY,
    NEVER_ZERO,
    OF_THE_FIRM,
    TOO_BIG,
    Answer,
    Goal,
    Origin,
    Profile,
    Request,
    Value,
    title_of,
)
from triage.core.rules.ruleset import UNKNOWN, Choice, Ruleset, Unit, Verdict

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".csv")
_UNITS: Mapping[str, Unit] = {
    "yearly_budget": "money",
    "hourly_cost": "money",
    "required_return": "count",
    "horizon_months": "count",
    "sales_cycle_weeks": "weeks",
    "capacity_hours": "hours",
}
"""How a figure of the firm is read where it is written in words; as a share of 1, the return is a bare number."""
REQUEST_FIELDS = ("title", "asked_by", "asked_on", "story", "profile", "answers", "expect", "because", "instead", "id")
"""What a request file may hold beside its answers; story, because and instead are for people."""

Finder: TypeAlias = Callable[[PathInFile], Place]


class Rejected(Struct, frozen=True):
    """A request that could not be read, with everything that is wrong with it."""

    source: str
    problems: tuple[Problem, ...]


class Reader(Struct, frozen=True):
    """What requests are read against: the rules, the stored profile and the day that dates count from."""

    ruleset: Ruleset
    profile: Profile
    today: date
    partial: bool = False
    """Whether answers that cannot be done without may still be missing, as before an interview."""
    readings: Readings | None = None
    """Where it is remembered how numbers and dates were read."""

    def read_path(self, path: Path) -> Iterator[Request | Rejected]:
        """Read a file, or every request file of a folder in the order of their names."""
        for each in files_of(path):
            yield from self.read(str(each), read_content(each, most_bytes=MOST_BYTES))

    def read_prefill(self, path: Path) -> tuple[Mapping[str, Answer], str]:
        """Read what an interview may begin with out of a request file, which may be unfinished."""
        read = list(replace(self, partial=True).read_path(path))
        if len(read) != 1:
            raise failure("file.one_request", place=Place(str(path)), count=len(read))
        if isinstance(read[0], Rejected):
            raise TriageError(read[0].problems)
        return read[0].answers, read[0].title

    def read(self, source: str, content: bytes) -> Iterator[Request | Rejected]:
        """Read one file's content; ``source`` names it, and its suffix decides the format (``-`` is guessed)."""
        is_empty = True
        for each in self._in_its_form(source, content):
            is_empty = False
            yield each
        if is_empty:
            yield nothing_in(source)

    def _in_its_form(self, source: str, content: bytes) -> Iterator[Request | Rejected]:
        suffix = form_of(source, content)
        try:
            if suffix == ".csv":
                yield from self._table(source, content)
            elif suffix in {".jsonl", ".ndjson"}:
                lines = json_lines(source, io.BytesIO(content))
                yield from self._rows(source, ((line, json_row(text)) for line, text in lines))
            elif suffix == ".json":
                yield from self._json(source, content)
            elif suffix in {".yaml", ".yml"}:
                file = read_yaml(source, content, strict=False).checked()
                yield from self._whole(source, file.data, file.places.find)
            else:
                raise failure("file.unknown_form", place=Place(source), forms=", ".join(SUFFIXES))
        except TriageError as error:
            yield Rejected(source, error.problems)

    def request(self, source: str, data: Mapping[str, Any], find: Finder) -> Request | Rejected:
        """Make a request of one mapping, or return everything that is wrong with it."""
        data, at_top = _nested(data, self.ruleset)
        unknown = [key for key in data if key not in REQUEST_FIELDS]
        problems = [Problem(find((key,)), _unknown_name(str(key), REQUEST_FIELDS)) for key in unknown]
        asked_on = self.asked_on(data.get("asked_on"), find(("asked_on",)), problems)
        profile = self.own_profile(data.get("profile") or {}, find, problems)
        counting = self if profile == self.profile else replace(self, profile=profile)
        answers = counting.read_answers(data["answers"], at_top, find, problems, asked_on)
        expect = _verdicts(data.get("expect"), find(("expect",)), problems)
        said = {name: self.words(data.get(name), find((name,)), problems) for name in ("title", "asked_by")}
        if not self.partial:
            problems += self._missing(data["answers"], find(("answers",)))
        if problems:
            return Rejected(source, tuple(sorted(problems, key=in_file_order)))
        words = answers["request"].value if "request" in answers else ""
        title = said["title"] or title_of(str(words or "")) or on_one_line(source)
        return Request(source, title, answers, profile, said["asked_by"], asked_on, expect)

    def _rows(self, source: str, rows: Iterator[tuple[int, Any]]) -> Iterator[Request | Rejected]:
        for line, row in rows:
            yield self.row(source, line, row)

    def row(self, source: str, line: int, row: Any) -> Request | Rejected:
        """Make a request of one row of a file; what is wrong with it is said of its line, and of the cell by name."""

        def find(path: PathInFile) -> Place:
            return Place(source, line, cell=str(path[-1]) if path else None)

        read = self._one(f"{source}:{line}", row, find)
        return replace(read, problems=tuple(map(_named_once, read.problems))) if isinstance(read, Rejected) else read

    def _table(self, source: str, content: bytes) -> Iterator[Request | Rejected]:
        named = self.own_names()
        self.check_header(source, [*map(named, table_header(source, content))])
        yield from self._rows(source, table_rows(source, content, named=named))

    def own_names(self) -> Callable[[str], str]:
        """Return what tells the name that a heading of a table stands for: ours in small or capital letters."""
        firm = (f"profile.{name}" for name in Profile.__struct_fields__)
        own = {each.casefold(): each for each in (*self._columns(), *firm)}
        return lambda heading: own.get(heading.casefold(), heading)

    def _columns(self) -> set[str]:
        return {*self.ruleset.questions, *REQUEST_FIELDS, *FIGURES, "currency", *OURS}

    def check_header(self, source: str, header: Sequence[str]) -> None:
        """Refuse a table that is not in our own words: it is one mistake, and not one for every cell."""
        known = self._columns()
        is_ours = all(each in known or each.startswith("profile.") for each in header if each)
        if not is_ours and "request" not in header and "answers" not in header:
            raise failure("file.foreign_table", place=Place(source), path=source)

    def _json(self, source: str, content: bytes) -> Iterator[Request | Rejected]:
        try:
            data = read_json(decode(source, content, MOST_BYTES))
        except json.JSONDecodeError as error:
            raise failure("file.json", place=Place(source, error.lineno, error.colno)) from error
        except RepeatedKeyError as error:
            raise failure("file.json_repeated", place=Place(source), name=Typed(error.name)) from error
        except (RecursionError, ValueError) as error:  # the latter for a number of thousands of digits
            raise failure("file.json", place=Place(source)) from error
        yield from self._whole(source, data, _places_when_needed(source, content))

    def _whole(self, source: str, data: Any, find: Finder) -> Iterator[Request | Rejected]:
        if isinstance(data, list):
            for at, each in enumerate(data):
                yield self._one(f"{source}:{find((at,)).line or at + 1}", each, _below(find, at))
        else:
            yield self._one(source, data, find)

    def _one(self, source: str, data: Any, find: Finder) -> Request | Rejected:
        """Make a request of one mapping; anything else is rejected, a message as its own reason."""
        if isinstance(data, dict):
            return self.request(source, data, find)
        why = data if isinstance(data, Message) else say("file.not_a_request")
        return Rejected(source, (Problem(find(()), why),))

    def read_answers(
        self, given: Any, at_top: bool, find: Finder, problems: list[Problem], asked_on: date | None
    ) -> dict[str, Answer]:
        """Read the answers; a day that is past by now counts from the day on which the task was asked for."""
        above: PathInFile = () if at_top else ("answers",)
        answers: dict[str, Answer] = {}
        if not isinstance(given, dict):
            problems.append(Problem(find(("answers",)), say("file.answers_not_a_mapping", name="answers")))
            return answers
        months = self.months(given.get("task_type"))
        for name, raw in modern(given, self.ruleset).items():
            value = self.read_one(str(name), raw, months)
            if isinstance(value, Message) and value.key == "answer.past" and asked_on:
                value = replace(self, today=asked_on).read_one(str(name), raw, months)
            if isinstance(value, Message):
                problems.append(Problem(find((*above, name)), value))
            else:
                answers[name] = Answer(value, Origin.FILE)
        return answers

    def months(self, task_type: object) -> float:
        """Return the months over which effects of a kind of task are counted."""
        kind = Answer(str(task_type), Origin.FILE)
        return horizon_months(Request("", "", {"task_type": kind}, self.profile), self.ruleset)

    def read_one(self, name: str, raw: object, months: float | None = None) -> Value | Message:
        """Read the answer to one question, or say what is wrong with its name or with what was written.

        ``months`` is the time over which effects of this kind are counted, where it is known.
        """
        question = self.ruleset.questions.get(name)
        if question is not None and question.per == "horizon" and months:
            question = replace(question, per=months)
        if question is None:
            return _unknown_name(name, tuple(self.ruleset.questions))
        choices = self.choices(name, raw) if question.type == "choice" else {}
        value = read_answer(question, raw, choices=choices, today=self.today, currency=self.profile.currency)
        if self.readings and not isinstance(value, Message):
            self.readings.add(name, raw, value, firm=self.profile, ruleset=self.ruleset, today=self.today)
        return say("file.must", question=question.label, id=name) if value is None and question.must else value

    def choices(self, question_id: str, raw: object) -> Mapping[str, Choice]:
        """Return the choices of a question; any goal may be named, since a file need not carry the profile's."""
        choices = self.ruleset.offered(question_id)
        if self.ruleset.questions[question_id].choices_from != "goals":
            return choices
        goals = {goal.id: Choice(goal.text, goal.text) for goal in self.profile.goals}
        named = {raw: Choice(raw, raw)} if isinstance(raw, str) and raw != UNKNOWN and not goals else {}
        return {**goals, **named, **choices}

    def own_profile(self, given: Any, find: Finder, problems: list[Problem]) -> Profile:
        """Return the stored profile with what a file says of it; adds what is wrong to ``problems``."""
        allowed = tuple(name for name in Profile.__struct_fields__ if name not in OF_THE_FIRM)
        if not isinstance(given, dict):
            problems.append(Problem(find(("profile",)), say("file.profile_not_a_mapping", name="profile")))
            return self.profile
        changed: dict[str, Any] = {}
        for name, raw in given.items():
            place = find(("profile", name))
            if name not in allowed:
                problems.append(Problem(place, _unknown_name(str(name), allowed)))
            elif (value := self._profile_value(name, raw, place, problems)) is not None:
                changed[name] = value
        if self.readings:
            currency = changed.get("currency", self.profile.currency)
            for name in filter(FIGURES.__contains__, changed):
                self.readings.add_figure(name, given[name], changed[name], currency)
        return replace(self.profile, **self._in_its_currency(changed))

    def _in_its_currency(self, changed: dict[str, Any]) -> dict[str, Any]:
        """Add the stored amounts in the currency that the file counts in, by the rules' rates, where it has none."""
        own, other = self.profile.currency, changed.get("currency", self.profile.currency)
        if own == other:
            return changed
        worth = self.ruleset.rates.get(own, 1.0) / self.ruleset.rates.get(other, 1.0)
        stored = {name: getattr(self.profile, name) for name in IN_MONEY}
        return {name: amount * worth for name, amount in stored.items() if amount is not None} | changed

    def _profile_value(self, name: str, raw: Any, place: Place, problems: list[Problem]) -> Any:
        if name in FIGURES:
            value = _as_number(raw, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < TOO_BIG:
                problems.append(Problem(place, say("file.profile_number", name=name)))
                return None
            if name in NEVER_ZERO and value == 0:
                problems.append(Problem(place, say("file.profile_zero", name=name)))
                return None
            if name == "required_return" and value > 1:
                problems.append(Problem(place, say("file.profile_share", name=name, given=Typed(brief(raw)))))
                return None
            return float(value)
        if name == "agreed_on":
            return self.day(raw, place, problems)
        if name == "goals":
            return _goals(raw, place, problems)
        if name == "currency" and str(raw) not in {self.ruleset.currency, *self.ruleset.rates}:
            known = ", ".join((self.ruleset.currency, *self.ruleset.rates))
            problems.append(Problem(place, say("file.currency", given=Typed(brief(raw)), known=known)))
            return None
        return self.words(raw, place, problems)

    def asked_on(self, raw: Any, place: Place, problems: list[Problem]) -> date | None:
        """Read the day on which a task was asked for; it is remembered how it was read."""
        day = self.day(raw, place, problems)
        if day and self.readings:
            self.readings.add_asked_on(raw, day)
        return day

    @staticmethod
    def day(raw: Any, place: Place, problems: list[Problem]) -> date | None:
        """Read a day that has to be written in full; adds what is wrong to ``problems``."""
        if raw is None or raw == "":
            return None
        with suppress(ValueError):
            return date.fromisoformat(str(raw))
        day = full_day(str(raw))
        if day is None:
            problems.append(Problem(place, say("file.day", given=Typed(brief(raw)))))
        return day

    @staticmethod
    def words(raw: Any, place: Place, problems: list[Problem]) -> str:
        """Read words that stand on one line, such as a name; adds what is wrong to ``problems``."""
        if isinstance(raw, list | dict | type) or len(str(raw)) > LONGEST:
            problems.append(
                Problem(place, say("answer.too_long" if isinstance(raw, str) else "answer.text", most=LONGEST))
            )
            return ""
        return "" if raw is None else clean_line(str(raw))

    def _missing(self, given: Any, place: Place) -> Iterator[Problem]:
        for name, question in self.ruleset.questions.items():
            if not question.may_be_left_out and isinstance(given, dict) and name not in given:
                yield Problem(place, say("file.must", question=question.label, id=name))


def nothing_in(source: str) -> Rejected:
    """Report that a file holds no task at all."""
    return Rejected(source, (Problem(Place(source), say("file.nothing")),))


def files_of(path: Path) -> list[Path]:
    """Return a file, or every request file of a folder in the order of their names."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
    if not found:
        raise failure("file.empty_folder", place=Place(str(path)))
    return [file for each in found for file in files_of(each)]


def form_of(source: str, content: bytes) -> str:
    """Return the suffix of a file's format, guessed where the name has none."""
    return Path(source).suffix.lower() or guess_form(content)


def read_case_files(paths: list[Path], ruleset: Ruleset, today: date) -> list[Request]:
    """Read case files, a firm without a profile of its own; raises all their problems at once."""
    reader = Reader(ruleset, Profile(), today)
    read = [each for path in paths for each in reader.read_path(path)]
    problems = [problem for each in read if isinstance(each, Rejected) for problem in each.problems]
    requests = [each for each in read if isinstance(each, Request)]
    problems += [Problem(Place(each.source), say("file.no_expect")) for each in requests if not each.expect]
    if problems:
        raise TriageError(problems)
    return requests


def _nested(data: Mapping[str, Any], ruleset: Ruleset) -> tuple[dict[str, Any], bool]:
    """Bring a flat row into the shape of a request file; returns also whether the answers are at the top."""
    if "answers" in data:
        return dict(data), False
    nested: dict[str, Any] = {"answers": {}, "profile": {}}
    for key, value in data.items():
        if value is None or value == "":
            continue
        if key in ruleset.questions:
            nested["answers"][key] = value
        elif key in FIGURES or key == "currency":
            nested["profile"][key] = value
        elif isinstance(key, str) and key.startswith("profile."):
            nested["profile"][key.removeprefix("profile.")] = value
        elif key == "profile" and isinstance(value, dict):
            nested["profile"] |= value
        elif key in REQUEST_FIELDS or key not in OURS:
            nested[key] = value
    return nested, True


def _as_number(raw: Any, name: str) -> Any:
    """A figure of the firm as a number, also where it is written as people write amounts, or stands in a CSV."""
    if not isinstance(raw, str):
        return raw
    percent = name == "required_return" and raw.rstrip().endswith("%")
    read = read_number(raw, "percent" if percent else _UNITS[name])
    return raw if isinstance(read, Message) else read / 100 if percent else read


def _named_once(problem: Problem) -> Problem:
    """Return a problem without the name of its cell where its sentence has the name."""
    if problem.place and problem.message.params.keys() & {"id", "name"}:
        return replace(problem, place=replace(problem.place, cell=None))
    return problem


def _below(find: Finder, at: int) -> Finder:
    return lambda path: find((at, *path))


def _places_when_needed(source: str, content: bytes) -> Finder:
    """JSON is read quickly; only a mistake makes it read again, as YAML, to find the place."""

    def find(path: PathInFile) -> Place:
        return read_yaml(source, content, strict=False).places.find(path)

    return find


def _unknown_name(name: str, known: tuple[str, ...]) -> Message:
    close = get_close_matches(name, known, n=1)
    if close:
        return say("file.unknown_key.hint", name=Typed(brief(name)), hint=close[0])
    return say("file.unknown_key", name=Typed(brief(name)))


def _goals(raw: Any, place: Place, problems: list[Problem]) -> tuple[Goal, ...] | None:
    try:
        return tuple(Goal(**{key: clean_line(str(value)) for key, value in goal.items()}) for goal in raw)
    except (TypeError, AttributeError):
        problems.append(Problem(place, say("file.goals", name="goals")))
        return None


def _verdicts(raw: Any, place: Place, problems: list[Problem]) -> tuple[Verdict, ...]:
    if raw is None:
        return ()
    try:
        return tuple(Verdict(each) for each in (raw if isinstance(raw, list) else [raw]))
    except ValueError:
        problems.append(Problem(place, say("file.expect", name="expect")))
        return ()
