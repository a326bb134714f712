"""The memo of a request in every format: from the values to a file or the screen."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.documents.markdown import read_markdown
from triage.adapters.documents.tree import Document, Envelope
from triage.adapters.documents.writing import write
from triage.adapters.files.pagefile import form_of, named_file
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home, typed_path
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import parts_not_named, render_memo, short_text
from triage.adapters.pictures.canvas import Picture
from triage.adapters.pictures.memo import draw_days, memo_pictures
from triage.adapters.register.kept import Kept
from triage.core.messages import Listed, Message, Typed, say
from triage.core.request.request import Profile
from triage.usecases.parts.keeping import memo_of, recalled


class Paper(Struct, frozen=True):
    """What a page is written on: its language and pictures, and the firm's own Word file, if it has one."""

    home: Home
    catalog: Catalog
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    reference: Path | None = None
    number: str = ""
    """The request that it is about, if there is one."""
    one_page: bool = False
    """Whether the first sheet is one: that of a memo."""


def memo_page(kept: Kept, catalog: Catalog, home: Home, form: str, reference: Path | None = None) -> str | bytes:
    """Return the memo of a request that is kept, in a format."""
    assessed, memo = memo_of(kept, home)
    if form == "short":
        return short_text(memo, catalog)
    verdict = assessed.assessment.verdict
    if form == "md":
        return render_memo(memo, verdict, catalog, home.memo_template)
    drawn = memo_pictures(memo, catalog)
    markdown = render_memo(memo, verdict, catalog, home.memo_template, drawn)
    return written(markdown, form, Paper(home, catalog, drawn, reference, kept.entry.id, one_page=True))


def brief_page(kept: Kept, form: str, paper: Paper, tool: str) -> str | bytes:
    """Return the brief for whoever does the task, in a format; as rows for a ``tool`` that tasks are kept in."""
    from triage.adapters.documents.text import text_of
    from triage.adapters.pages.brief import brief_csv, render_brief
    from triage.core.memo.brief import write_brief
    from triage.core.memo.sections import Page

    assessed = recalled(kept, paper.home)
    brief = write_brief(Page(assessed.assessment, assessed.rules.ruleset, assessed.day), kept.life)
    plain = render_brief(brief, paper.catalog)
    if form == "csv":
        notes = text_of(read_markdown(plain, paper.catalog.language))
        return brief_csv(brief, notes, kept.entry.id, tool, paper.catalog)
    if form == "md":
        return plain
    drawn = {"time": draw_days(brief.pictures.days, paper.catalog)} if brief.pictures.days else {}
    return written(render_brief(brief, paper.catalog, drawn), form, replace(paper, pictures=drawn))


def written(markdown: str, form: str, paper: Paper) -> str | bytes:
    """Return a page of Markdown in another format."""
    document = read_markdown(markdown, paper.catalog.language, paper.pictures, one_page=paper.one_page)
    profile = load_profile(paper.home) or Profile()
    reference = paper.reference
    if reference is None and profile.word_template:
        reference = typed_path(named_file(profile.word_template))
    return write(document, form, reference=reference, envelope=_envelope(paper.number, document, profile))


def template_note(home: Home) -> Message | None:
    """Say which parts a template of the user's own leaves out without a word on them; none where it is left to us."""
    parts = parts_not_named(home.memo_template)
    if not parts:
        return None
    return say("memo.template.without", path=Typed(str(home.memo_template)), parts=Listed(tuple(map(Typed, parts))))


def _envelope(number: str, document: Document, profile: Profile) -> Envelope:
    """Address the memo to the director of today, with the number by which an answer is recognised."""
    return Envelope(f"[{number}] {document.title}", profile.director, profile.director_mail, number)


def save_memo(kept: Kept, catalog: Catalog, home: Home, path: Path, *, exclusive: bool = False) -> str:
    """Write the memo to a file in the format that its name says, and return the sentence that says where it is.

    A file that is there is not replaced where that is ``exclusive``.
    """
    write_whole(path, memo_page(kept, catalog, home, form_of(path, None)), exclusive=exclusive)
    return catalog.say("memo.saved", path=full_name(path))
