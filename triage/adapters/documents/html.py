"""A page as one HTML file that loads nothing and runs nothing: light and dark, on a telephone and printed on A4."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from triage.adapters.documents.crowding import PRINTED, crowding
from triage.adapters.documents.tree import Document, plain, sections

TEMPLATES = Path(__file__).parents[2] / "templates"


def html_of(document: Document, *, for_mail: bool = False) -> str:
    """Return the page; one ``for_mail`` has no pictures, which mail programs do not show inside a text."""
    sheets = [list(sections(sheet)) for sheet in document.sheets]
    css = Markup(_styles("mail.css" if for_mail else "page.css"))  # noqa: S704 - ours
    how = {"css": css, "crowding": crowding(document, PRINTED), "for_mail": for_mail}
    return _template().render(document=document, sheets=sheets, **how)


def _styles(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"kind": _kind, "plain": plain, "svg": Markup}
    return environment.get_template("page.html.j2")


def _kind(node: Any) -> str:
    return type(node).__name__
