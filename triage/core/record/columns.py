"""Which column of a spreadsheet answers which question: guessed from the headings, or said by the user.

Only headings are read here; ``interview.reading`` reads the cells, ``adapters.files.sheetimport`` the rows.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from triage.core.interview.amounts import brief
from triage.core.interview.days import read_day
from triage.core.messages import Listed, Message, Param, Text, Typed, say
from triage.core.record.headings import CALLED, SEVERAL
from triage.core.record.sheet import sheet_columns
from triage.core.request.request import FIGURES
from triage.core.rules.ruleset import Question, Ruleset

FIELDS = ("title", "asked_by", "asked_on", "notes")
"""What a row may say about a request beside its answers; notes are added to the director's words."""
OF_THE_FIRM = ("currency", *(name for name in FIGURES if name != "required_return"))
"""What a row may say about the firm. Not the required return: 0.1 and 10 may both be meant as 10%."""
ALIKE = 82.0
"""Likeness in percent from which a heading counts as a misspelling (J, tried on the headings of the tests)."""
ASKED_ALIKE = 75.0
"""Likeness in percent from which a question in other words is the same (J, tried on forms of the tests)."""
NEAR = 60.0
"""Likeness in percent from which a name is offered as what was meant (J)."""

_SAME, _LABEL, _IS_KNOWN, _PART = 5.0, 4.0, 3.0, 2.0
"""How strong each kind of claim is; that of a misspelling is its likeness, below 1."""
_BEGINS = 0.7
"""That of a question which begins as no other does."""
_FEWEST_BLANKS = 3
"""A question has four words or more."""
TASK_TYPE = "task_type"
Reads: TypeAlias = Callable[[str, str], bool]
_FIGURE = re.compile(r"[-−]?[\d.,\s]+%?")
_TIME = re.compile(
    r"(?:T|,?\s+(?:kl\.?\s*|at\s+)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AP]\.?M\.?)?"
    r"\s*(?:Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?\s*$",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(r"^(\d{1,2})[/-]([^\W\d_]{3,9})\.?[/-](\d{2,4})$")
_IN_FIGURES = re.compile(r"\s*\d{1,2}\s*[./-]\s*\d{1,2}\b")
_CURRENCIES = {"kr", "dkk", "eur", "sek", "nok"}


class FoundBy(StrEnum):
    """How it was found out what a column is."""

    GIVEN = "given"
    SAME = "same"
    LABEL = "label"
    WORDS = "words"
    CLOSE = "close"
    TAKEN = "taken"
    """Another column fits better."""
    OWN = "own"
    """Our own export writes it, for people; it is not read in again."""
    UNFIT = "unfit"
    """The heading is like a question, and what stands below it is no answer to that."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What becomes of a column; ``target`` is empty where it is left out."""

    header: str
    target: str
    found: FoundBy


@dataclass(frozen=True, slots=True)
class ColumnMapping:
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


@dataclass(frozen=True, slots=True)
class _Names:
    """What a target may be called, as :func:`_plain` words."""

    target: str
    id: str
    labels: tuple[str, ...]
    asks: tuple[str, ...]
    firsts: tuple[str, ...] = ()
    """The first sentence of every wording of the question, as a form on the net asks it."""
    known: tuple[str, ...] = ()
    rank: float = 0.0
    """Below 1; lower for those earlier in :data:`CALLED`."""


def take_mapping(given: Sequence[str], headers: Sequence[str], ruleset: Ruleset, firm: Ruleset) -> ColumnMapping:
    """Take what the user says (``"Pris=cost"``, or ``"Pris="`` to leave it out) and guess the rest.

    Without a column, ``"=other"`` or ``"=asked_by:Lars"`` is what every row says. Two columns with an equally good
    claim to the same question are a problem. ``firm`` asks for the firm's figures.
    """
    questions = {name: firm.questions[name] for name in OF_THE_FIRM} | dict(ruleset.questions)
    names = _names(questions)
    constants, problems = _constants([each for each in given if _is_constant(each)], names, ruleset)
    said, wrong = _said([each for each in given if not _is_constant(each)], headers, names)
    problems += wrong
    own = {column.id for column in sheet_columns(ruleset)} - names.keys()
    rest = [header for header in headers if header and header not in said and header not in own]
    free = {target: each for target, each in names.items() if target not in said.values()}
    uses = {header: ColumnUse(header, target, FoundBy.GIVEN) for header, target in said.items()}
    uses |= {use.header: use for use in _title_as_request(_guess(rest, free), free)}
    taken = {header for _, header, _, _ in _claims(rest, names)}
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
    given: Sequence[str], names: Mapping[str, _Names], ruleset: Ruleset
) -> tuple[dict[str, str], list[Message]]:
    """What the user says of every row: the kind of task alone, or a question and its answer with a colon."""
    constants: dict[str, str] = {}
    problems: list[Message] = []
    kinds = {words: name for name, each in ruleset.task_types.items() for words in (name, each.label.da, each.label.en)}
    plain = {_plain(words): name for words, name in kinds.items()}
    for each in given:
        target, colon, value = each.strip().removeprefix("=").partition(":")
        meant = _target(target.strip(), names) if colon else TASK_TYPE
        answer = value.strip() if colon else plain.get(_plain(target), "")
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
    return say("import.as_read", given=Typed(example), day=day) if day else Typed(example)


def without_time(cell: str) -> str:
    """Return a date without the hour that programs write beside it: "2026/11/02 9:12:33 AM CET", "02/Nov/26 9:12"."""
    day = _TIME.sub("", cell)
    return _NAMED_MONTH.sub(r"\1 \2 \3", day) if day else cell


def _names(questions: Mapping[str, Question]) -> dict[str, _Names]:
    """Every target with what it may be called; a question takes an id before a field does."""
    names = {name: _Names(name, _plain(name), (), ()) for name in FIELDS}
    for name, question in questions.items():
        labels, asks = ((_plain(text.da), _plain(text.en)) for text in (question.label, question.ask))
        wordings = (question.ask, *(each.ask for each in question.wordings))
        firsts = tuple(_first(words) for text in wordings for words in (text.da, text.en))
        names[name] = _Names(name, _plain(name), labels, asks, firsts)
    for at, (name, words) in enumerate(CALLED.items()):
        if name in names:
            names[name] = replace(names[name], known=tuple(map(_plain, words)), rank=at / 100)
    return names


def _plain(words: str) -> str:
    """Words to compare: small letters, no marks, no currency and nothing in brackets; "Pris (kr.)" is "pris"."""
    letters = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    found = re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", letters))
    return " ".join(word for word in found if word not in _CURRENCIES)


def _guess(headers: Sequence[str], names: Mapping[str, _Names]) -> list[ColumnUse]:
    """Grant claims, the strongest first; an equally strong one is granted too, which is then a problem."""
    claims = sorted(_claims(headers, names), key=lambda claim: -claim[0])
    taken: dict[str, float] = {}
    uses: dict[str, ColumnUse] = {}
    for strength, header, target, found in claims:
        if header not in uses and taken.setdefault(target, strength) == strength:
            uses[header] = ColumnUse(header, target, found)
    return list(uses.values())


def _claims(headers: Sequence[str], names: Mapping[str, _Names]) -> Iterator[tuple[float, str, str, FoundBy]]:
    """How strongly each column may be each target; where two are equally likely, neither is guessed."""
    for header in headers:
        plain = _plain(header)
        likely = {target: _strength(plain, each) for target, each in names.items()}
        if not any(strength for strength, _ in likely.values()):
            likely = {target: _asked_alike(_first(header), each) for target, each in names.items()}
        often = Counter(strength for strength, _ in likely.values())
        for target, (strength, found) in likely.items():
            if strength and often[strength] == 1:
                yield strength, header, target, found


def _strength(plain: str, names: _Names) -> tuple[float, FoundBy]:
    """How strongly a heading points to a target; 0 for not at all."""
    if not plain:
        return 0.0, FoundBy.NOTHING
    if plain == names.id:
        return _SAME, FoundBy.SAME
    if plain in names.labels:
        return _LABEL, FoundBy.LABEL
    if plain in names.known:
        behind = names.known.index(plain) / 1000 if names.target in SEVERAL else 0.0
        return _IS_KNOWN - names.rank - behind, FoundBy.WORDS
    if any(_is_part(plain, label) for label in names.labels) or any(_begins(plain, ask) for ask in names.asks):
        return _PART, FoundBy.WORDS
    from rapidfuzz import fuzz, process

    best = process.extractOne(plain, (names.id, *names.labels, *names.known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best and len(plain) > 4 and best[0][0] == plain[0]:  # whoever misspells a word has its first letter right
        return best[1] / 100, FoundBy.CLOSE
    return 0.0, FoundBy.NOTHING


def _first(words: str) -> str:
    """The first sentence of a question, as words to compare."""
    return _plain(words.split("?", 1)[0])


def _asked_alike(first: str, names: _Names) -> tuple[float, FoundBy]:
    """How strongly a question that somebody put in words of their own points to a target."""
    if first.count(" ") < _FEWEST_BLANKS:
        return 0.0, FoundBy.NOTHING
    if first in names.firsts:
        return _PART, FoundBy.WORDS
    from rapidfuzz import fuzz, process

    best = process.extractOne(first, names.firsts, scorer=fuzz.ratio, score_cutoff=ASKED_ALIKE)
    if best:
        return best[1] / 100, FoundBy.WORDS
    begins = " ".join(first.split()[:3]) + " "
    if any(each.startswith(begins) for each in names.firsts):
        return (_BEGINS / 2 if names.target in OF_THE_FIRM else _BEGINS), FoundBy.WORDS
    return 0.0, FoundBy.NOTHING


def _is_part(plain: str, label: str) -> bool:
    """Whether the words make up half of a label or more with its last one: "timer" of "egne timer".

    Not its first alone: a customer is no customer need.
    """
    words, whole = plain.split(), label.split()
    return set(words) <= set(whole) and 2 * len(set(words)) >= len(whole) and words[-1] == whole[-1]


def _begins(plain: str, ask: str) -> bool:
    """Whether two words or more begin a question: "hvilken slags"."""
    return " " in plain and f"{ask} ".startswith(f"{plain} ")


def _title_as_request(uses: Sequence[ColumnUse], names: Collection[str]) -> Iterator[ColumnUse]:
    """Where no column holds the request, the title does; a request without a title gets one made of its words."""
    missing = "request" in names and all(use.target != "request" for use in uses)
    for use in uses:
        yield ColumnUse(use.header, "request", use.found) if missing and use.target == "title" else use


def _said(
    given: Sequence[str], headers: Sequence[str], names: Mapping[str, _Names]
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
    plain = {_plain(header): header for header in headers if header}
    found = plain.get(_plain(given))
    return found or _unknown("import.map.column", given, plain, tuple(filter(None, headers)))


def _target(given: str, names: Mapping[str, _Names]) -> str | Message:
    if not given or given in names:
        return given
    called = {words: name for name, each in names.items() for words in (each.id, *each.labels)}
    found = called.get(_plain(given))
    known = {words: name for name, each in names.items() for words in each.known}
    return found or _unknown("import.map.target", given, known | called, tuple(names))


def _unknown(key: str, given: str, called: Mapping[str, str], known: tuple[str, ...]) -> Message:
    """Report an unknown name with the closest known one, else with all of them."""
    from rapidfuzz import fuzz, process

    close = process.extractOne(_plain(given), list(called), scorer=fuzz.ratio, score_cutoff=NEAR)
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
