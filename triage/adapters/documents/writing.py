"""Which formats a page can be written in, and the one way to write it in each."""

from pathlib import Path

from triage.adapters.documents.tree import Document, Envelope
from triage.core.messages import TriageError


def write(
    document: Document, form: str, *, reference: Path | None = None, envelope: Envelope | None = None
) -> str | bytes:
    """Return a page in a format: text for ``text`` and ``html``, bytes for ``docx``, ``pdf`` and ``eml``."""
    match form:
        case "text":
            from triage.adapters.documents.text import text_of

            return text_of(document)
        case "html":
            from triage.adapters.documents.html import html_of

            return html_of(document)
        case "docx":
            from triage.adapters.documents.word import docx_of

            return docx_of(document, reference)
        case "eml":
            from triage.adapters.documents.mail import eml_of

            return eml_of(document, envelope or Envelope(document.title), _pdf_if_there(document))
        case _:
            from triage.adapters.documents.pdf import pdf_of

            return pdf_of(document)


def _pdf_if_there(document: Document) -> bytes | None:
    """Return the PDF for a mail, or nothing where the extra is not installed: the page stands in the mail anyway."""
    from triage.adapters.documents.pdf import pdf_of

    try:
        return pdf_of(document)
    except TriageError:
        return None
