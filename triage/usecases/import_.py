"""The order of events of ``triage import``: what kind of file it is, and a table whose rows become requests.

A table is shown as it is understood before anything is done; then every row is weighed with today's rules, and all of
them are kept or none. What is added of a copy of a register is decided in ``adapters.register.merging``.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.files.sheetimport import Heading, read_heading, read_mapped
from triage.adapters.files.tablefiles import MOST_BYTES
from triage.adapters.files.yamlfiles import read_content
from triage.adapters.home.settings import Home
from triage.adapters.output import pipe
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.backups import DATABASE
from triage.adapters.register.lines import is_copy
from triage.adapters.register.merging import Merged, lines_of_file, merge_copy
from triage.adapters.register.register import open_register
from triage.adapters.register.tokens import content_hash
from triage.adapters.rules.rulefiles import load_form
from triage.adapters.terminal.progress import with_bar
from triage.adapters.terminal.screen import Column, print_lines, print_table, print_text
from triage.core.messages import USAGE_IS_WRONG, Listed, Message, Place, Problem, TriageError, Typed, failure, say
from triage.core.record.columns import ColumnMapping, mapping_rows, take_mapping, unmapped
from triage.core.request.request import Request
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.confirming import is_confirmed
from triage.usecases.parts.opening import Rules, make_reader, open_rules

TABLES = (".csv", ".txt", "")
"""Endings of files that may be a table."""
WORKBOOK = b"PK\x03\x04"
"""How an XLSX begins, which is a zip."""


def import_file(
    home: Home, catalog: Catalog, path: Path, *, rules: Path | None = None, maps: Sequence[str] = (), yes: bool = False
) -> None:
    """Read a file in: a copy of a register as it is, a table as far as its columns are understood."""
    source, content = str(path), pipe.read_all() if str(path) == "-" else _content(path)
    is_database = content.startswith(DATABASE)
    if (is_database or is_copy(content)) and maps:
        raise failure("import.map.no_table", exit_code=USAGE_IS_WRONG)
    if is_database:
        _import_copy(home, catalog, source, lines_of_file(path))
    elif is_copy(content):
        _import_copy(home, catalog, source, content)
    elif content.startswith(WORKBOOK):
        raise failure("import.workbook", place=Place(source))
    elif path.suffix.lower() not in TABLES:
        raise failure("import.form", place=Place(source))
    else:
        _import_table(home, catalog, source, content, open_rules(home, rules), maps=maps, yes=yes)


def _import_copy(home: Home, catalog: Catalog, source: str, content: bytes) -> None:
    with open_register(home) as register:
        merged = merge_copy(register, source, content)
    print_lines(map(catalog.text, _told_of_copy(merged)))


def _told_of_copy(merged: Merged) -> Iterator[Message]:
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
    home: Home, catalog: Catalog, source: str, content: bytes, rules: Rules, *, maps: Sequence[str], yes: bool
) -> None:
    heading = read_heading(source, content)
    mapping = take_mapping(maps, heading.headers, rules.ruleset, load_form("firm", home=home))
    _show(mapping, heading, rules, catalog)
    requests = _requests(source, content, mapping, make_reader(home, rules))
    if not is_confirmed(catalog, say("import.ask", count=len(requests)), yes=yes, likely=True):
        print_text(catalog.say("import.nothing"))
        return
    kept = _keep_all(home, catalog, requests, rules)
    print_lines(map(catalog.text, _told(kept)))


def _show(mapping: ColumnMapping, heading: Heading, rules: Rules, catalog: Catalog) -> None:
    """Show what becomes of every column; raises what is wrong with that."""
    columns = [Column(catalog.say(f"import.table.{name}")) for name in ("column", "example", "becomes", "found")]
    rows = mapping_rows(mapping, heading.examples)
    print_table(columns, [[catalog.value(cell) for cell in row] for row in rows])
    print_lines(["", catalog.say("import.table.hint"), ""])
    problems = [Problem(None, message) for message in mapping.problems]
    if problems := problems or [Problem(None, message) for message in unmapped(mapping, rules.ruleset)]:
        raise TriageError(problems)


def _requests(source: str, content: bytes, mapping: ColumnMapping, reader: Reader) -> list[Request]:
    """Give the request of every row; raises everything that is wrong with any of them."""
    read = list(read_mapped(source, content, mapping, reader))
    problems = [problem for each in read if isinstance(each, Rejected) for problem in each.problems]
    if problems:
        raise TriageError([*problems, Problem(None, say("import.nothing_read"))])
    if not read:
        raise failure("import.no_rows", place=Place(source))
    return [each for each in read if isinstance(each, Request)]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What became of the rows: the ids and verdicts of the new ones, and how many were there already."""

    ids: list[str]
    verdicts: Counter[Verdict]
    same: int


def _keep_all(home: Home, catalog: Catalog, requests: Sequence[Request], rules: Rules) -> _Kept:
    """Weigh every request that is not there already, and keep all of them or none."""
    from triage.usecases.parts.assessing import Assessed, analysed, assess_all
    from triage.usecases.parts.keeping import keep_in, new_assessment

    with open_register(home) as register:
        new = [(request, token) for request, token in _with_tokens(requests) if not register.kept_as(token)]
    weighed = [each for each in assess_all((request for request, _ in new), rules) if isinstance(each, Assessed)]
    assessed = map(analysed, with_bar(weighed, catalog.say("import.weighing")))
    made = [(new_assessment(each, catalog), token) for each, (_, token) in zip(assessed, new, strict=True)]
    with open_register(home) as register, register.writing():
        ids = [keep_in(register, one, home, catalog.language, token=token) for one, token in made]
    verdicts = Counter(each.assessment.verdict for each in weighed)
    return _Kept(ids, verdicts, len(requests) - len(ids))


def _with_tokens(requests: Sequence[Request]) -> Iterator[tuple[Request, str]]:
    """Give each row with what the register knows it by, made of all it says: the same file twice adds nothing."""
    times = Counter[str]()
    for request in requests:
        row = content_hash(request)[:32]
        times[row] += 1
        yield request, f"row-{row}-{times[row]}"


def _told(kept: _Kept) -> Iterator[Message]:
    yield say("import.new", count=len(kept.ids))
    if kept.ids:
        yield say("import.verdicts", **{verdict.value: kept.verdicts[verdict] for verdict in Verdict})
        ends = {"first": kept.ids[0], "last": kept.ids[-1]}
        yield say("import.ids" if len(kept.ids) > 1 else "import.id", **ends)
    if kept.same:
        yield say("import.same", count=kept.same)
