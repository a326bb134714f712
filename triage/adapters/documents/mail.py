"""A page as a mail that only has to be sent: the page as text and as HTML, and the PDF beside it."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from triage.adapters.documents.addresses import is_address
from triage.adapters.documents.html import html_of
from triage.adapters.documents.text import text_of
from triage.adapters.documents.tree import Document, Envelope


def eml_of(document: Document, envelope: Envelope, pdf: bytes | None) -> bytes:
    """Return the mail as mail programs open it to be sent (``X-Unsent``)."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(envelope.subject.split())
    if is_address(envelope.address):
        mail["To"] = Address(" ".join(envelope.name.split()), addr_spec=envelope.address)
    mail["X-Unsent"] = "1"
    mail.set_content(text_of(document))
    mail.add_alternative(html_of(document, for_mail=True), subtype="html")
    if pdf:
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{envelope.file}.pdf")
    for at, part in enumerate(each for each in mail.walk() if each.is_multipart()):
        mark = sha256(f"{at} {document}".encode("utf-8", "replace")).hexdigest()
        part.set_boundary(f"=_{mark[:32]}")  # the same page is the same file
    return mail.as_bytes()
