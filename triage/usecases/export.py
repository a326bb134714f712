"""``triage export``: the register as lines that hold everything, or as a sheet for people."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.home.unreadable import UNREADABLE
from triage.adapters.output import pipe
from triage.adapters.output.wholefile import full_name, whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.copy import copy_rows, read_rows
from triage.adapters.register.register import EVERYTHING, KeptRuleset, Wanted, open_register
from triage.adapters.rules.rulefiles import ruleset_from_texts
from triage.core.messages import REGISTER_FAILED, USAGE_IS_WRONG, Problem, TriageError, failure, say
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.targets import check_target

FORMS = ("jsonl", "csv", "xlsx")
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}


def form_of(output: Path | None, given: str | None) -> str:
    """Return the form of an export: as asked for, else by the file's ending; on standard output it is lines."""
    form = given or (_ENDINGS.get(output.suffix.lower()) if output else "jsonl")
    if form is None:
        endings = ", ".join(f".{name}" for name in FORMS)
        raise failure("export.form", exit_code=USAGE_IS_WRONG, path=str(output), endings=endings)
    if form == "xlsx" and output is None:
        raise failure("export.xlsx_needs_file", exit_code=USAGE_IS_WRONG)
    return form


def export(home: Home, catalog: Catalog, wanted: Wanted, form: str, output: Path | None, *, force: bool) -> list[str]:
    """Write the requests that are wanted to a file or to standard output; returns what to say about the file."""
    if output:
        check_target(home, output)
    with open_register(home) as register:
        ids = None if wanted == EVERYTHING else {entry.id for entry in register.newest(wanted)}
        count = len(ids) if ids is not None else sum(1 for _ in register.newest())
    with whole(output, private=True, exclusive=not force) if output else pipe.output() as out:
        if form == "jsonl":
            with open_register(home) as register, closing(read_rows(register.database, ids)) as rows:
                copy_rows(rows, out)
        else:
            _export_sheet(home, catalog, ids, form, out)
    return [catalog.say(f"export.saved.{form}", path=full_name(output), count=count)] if output else []


def rescue(home: Home, catalog: Catalog, output: Path | None, *, force: bool) -> list[str]:
    """Save what can be read of a damaged register in a file; raises, once it is written, what could not be saved."""
    from triage.adapters.register.rescue import rescue as rescued_from

    if home.server:
        raise failure("rescue.server", exit_code=USAGE_IS_WRONG)
    if output:
        check_target(home, output)
    if not home.register.exists():
        raise failure("backup.nothing", path=str(home.register))
    rules = open_rules(home, None)
    today = KeptRuleset(
        rules.source.fingerprint, rules.ruleset.ruleset, rules.ruleset.version, dict(rules.source.texts)
    )
    rescued = rescued_from(home.register, today, lambda texts: _are_rules(texts, home))
    with whole(output, private=True, exclusive=not force) if output else pipe.output() as out:
        out.writelines(line.encode() for line in rescued.lines)
    if rescued.missing:
        told = say("rescue.told", saved=len(rescued.requests), missing=len(rescued.missing))
        raise TriageError([Problem(None, each) for each in (*rescued.missing, told)], REGISTER_FAILED)
    where = full_name(output) if output else ""
    return [catalog.say("export.saved.jsonl", path=where, count=len(rescued.requests))] if output else []


def _are_rules(texts: Mapping[str, str], home: Home) -> bool:
    """Whether the texts of kept rules can be read as such: a damaged letter may leave them no rules."""
    try:
        ruleset_from_texts(texts, home=home)
    except (TriageError, *UNREADABLE):
        return False
    return True


def _export_sheet(home: Home, catalog: Catalog, ids: set[str] | None, form: str, out: BinaryIO) -> None:
    from triage.adapters.pages.spreadsheet import write_csv, write_xlsx
    from triage.usecases.parts.remembering import all_records

    records = (record for record in all_records(home) if ids is None or record.id in ids)
    ruleset, today = open_rules(home, None).ruleset, clock.today()
    if form == "xlsx":
        write_xlsx(out, records, ruleset, today=today, catalog=catalog)
    else:
        write_csv(out, records, ruleset, today=today, language=catalog.language)
