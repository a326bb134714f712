"""The order of events of what leaves the register: an export, a backup, and a request that is erased for good."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.home.traces import erase_traces
from triage.adapters.output import pipe
from triage.adapters.output.wholefile import full_name, whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.backups import back_up, erase_from_copy
from triage.adapters.register.copy import copy_rows, read_rows
from triage.adapters.register.register import EVERYTHING, Kept, Wanted, open_register
from triage.adapters.terminal.screen import print_lines, print_text
from triage.core.messages import REGISTER_FAILED, USAGE_IS_WRONG, Problem, TriageError, Typed, failure, say
from triage.usecases.confirming import is_confirmed
from triage.usecases.opening import open_rules

FORMS = ("jsonl", "csv", "xlsx")
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}


def form_of(output: Path | None, given: str | None) -> str:
    """Give the form of an export: as said, else by the file's ending; on standard output it is lines."""
    form = given or (_ENDINGS.get(output.suffix.lower()) if output else "jsonl")
    if form is None:
        endings = ", ".join(f".{name}" for name in FORMS)
        raise failure("export.form", exit_code=USAGE_IS_WRONG, path=str(output), endings=endings)
    if form == "xlsx" and output is None:
        raise failure("export.xlsx_needs_file", exit_code=USAGE_IS_WRONG)
    return form


def export(home: Home, catalog: Catalog, wanted: Wanted, form: str, output: Path | None, *, force: bool) -> None:
    """Write the requests that are wanted: lines that hold everything, or a sheet for people."""
    if output:
        _check_target(home, output)
    with open_register(home) as register:
        ids = None if wanted == EVERYTHING else {entry.id for entry in register.newest(wanted)}
        count = len(ids) if ids is not None else sum(1 for _ in register.newest())
    with whole(output, private=True, exclusive=not force) if output else pipe.output() as out:
        if form == "jsonl":
            _export_lines(home, ids, out)
        else:
            _export_sheet(home, catalog, ids, form, out)
    if output:
        print_lines([catalog.say(f"export.saved.{form}", path=full_name(output), count=count)])


def _export_lines(home: Home, ids: set[str] | None, out: BinaryIO) -> None:
    with open_register(home) as register, closing(read_rows(register.database, ids)) as rows:
        copy_rows(rows, out)


def _export_sheet(home: Home, catalog: Catalog, ids: set[str] | None, form: str, out: BinaryIO) -> None:
    from triage.adapters.pages.spreadsheet import write_csv, write_xlsx
    from triage.usecases.remembering import all_records

    records = (record for record in all_records(home) if ids is None or record.id in ids)
    ruleset, today = open_rules(home, None).ruleset, clock.today()
    if form == "xlsx":
        write_xlsx(out, records, ruleset, today=today, catalog=catalog)
    else:
        write_csv(out, records, ruleset, today=today, language=catalog.language)


def backup(home: Home, catalog: Catalog, path: Path, *, force: bool) -> None:
    """Write a whole copy of the register, and say how it is used."""
    _check_target(home, path)
    with open_register(home) as register:
        where = register.database.where
        if next(register.newest(limit=1), None) is None:
            raise failure("backup.nothing", path=where)
        is_database = back_up(register.database, path, force=force)
    use = say("backup.database" if is_database else "backup.lines", path=full_name(path), register=where)
    print_lines([catalog.say("backup.saved", path=full_name(path)), catalog.text(use)])


def forget(home: Home, catalog: Catalog, given: str, *, yes: bool) -> None:
    """Erase a request wherever the program can reach it, and say where it cannot.

    The register comes last, so that after a kill the same command goes on.
    """
    with open_register(home) as register:
        kept = register.find(given)
        assessments = len(register.assessments(kept.entry.id))
    told = say("forget.what", id=kept.entry.id, title=Typed(kept.entry.title), date=kept.entry.created.date())
    hangs = say("forget.hangs", assessments=assessments, events=len(kept.events))
    print_lines([catalog.text(told), catalog.text(hangs)])
    if not is_confirmed(catalog, say("forget.ask", id=kept.entry.id), yes=yes):
        print_text(catalog.say("forget.nothing"))
        return
    problems = [*_erase_around(home, kept)]
    with open_register(home) as register:
        register.forget(kept.entry.id)
    print_lines([catalog.say("forget.done", id=kept.entry.id), catalog.say("forget.not_reached")])
    if home.server:
        print_lines([catalog.say("forget.not_reached.server")])
    if problems:
        raise TriageError(problems, REGISTER_FAILED)


def _erase_around(home: Home, kept: Kept) -> Iterator[Problem]:
    """Erase it from what lies around the register; what that fails for is told by name."""
    with open_register(home) as register:
        copies = register.database.copies()
    failed = erase_traces(home, kept.entry.id, kept.token)
    for path in copies:
        try:
            erase_from_copy(path, kept.entry.id, kept.entry.created)
        except TriageError as error:
            failed.append(error)
    for each in failed:
        for problem in each.problems:
            yield Problem(None, say("forget.failed", why=problem.message))


def _check_target(home: Home, path: Path) -> None:
    """Refuse a folder, and the register itself also with ``--force``."""
    try:
        if path.is_dir():
            raise failure("move.folder", path=str(path))
        if not path.parent.is_dir():
            raise failure("move.no_folder", path=str(path.parent))
        if path.exists() and home.register.exists() and path.samefile(home.register):
            raise failure("move.own", path=str(path))
    except OSError as error:
        raise failure("error.write", path=str(path), why=error.strerror or str(error)) from error
