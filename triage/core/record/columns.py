"""Which column of a spreadsheet answers which question: guessed from the headings, or said by the user.

Only headings are read here; ``interview.reading`` reads the cells, ``adapters.files.sheetimport`` the rows.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from triage.core.interview.amounts import brief
from triage.core.interview.days import read_day, read_weeks
from triage.core.messages import Listed, Message, Param, Text, Typed, say
from triage.core.record.claims import OF_THE_FIRM, FoundBy, Names, claims, names_of, plain_words
from triage.core.record.sheet import sheet_columns
from triage.core.regex import regex
from triage.core.rules.ruleset import Question, Ruleset

NEAR = 60.0
"""Likeness in percent from which a name is offered as what was meant (J)."""

TASK_TYPE = "task_type"
Reads: TypeAlias = Callable[[str, str], bool]
_FIGURE = regex(r"[-−]?[\d.,\s]+%?")
_TIME = regex(
    r"(?:T|,?\s+(?:kl\.?\s*|at\s+)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AP]\.?M\.?)?"
    r"\s*(?:Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?\s*$",
    re.IGNORECASE,
)
_NAMED_MONTH = regex(r"^(\d{1,2})[/-]([^\W\d_]{3,9})\.?[/-](\d{2,4})$")
_IN_FIGURES = regex(r"\s*\d{1,2}\s*[./-]\s*\d{1,2}\b")


class ColumnUse(Struct, frozen=True):
    """What becomes of a column; ``target`` is empty where it is left out."""

    header: str
    target: str
    found: FoundBy


class ColumnMapping(Struct, frozen=True):
    """What becomes of every column, in their order, and what is wrong with that."""

    uses: tuple[ColumnUse, ...]
    problems: tuple[Message, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    """What a column may answer, by id: the rules' questions, and those about the firm's figures."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """What counts for every row that says nothing else, by question or field."""

    @property
    def targets(self) -> Mapping[str, str]:
        """The question or field of each column that is used."""
        return {use.header: use.target for use in self.uses if use.target}


def take_mapping(given: Sequence[str], headers: Sequence[str], ruleset: Ruleset, firm: Ruleset) -> ColumnMapping:
    """Take what the user says (``"Pris=cost"``, or ``"Pris="`` to leave it out) and guess the rest.

    Without a column, ``"=other"`` or ``"=asked_by:Lars"`` is what every row says. Two columns with an equally good
    claim to the same question are a problem. ``firm`` asks for the firm's figures.
    """
    questions = {name: firm.questions[name] for name in OF_THE_FIRM} | dict(ruleset.questions)
    names = names_of(questions)
    constants, problems = _constants([each for each in given if _is_constant(each)], names, ruleset)
    said, wrong = _said([each for each in given if not _is_constant(each)], headers, names)
    problems += wrong
    own = {column.id for column in sheet_columns(ruleset)} - names.keys()
    rest = [header for header in headers if header and header not in said and header not in own]
    free = {target: each for target, each in names.items() if target not in said.values()}
    uses = {header: ColumnUse(header, target, FoundBy.GIVEN) for header, target in said.items()}
    uses |= {use.header: use for use in _title_as_request(_guess(rest, free), free)}
    taken = {header for _, header, _, _ in claims(rest, names)}
    for header in headers:
        reason = FoundBy.OWN if header in own else FoundBy.TAKEN if header in taken else FoundBy.NOTHING
        uses.setdefault(header, ColumnUse(header, "", reason))
    ordered = [uses[header] for header in dict.fromkeys(headers) if header]
    return ColumnMapping(tuple(ordered), (*problems, *_shared(ordered, questions)), questions, constants)


def fitting(mapping: ColumnMapping, cells: Mapping[str, Sequence[str]], reads: Reads) -> ColumnMapping:
    """Return a mapping without the guesses that what stands below the heading does not bear out.

    A column that was guessed to hold choices has to hold more of them than not, and no column of choices holds figures
    alone. ``reads`` says whether a cell can be read as the answer to a question.
    """
    guessed = {FoundBy.SAME, FoundBy.LABEL, FoundBy.WORDS, FoundBy.CLOSE}

    def fits(use: ColumnUse) -> bool:
        question, found = mapping.questions.get(use.target), cells.get(use.header, ())
        if question is None or question.type not in {"choice", "yes_no"} or use.found not in guessed or not found:
            return True
        read = sum(reads(use.target, cell) for cell in found)
        if use.found in {FoundBy.SAME, FoundBy.LABEL}:
            return read > 0 or not all(_FIGURE.fullmatch(cell) for cell in found)
        return 2 * read >= len(found)

    uses = [use if fits(use) else ColumnUse(use.header, "", FoundBy.UNFIT) for use in mapping.uses]
    return replace(mapping, uses=tuple(_title_as_request(uses, mapping.questions)))


def unmapped(mapping: ColumnMapping, ruleset: Ruleset) -> tuple[Message, ...]:
    """Return the questions that may not be left out and that no column answers."""
    there = {*mapping.targets.values(), *mapping.constants}
    return tuple(
        say("import.must", question=question.label, id=name)
        for name, question in ruleset.questions.items()
        if not question.may_be_left_out and name not in there
    )


def mapping_rows(mapping: ColumnMapping, examples: Mapping[str, str], today: date) -> list[tuple[Param, ...]]:
    """Return each column, its first value from ``examples``, what it becomes, and how that was found out.

    Beside a date in figures stands the day as which it is read, since others write the month first.
    """
    constants = [
        (say("import.every_row"), Typed(value), _called(target, mapping.questions), say("import.found.given"))
        for target, value in mapping.constants.items()
    ]
    return [
        *constants,
        *_column_rows(mapping, examples, today),
    ]


def _column_rows(mapping: ColumnMapping, examples: Mapping[str, str], today: date) -> list[tuple[Param, ...]]:
    return [
        (
            Typed(use.header),
            _as_read(brief(examples.get(use.header, "")), use.target, mapping.questions, today),
            _called(use.target, mapping.questions) if use.target else say("import.left_out"),
            say(f"import.found.{use.found}"),
        )
        for use in mapping.uses
    ]


def _is_constant(given: str) -> bool:
    return given.lstrip().startswith("=")


def _constants(
    given: Sequence[str], names: Mapping[str, Names], ruleset: Ruleset
) -> tuple[dict[str, str], list[Message]]:
    """What the user says of every row: the kind of task alone, or a question and its answer with a colon."""
    constants: dict[str, str] = {}
    problems: list[Message] = []
    kinds = {words: name for name, each in ruleset.task_types.items() for words in (name, each.label.da, each.label.en)}
    plain = {plain_words(words): name for words, name in kinds.items()}
    for each in given:
        target, colon, value = each.strip().removeprefix("=").partition(":")
        meant = _target(target.strip(), names) if colon else TASK_TYPE
        answer = value.strip() if colon else plain.get(plain_words(target), "")
        if isinstance(meant, Message):
            problems.append(meant)
        elif not answer or not meant:
            problems.append(say("import.map.constant", given=Typed(brief(each.strip()))))
        else:
            constants[meant] = answer
    return constants, problems


def _as_read(example: str, target: str, questions: Mapping[str, Question], today: date) -> Param:
    question = questions.get(target)
    is_day = target == "asked_on" or (question and (question.type == "date" or question.unit == "weeks"))
    day = read_day(without_time(example), today) if is_day and _IN_FIGURES.match(example) else None
    if day and question and question.unit == "weeks":
        weeks = read_weeks(without_time(example), today, bare_days=question.bare == "days")
        day = day if weeks == (day - today).days / 7 else None  # 2.5 is a number of weeks
    return say("import.as_read", given=Typed(example), day=day) if day else Typed(example)


def without_time(cell: str) -> str:
    """Return a date without the hour that programs write beside it: "2026/11/02 9:12:33 AM CET", "02/Nov/26 9:12"."""
    day = _TIME.sub("", cell)
    return _NAMED_MONTH.sub(r"\1 \2 \3", day) if day else cell


def _guess(headers: Sequence[str], names: Mapping[str, Names]) -> list[ColumnUse]:
    """Grant claims, the strongest first; an equally strong one is granted too, which is then a problem."""
    strongest = sorted(claims(headers, names), key=lambda claim: -claim[0])
    taken: dict[str, float] = {}
    uses: dict[str, ColumnUse] = {}
    for strength, header, target, found in strongest:
        if header not in uses and taken.setdefault(target, strength) == strength:
            uses[header] = ColumnUse(header, target, found)
    return list(uses.values())


def _title_as_request(uses: Sequence[ColumnUse], names: Collection[str]) -> Iterator[ColumnUse]:
    """Where no column holds the request, the title does; a request without a title gets one made of its words."""
    missing = "request" in names and all(use.target != "request" for use in uses)
    for use in uses:
        yield ColumnUse(use.header, "request", use.found) if missing and use.target == "title" else use


def _said(
    given: Sequence[str], headers: Sequence[str], names: Mapping[str, Names]
) -> tuple[dict[str, str], list[Message]]:
    """What the user says of columns, and what is wrong with it."""
    said: dict[str, str] = {}
    problems: list[Message] = []
    for each in given:
        column, mark, wanted = each.rpartition("=")
        header, target = _header(column.strip(), headers), _target(wanted.strip(), names)
        if not mark:
            problems.append(say("import.map.form", given=Typed(brief(each))))
        elif isinstance(header, Message) or isinstance(target, Message):
            problems += [found for found in (header, target) if isinstance(found, Message)]
        elif said.setdefault(header, target) != target:
            problems.append(say("import.map.twice", column=Typed(header)))
    return said, problems


def _header(given: str, headers: Sequence[str]) -> str | Message:
    if given in headers and given:
        return given
    plain = {plain_words(header): header for header in headers if header}
    found = plain.get(plain_words(given))
    return found or _unknown("import.map.column", given, plain, tuple(filter(None, headers)))


def _target(given: str, names: Mapping[str, Names]) -> str | Message:
    if not given or given in names:
        return given
    called = {words: name for name, each in names.items() for words in (each.id, *each.labels)}
    found = called.get(plain_words(given))
    known = {words: name for name, each in names.items() for words in each.known}
    return found or _unknown("import.map.target", given, known | called, tuple(names))


def _unknown(key: str, given: str, called: Mapping[str, str], known: tuple[str, ...]) -> Message:
    """Report an unknown name with the closest known one, else with all of them."""
    from rapidfuzz import fuzz, process

    close = process.extractOne(plain_words(given), list(called), scorer=fuzz.ratio, score_cutoff=NEAR)
    if close:
        return say(f"{key}.hint", given=Typed(brief(given)), hint=Typed(called[close[0]]))
    return say(key, given=Typed(brief(given)), known=Typed(", ".join(known)))


def _shared(uses: Sequence[ColumnUse], questions: Mapping[str, Question]) -> Iterator[Message]:
    """Two columns cannot answer the same question."""
    for target, count in Counter(use.target for use in uses if use.target).items():
        if count > 1:
            columns = tuple(Typed(use.header) for use in uses if use.target == target)
            yield say("import.map.shared", columns=Listed(columns), target=target, called=_called(target, questions))


def _called(target: str, questions: Mapping[str, Question]) -> Text | Message:
    return questions[target].label if target in questions else say(f"import.field.{target}")
