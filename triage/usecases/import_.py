"""``triage import``: a copy of a register as it is, or a table whose rows become requests.

A table is shown as it is understood before anything is done; then every row is weighed with today's rules, and all of
them are kept or none. A row that does not say what kind of task it is becomes a draft, as those of task lists do.
What is added of a copy of a register is decided in ``adapters.register.merging``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from msgspec.structs import replace

from triage.adapters.files.boards import is_board
from triage.adapters.files.sheetimport import REQUEST, Unfinished, read_heading, read_mapped
from triage.adapters.files.tablefiles import MOST_BYTES
from triage.adapters.files.workbooks import is_workbook
from triage.adapters.files.yamlfiles import read_content
from triage.adapters.home import clock, drafts
from triage.adapters.home.settings import Home
from triage.adapters.output import pipe
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.backups import DATABASE
from triage.adapters.register.kept import Kept
from triage.adapters.register.lines import is_copy
from triage.adapters.register.merging import Merged, lines_of_file, merge_copy
from triage.adapters.register.register import open_register
from triage.adapters.register.tokens import content_hash
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.order import by_words
from triage.core.interview.readings import Readings
from triage.core.messages import (
    USAGE_IS_WRONG,
    Listed,
    Message,
    Param,
    Place,
    Problem,
    TriageError,
    Typed,
    failure,
    say,
)
from triage.core.record.columns import TASK_TYPE, fitting, mapping_rows, take_mapping, unmapped
from triage.core.request.request import Request
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.confirming import is_confirmed
from triage.usecases.parts.opening import Rules, all_requests, make_reader, open_rules

if TYPE_CHECKING:
    from triage.usecases.parts.assessing import Assessed

TABLES = (".csv", ".tsv", ".txt", "")
"""Endings of files that may be a table, beside workbooks."""
MOST_DRAFTS = 500
"""Tasks that become drafts at once (a judgement): a list is better divided before that."""
Row = TypeVar("Row", Request, Unfinished)
Bar: TypeAlias = "Callable[[Sequence[Assessed], str], Iterable[Assessed]]"


class ImportCall(NamedTuple):
    """What the import was called with, beside the file."""

    home: Home
    catalog: Catalog
    rules: Path | None = None
    maps: Sequence[str] = ()
    yes: bool = False
    bar: Bar = lambda items, _label: items
    """Shows how many of the items have been worked through."""


def import_file(call: ImportCall, path: Path) -> Iterator[str | list[tuple[Param, ...]]]:
    """Read a file in; yields lines, and before them, for a table, what becomes of its columns."""
    source, content = str(path), pipe.read_all() if str(path) == "-" else _content(path)
    is_database, is_list = content.startswith(DATABASE), is_workbook(content) or is_board(content)
    if is_database or (is_copy(content) and not is_list):
        if call.maps:
            raise failure("import.map.no_table", exit_code=USAGE_IS_WRONG)
        with open_register(call.home) as register:
            merged = merge_copy(
                register, source, lines_of_file(path) if is_database else content, lambda kept: _all_shown(kept, call)
            )
        yield from map(call.catalog.text, _added(merged))
    elif not is_list and path.suffix.lower() not in TABLES:
        raise failure("import.form", place=Place(source))
    else:
        yield from _import_table(call, source, content, open_rules(call.home, call.rules))


def _all_shown(kept: Kept, call: ImportCall) -> list[str]:
    """Make everything that is shown of a request."""
    from triage.core.life.story import story
    from triage.usecases.parts.answering import answer_lines
    from triage.usecases.parts.assessing import public, reason_lines
    from triage.usecases.parts.keeping import memo_again, recalled
    from triage.usecases.parts.remembering import record_of

    assessed = recalled(kept, call.home)
    public(assessed, call.catalog)
    record_of(kept)
    told = (message for _, messages in story(kept.life, kept.request.profile.currency) for message in messages)
    return [
        *reason_lines(assessed, call.catalog, with_arithmetic=True),
        *map(call.catalog.text, told),
        *answer_lines(kept, assessed.rules.ruleset, call.catalog),
        memo_again(kept, call.catalog, call.home),
    ]


def _added(merged: Merged) -> Iterator[Message]:
    """Report what a copy has added."""
    yield say("import.new", count=len(merged.new))
    for given, request_id, title in merged.renumbered:
        yield say("import.renumbered", given=given, id=request_id, title=Typed(title))
    if merged.grown:
        yield say("import.grown", ids=Listed(tuple(merged.grown)))
    if merged.same:
        yield say("import.same", count=len(merged.same))


def _content(path: Path) -> bytes:
    content = read_content(path, most_bytes=MOST_BYTES)
    return content if len(content) <= MOST_BYTES else path.read_bytes()


def _import_table(
    call: ImportCall, source: str, content: bytes, rules: Rules
) -> Iterator[str | list[tuple[Param, ...]]]:
    heading, reader = read_heading(source, content), make_reader(call.home, rules)
    mapping = take_mapping(call.maps, heading.headers, rules.ruleset, load_form("firm", home=call.home))
    mapping = fitting(mapping, heading.cells, lambda name, cell: not isinstance(reader.read_one(name, cell), Message))
    yield mapping_rows(mapping, heading.examples, clock.today())
    yield from ("", call.catalog.say("import.table.hint"))
    missing = [message for message in unmapped(mapping, rules.ruleset) if message.params["id"] != TASK_TYPE]
    if wrong := mapping.problems or missing:
        raise TriageError([Problem(None, message) for message in wrong])
    readings = Readings()
    read = list(read_mapped(source, content, mapping, replace(reader, readings=readings)))
    drafted = [each for each in read if isinstance(each, Unfinished)]
    refused = Problem(None, say("import.nothing_read"))
    requests = all_requests((each for each in read if not isinstance(each, Unfinished)), refused)
    if not read:
        raise failure("import.no_rows", place=Place(source))
    if len(drafted) > MOST_DRAFTS:
        raise failure("import.drafts.many", place=Place(source), count=len(drafted), most=MOST_DRAFTS)
    yield from map(call.catalog.text, readings.told())
    yield from map(call.catalog.text, _draft_lines(drafted, rules))
    if not is_confirmed(call.catalog, _question(len(requests), len(drafted)), yes=call.yes, likely=True):
        yield call.catalog.say("import.nothing")
        return
    yield from map(call.catalog.text, _kept(call, requests, rules) if requests else ())
    yield from map(call.catalog.text, _drafts_made(call, drafted, rules) if drafted else ())


def _question(requests: int, drafts: int) -> Message:
    if not drafts:
        return say("import.ask", count=requests)
    return (
        say("import.drafts.ask", count=requests, drafts=drafts)
        if requests
        else say("import.drafts.only", drafts=drafts)
    )


def _draft_lines(drafted: Sequence[Unfinished], rules: Rules) -> Iterator[Message]:
    """Show the tasks that become drafts, the kind that their words suggest, and what could not be read."""
    for each in drafted:
        words = f"{each.answers[REQUEST].value} {each.title}"
        kind = by_words(TASK_TYPE, words, rules.ruleset)
        label = {"kind": rules.ruleset.task_types[kind].label} if kind else {}
        yield say("import.draft.kind" if kind else "import.draft", title=Typed(each.title), **label)
        for problem in each.problems:
            line = problem.place.line if problem.place else None
            yield say("import.drafts.unread", line=str(line or ""), why=problem.message)
    if drafted:
        yield say("import.drafts.hint")


def _drafts_made(call: ImportCall, drafted: Sequence[Unfinished], rules: Rules) -> Iterator[Message]:
    """Make the drafts that are not there, neither as drafts nor finished: the same file twice adds nothing."""
    folder = call.home.drafts
    there = {draft.token for draft in drafts.all_drafts(folder)}
    with open_register(call.home) as register:
        new = [(each, token) for each, token in _with_tokens(drafted) if not register.kept_as(token)]
    new = [(each, token) for each, token in new if token not in there]
    for each, token in new:
        draft = drafts.begin(
            folder,
            started=clock.now(),
            language=call.catalog.language,
            quick=False,
            fingerprint=rules.source.fingerprint,
            token=token,
        )
        for name, answer in each.answers.items():
            draft = drafts.keep_answer(draft, name, answer)
        drafts.keep_asked(drafts.keep_title(draft, each.title), each.asked_by, each.asked_on)
    yield say("import.drafts.made", count=len(new))
    if len(drafted) > len(new):
        yield say("import.same", count=len(drafted) - len(new))


def _kept(call: ImportCall, requests: Sequence[Request], rules: Rules) -> Iterator[Message]:
    """Weigh every request that is not there already, keep all of them or none, and report what became of them."""
    from triage.usecases.parts.assessing import Assessed, analysed, assess_all
    from triage.usecases.parts.keeping import keep_in, new_assessment

    with open_register(call.home) as register:
        new = [(request, token) for request, token in _with_tokens(requests) if not register.kept_as(token)]
    weighed = [each for each in assess_all((request for request, _ in new), rules) if isinstance(each, Assessed)]
    assessed = map(analysed, call.bar(weighed, call.catalog.say("import.weighing")))
    made = [(new_assessment(each, call.catalog), token) for each, (_, token) in zip(assessed, new, strict=True)]
    with open_register(call.home) as register, register.writing():
        ids = [keep_in(register, one, call.home, call.catalog.language, token=token) for one, token in made]
    yield say("import.new", count=len(ids))
    if ids:
        verdicts = Counter(each.assessment.verdict for each in weighed)
        yield say("import.verdicts", **{verdict.value: verdicts[verdict] for verdict in Verdict})
        yield say("import.ids" if len(ids) > 1 else "import.id", first=ids[0], last=ids[-1])
    if len(requests) > len(ids):
        yield say("import.same", count=len(requests) - len(ids))


def _with_tokens(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Yield each row with the register's token for it, made of all it says: the same file twice adds nothing."""
    times = Counter[str]()
    for each in rows:
        row = content_hash(each if isinstance(each, Request) else _as_request(each))[:32]
        times[row] += 1
        yield each, f"row-{row}-{times[row]}"


def _as_request(row: Unfinished) -> Request:
    return Request(row.source, row.title, row.answers, asked_by=row.asked_by, asked_on=row.asked_on)
