"""The public module: weigh requests from Python. Its names are also those of ``triage`` itself.

Belongs here: what a caller hands over turned into requests, and an assessment turned into a :class:`Result`. Does not:
any reading, scoring or wording of its own. A call reads no home folder, unless it asks for the stored profile, and
writes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeAlias, overload

import numpy as np
from msgspec.structs import replace

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import render_memo
from triage.adapters.rules.rulefiles import MAIN, bundled_rules, load_ruleset, ruleset_source
from triage.core.judging.assessment import CriterionResult, UnknownResult
from triage.core.judging.batch import Interval
from triage.core.messages import Message, Place, Problem, TriageError, say
from triage.core.request.request import Profile, Request
from triage.core.rules.ruleset import ActKind, Owner, Verdict
from triage.usecases.parts.assessing import Assessed, analysed, assess_all, make_memo, public
from triage.usecases.parts.given import day_of, firm_of, plain
from triage.usecases.parts.opening import Rules
from triage.usecases.parts.wording import catalog_of, worded
from triage.usecases.scorer import Scorer

__all__ = [
    "Act",
    "Columns",
    "Condition",
    "CriterionResult",
    "Interval",
    "Language",
    "Problem",
    "Result",
    "Scorer",
    "TriageError",
    "UnknownResult",
    "Verdict",
    "assess",
]

Language: TypeAlias = Literal["da", "en"]
ABOUT = ("title", "asked_by", "asked_on")
"""What may stand among the answers without being one."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Many requests as columns of equal length, a request a row: ``Columns({"need": ["proven", None], …})``.

    A column is named as a question, ``title``, ``asked_by`` or ``asked_on``, and may be a list, a numpy array or a
    pandas column.
    """

    columns: Mapping[str, Collection[object]]


@dataclass(frozen=True, slots=True)
class Act:
    """What has to be done before a defer becomes a go."""

    kind: ActKind
    """``law``, ``move``, ``talk``, ``find``, ``free``, ``cut`` or ``ask``; there is one act of a kind."""
    causes: tuple[str, ...]
    """Ids of the gates and criteria that ask for it, or ``unknown_decides``."""
    steps: tuple[str, ...]
    """What each of them says has to be done, in the language that was asked for."""
    owner: Owner
    weeks: float | None
    """Weeks from the assessment by which it is done."""
    price: float
    """What the step itself costs, in the profile's currency."""
    answers: Mapping[str, object]
    """The answers that it leads to, as in a request file; ``True`` for some text or day, ``None`` for asked again."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a go hangs on: how it is done, or what is agreed about it."""

    id: str
    """Of a condition of the rules, or of a question that was left out and counted as its default."""
    says: str
    """Goes on from "Go, if ...", in the language that was asked for."""
    owner: Owner
    weeks: float | None
    """Weeks from the assessment by which it is met; ``None`` for all the time."""
    price: float | None
    """The most that the task may cost, where the condition is a ceiling; in the profile's currency."""
    answers: Mapping[str, object]
    """The answers that it rests on, as in a request file."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The verdict on one request, and what it is made of."""

    source: str
    """The file (``name:line`` for a row of it), ``answers``, or ``row 0`` of columns."""
    title: str
    verdict: Verdict
    score: float | None
    """0-100; ``None`` where unknown answers leave a range, or nothing is known."""
    score_low: float | None
    score_high: float | None
    criteria: Mapping[str, CriterionResult]
    gates: tuple[str, ...]
    """Ids of the gates that fire whatever the unknown answers are."""
    reasons: tuple[str, ...]
    """The verdict as a sentence, then the strongest reasons, in the language that was asked for."""
    measures: Mapping[str, float | None]
    """Money in the profile's currency; ``None`` where unknown, infinite where nothing is spent."""
    unknowns: tuple[UnknownResult, ...]
    unknown_that_decides: str | None
    """The question whose answer would settle most, where the verdict depends on an unknown one."""
    acts: tuple[Act, ...]
    """For a defer: what has to be done before it becomes a go."""
    acts_lead_to_go: bool
    """Whether all acts together lead to a go in at least half of what is still unknown then, and never to a drop."""
    conditions: tuple[Condition, ...]
    """For a go: what it hangs on."""
    contradictions: tuple[str, ...]
    """Answers that do not go together, each as what does not fit and what to ask; they change no verdict."""
    language: Language
    _assessed: Assessed = field(repr=False)

    def memo(self, language: Language | None = None) -> str:
        """Return the memo for the director as Markdown, made from the bundled template."""
        with worded(language or self.language) as catalog:
            return render_memo(make_memo(analysed(self._assessed)), self.verdict, catalog)

    def as_json(self) -> dict[str, Any]:
        """Return what ``triage score --format json`` prints of a request."""
        return public(self._assessed, catalog_of(self.language))


@overload
def assess(
    request: Mapping[str, object],
    *,
    profile: Mapping[str, object] | Literal["stored"] | None = None,
    ruleset: str | Path | None = None,
    language: Language = "en",
    today: date | str | None = None,
) -> Result: ...


@overload
def assess(
    request: str | Path | Columns,
    *,
    profile: Mapping[str, object] | Literal["stored"] | None = None,
    ruleset: str | Path | None = None,
    language: Language = "en",
    today: date | str | None = None,
) -> tuple[Result, ...]: ...


def assess(
    request: Mapping[str, object] | str | Path | Columns,
    *,
    profile: Mapping[str, object] | Literal["stored"] | None = None,
    ruleset: str | Path | None = None,
    language: Language = "en",
    today: date | str | None = None,
) -> Result | tuple[Result, ...]:
    """Weigh one request (a mapping of answers), or all of a file, a folder or columns.

    Answers are written as in a request file: a choice by its id or wording, a range as one number or low, likely and
    high. ``None``, NaN and ``"unknown"`` mean don't know. ``profile`` has the firm's figures and goals, as a request
    file may; ``"stored"`` is what ``triage init`` has kept, and without one the rules' fallbacks count. ``ruleset`` is
    a rules file in place of the bundled one, and ``today`` the day that dates count from.

    Raises :class:`TriageError` with every mistake: sentences in ``language`` as its text, values as ``problems``.
    """
    with worded(language) as catalog:
        day = day_of(today)
        source = ruleset_source(bundled_rules() / MAIN if ruleset is None else ruleset)
        rules = _rules(source.path, source.fingerprint)
        firm = firm_of(Reader(rules.ruleset, Profile(), day, partial=True), profile)
        own = firm.profile if isinstance(firm, Request) else Profile()
        read = [firm, *_read(request, Reader(rules.ruleset, own, day))]
        problems = [problem for each in read if isinstance(each, Rejected) for problem in each.problems]
        if problems:
            raise TriageError(problems)
        assessed = (each for each in assess_all(read[1:], rules) if isinstance(each, Assessed))
        results = tuple(_result(replace(each, day=day), catalog, language) for each in assessed)
    return results[0] if isinstance(request, Mapping) else results


def _read(request: object, reader: Reader) -> Iterator[Request | Rejected]:
    match request:
        case Columns(columns=Mapping()):
            yield from _rows(request.columns, reader)
        case Mapping():
            yield _request("answers", request, reader, lambda name: name)
        case str() | PathLike() if str(request):
            yield from reader.read_path(Path(request))
        case _:
            raise TypeError(f"assess() takes a mapping of answers, a path, or Columns of a mapping, not {request!r}")


def _rows(columns: Mapping[str, Collection[object]], reader: Reader) -> Iterator[Request | Rejected]:
    """Read a request of each row. What is wrong with a column is reported once, not in each of its rows."""
    questions, columns = reader.ruleset.questions, {str(name): column for name, column in columns.items()}
    unknown = [name for name in columns if name not in questions and name not in ABOUT]
    missing = [name for name, question in questions.items() if not question.may_be_left_out and name not in columns]
    wrong = {name: reader.read_one(name, None) for name in (*unknown, *missing)}
    problems = [Problem(Place(str(name)), why) for name, why in wrong.items() if isinstance(why, Message)]
    cells = {name: _cells(column) for name, column in columns.items()}
    problems += [Problem(Place(str(name)), say("api.column")) for name, column in cells.items() if column is None]
    known = {name: column for name, column in cells.items() if column is not None and name not in unknown}
    length = max(map(len, known.values()), default=0)
    for name, column in known.items():
        if len(column) < length:
            problems.append(Problem(Place(name), say("api.column_length", rows=len(column), most=length)))
    if problems:
        yield Rejected("columns", tuple(problems))
    for at in range(length):
        row = {name: column[at] for name, column in known.items() if at < len(column)}
        yield _request(f"row {at}", row, replace(reader, partial=bool(problems)), f"{{}}[{at}]".format)


def _request(source: str, row: Mapping[str, object], reader: Reader, place: Callable[[str], str]) -> Request | Rejected:
    data: dict[str, Any] = {"answers": {}}
    for name, value in row.items():
        of_request = name in ABOUT and name not in reader.ruleset.questions
        (data if of_request else data["answers"])[name] = plain(value)
    return reader.request(source, data, lambda path: Place(place(str(path[-1]))))


def _cells(column: object) -> Sequence[object] | None:
    """The cells of a column; ``None`` where it is none, as a single text or number."""
    if isinstance(column, str | bytes | Mapping | set | frozenset) or not isinstance(column, Sized):
        return None
    return None if isinstance(column, np.ndarray) and not column.ndim else list(column)  # type: ignore[call-overload]


def _result(each: Assessed, catalog: Catalog, language: Language) -> Result:
    assessment, data = each.assessment, public(each, catalog)
    return Result(
        source=data["source"],
        title=data["title"],
        verdict=assessment.verdict,
        score=data["score"],
        score_low=data["score_low"],
        score_high=data["score_high"],
        criteria={result.id: result for result in assessment.criteria},
        gates=assessment.gates,
        reasons=tuple(data["rationale"]),
        measures=assessment.measures,
        unknowns=assessment.unknowns,
        unknown_that_decides=assessment.unknown_that_decides,
        acts=tuple(_act(act) for act in data["acts"]),
        acts_lead_to_go=data["acts_lead_to_go"],
        conditions=tuple(Condition(**condition) for condition in data["conditions"]),
        contradictions=tuple(f"{each['says']} {each['asks']}" for each in data["contradictions"]),
        language=language,
        _assessed=each,
    )


def _act(data: Mapping[str, Any]) -> Act:
    return Act(**{**data, "causes": tuple(data["causes"]), "steps": tuple(data["steps"])})


@lru_cache(maxsize=8)
def _rules(path: Path, fingerprint: str) -> Rules:  # noqa: ARG001 - what is kept is good for this text alone
    return Rules(load_ruleset(path), ruleset_source(path))
