"""``triage import``: a copy of a register as it is , or a table whose rows become requests.

A table is shown as it is understood before anything is done; then every row is weighed with today's rules, and all of
them are kept or none. What is added of a copy of a register is decided in ``adapters.register.merging``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from triage.adapters.files.sheetimport import read_heading, read_mapped
from triage.adapters.files.tablefiles import MOST_BYTES
from triage.adapters.files.yamlfiles import read_content
from triage.adapters.home import clock
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
from triage.core.record.columns import mapping_rows, take_mapping, unmapped
from triage.core.request.request import Request
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.confirming import is_confirmed
from triage.usecases.parts.opening import Rules, all_requests, make_reader, open_rules

if TYPE_CHECKING:
    from triage.usecases.parts.assessing import Assessed

TABLES = (".csv", ".txt", "")
"""Endings of files that may be a table."""
WORKBOOK = b"PK\x03\x04"
"""How an XLSX begins, which is a zip."""
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
    is_database = content.startswith(DATABASE)
    if is_database or is_copy(content):
        if call.maps:
            raise failure("import.map.no_table", exit_code=USAGE_IS_WRONG)
        with open_register(call.home) as register:
            merged = merge_copy(
                register, source, lines_of_file(path) if is_database else content, lambda kept: _all_shown(kept, call)
            )
        yield from map(call.catalog.text, _added(merged))
    elif content.startswith(WORKBOOK):
        raise failure("import.workbook", place=Place(source))
    elif path.suffix.lower() not in TABLES:
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
    heading = read_heading(source, content)
    mapping = take_mapping(call.maps, heading.headers, rules.ruleset, load_form("firm", home=call.home))
    yield mapping_rows(mapping, heading.examples, clock.today())
    yield from ("", call.catalog.say("import.table.hint"))
    if wrong := mapping.problems or tuple(unmapped(mapping, rules.ruleset)):
        raise TriageError([Problem(None, message) for message in wrong])
    read = read_mapped(source, content, mapping, make_reader(call.home, rules))
    requests = all_requests(read, Problem(None, say("import.nothing_read")))
    if not requests:
        raise failure("import.no_rows", place=Place(source))
    if is_confirmed(call.catalog, say("import.ask", count=len(requests)), yes=call.yes, likely=True):
        yield from map(call.catalog.text, _kept(call, requests, rules))
    else:
        yield call.catalog.say("import.nothing")


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


def _with_tokens(requests: Sequence[Request]) -> Iterator[tuple[Request, str]]:
    """Yield each row with the register's token for it, made of all it says: the same file twice adds nothing."""
    times = Counter[str]()
    for request in requests:
        row = content_hash(request)[:32]
        times[row] += 1
        yield request, f"row-{row}-{times[row]}"
