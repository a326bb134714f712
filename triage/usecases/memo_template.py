"""``triage memo --template``: a memo template of one's own, to begin with and to check."""

from collections.abc import Iterator
from pathlib import Path

from triage.adapters.home.settings import Home, make_folder
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.templatehelp import check_template, template_to_begin_with
from triage.core.messages import failure
from triage.usecases.parts.pages import template_note


def copy_template(home: Home, catalog: Catalog, output: Path | None, *, force: bool) -> str:
    """Write the bundled template where memos are made from it, or to a file; return the sentence that says where."""
    path = output or home.memo_template
    if output is None:
        make_folder(home.folder)
    write_whole(path, template_to_begin_with(catalog), exclusive=not force)
    return catalog.say("template.copied" if output is None else "template.copied.elsewhere", path=full_name(path))


def check_own(home: Home, catalog: Catalog, given: Path | None) -> Iterator[str]:
    """Yield what is not in every format, with its place, which parts are left out, and that the template works."""
    path = given or home.memo_template
    if not path.exists():
        raise failure("template.none", path=str(path))
    for problem in check_template(path, catalog):
        yield catalog.problem(problem)
    if given is None and (note := template_note(home)):
        yield catalog.text(note)
    yield catalog.say("template.works", path=full_name(path))
