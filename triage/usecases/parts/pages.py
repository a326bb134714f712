"""The memo of a request in every format: from the values to a file or the screen."""

from pathlib import Path

from triage.adapters.documents.mail import Envelope
from triage.adapters.documents.markdown import read_markdown
from triage.adapters.documents.tree import Document
from triage.adapters.documents.writing import write
from triage.adapters.files.pagefile import form_of
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import parts_not_named, render_memo, short_text
from triage.adapters.pictures.memo import memo_pictures
from triage.adapters.register.kept import Kept
from triage.core.messages import Listed, Message, Typed, say
from triage.core.request.request import Profile
from triage.usecases.parts.keeping import memo_of


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
    document = read_markdown(markdown, catalog.language, drawn, one_page=True)
    profile = load_profile(home) or Profile()
    if reference is None and profile.word_template:
        reference = Path(profile.word_template).expanduser()
    return write(document, form, reference=reference, envelope=_envelope(kept.entry.id, document, profile))


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
