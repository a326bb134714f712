"""What directors send, in every form that it comes in: inputs here are small, of the kinds that people really have."""

import base64
import io
import zipfile
from datetime import date

import pytest
from triage.adapters.files.htmlwords import html_words
from triage.adapters.files.posts import read_post
from triage.adapters.files.textfiles import read_text
from triage.core.messages import TriageError, Typed

HEAD = b"From: =?iso-8859-1?Q?Lars_Kj=E6r?= <l@x.dk>\nDate: Mon, 2 Nov 2026 09:12:33 +0100\nMIME-Version: 1.0\n"
HTML = b"<html><head><style>p{}</style></head><body><p>Lav en <b>film</b>. Det g&oslash;r alle.</p></body></html>"
FILM = "Lav en film. Det gør alle."


def mail(*fields: str, body: bytes = b"", subject: bytes = b"Film") -> bytes:
    return HEAD + b"Subject: " + subject + b"\n" + "".join(f"{each}\n" for each in fields).encode() + b"\n" + body


def mixed(*parts: tuple[str, bytes], kind: str = "mixed") -> bytes:
    body = b"".join(b"--AAA\n" + f"Content-Type: {head}\n\n".encode() + content + b"\n" for head, content in parts)
    return mail(f"Content-Type: multipart/{kind}; boundary=AAA", body=body + b"--AAA--\n")


def plain(charset: str, body: bytes) -> bytes:
    return mail(f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit", body=body)


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in parts.items():
            into.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def word(body: bytes, before: bytes = b"") -> bytes:
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return archive(
        word__document_xml=before + b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (space, body)
    )


LETTER = plain("utf-8", b"Lav en.")
APPLES = b"%d  \n" % len(LETTER) + LETTER + b"<?xml version='1.0'?><plist/>"
BOX = (
    b'<w:p><w:r><w:t>a</w:t><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    b"<mc:Choice><w:p><w:r><w:t>b</w:t></w:r></w:p></mc:Choice>"
    b"<mc:Fallback><w:p><w:r><w:t>b</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
INVITATION = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Film\nDESCRIPTION:Lav en film.\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("name", "content", "words", "title"),
    [
        ("x.eml", plain("unknown-8bit", b"p\xe5 dansk"), "på dansk", "Film"),
        ("x.eml", plain("utf-9", "på dansk".encode()), "på dansk", "Film"),
        ("x.eml", plain("utf-8", b"p\xe5 dansk"), "på dansk", "Film"),
        ("x.eml", plain("iso-8859-1", b"\x93Agromek\x94 \x96 80.000 \x80"), "“Agromek” – 80.000 €", "Film"),
        ("x.eml", plain("us-ascii", b"p\xe5 dansk"), "på dansk", "Film"),
        ("x.eml", plain("iso-8859-15", b"80 \xa4"), "80 €", "Film"),
        ("x.eml", mail(body=b"p\xe5 dansk", subject=b"Nyt p\xe5 vej"), "på dansk", "Nyt på vej"),
        ("x.eml", mail(body=b"x", subject=b"=?x-foo?Q?p=E5?= =?iso-8859-1?Q?_=96_vej?="), "x", "på – vej"),
        ("x.eml", mail("Content-Type: text/html; charset=utf-8", body=HTML), FILM, "Film"),
        ("x.eml", mixed(("text/plain", b"\n"), ("text/html", HTML), kind="alternative"), FILM, "Film"),
        ("x.eml", mixed(("text/plain", b"No HTML here."), ("text/html", HTML)), FILM, "Film"),
        ("x.eml", mixed(("text/plain", b"a"), ("image/png; name=b.png", b""), ("text/plain", b"c")), "a\n\nc", "Film"),
        (
            "x.eml",
            mixed(("text/plain", b""), ("message/rfc822", mail(body=b"Lav en.", subject=b"Logo"))),
            "Lav en.",
            "Logo",
        ),
        (
            "x.eml",
            mixed(("text/plain", b"FYI\n\nVh Lars"), ("message/rfc822", mail(body=b"Lav en.", subject=b"Logo"))),
            "Lav en.",
            "Logo",
        ),
        ("x.eml", mixed(("text/plain", b"Se vedlagte"), ("text/calendar", INVITATION)), "Lav en film.", "Film"),
        ("x.eml", mail(body=b"Til orientering", subject=b"Lav en film"), "Lav en film", "Lav en film"),
        ("x.eml", mixed(("text/plain", b"Lav en."), ("application/ms-tnef", b"?")), "Lav en.", "Film"),
        ("x.eml", mail("Content-Type: text/calendar", body=INVITATION), "Lav en film.", "Film"),
        ("x.eml", mail("Content-Type: text/plain; format=flowed", body=b"en \nfilm\n\nnu"), "en film\n\nnu", "Film"),
        ("x.eml", mail(body=b"\n", subject=b"Lav en film"), "Lav en film", "Lav en film"),
        ("x.emlx", APPLES, "Lav en.", "Film"),
        (
            "x.eml",
            mixed(("message/rfc822\nContent-Transfer-Encoding: base64", base64.b64encode(LETTER))),
            "Lav en.",
            "Film",
        ),
        ("x.ics", INVITATION, "Lav en film.", "Film"),
        ("x.html", HTML, FILM, ""),
        ("x.txt", HTML, FILM, ""),
        ("x.txt", "på dansk".encode("cp1252"), "på dansk", ""),
        ("x.txt", "på dansk".encode("utf-16"), "på dansk", ""),
        ("x.txt", "på dansk".encode("utf-16-le"), "på dansk", ""),
        ("x", b"From: Lars <l@x.dk>\r\nSent: now\r\nTo: me\r\nSubject: Film\r\n\r\nLav en.", "Lav en.", "Film"),
        (
            "x.docx",
            word(
                b"<w:p><w:r><w:t>En</w:t><w:tab/><w:t>film</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>x"
                b"</w:delText></w:r></w:del><w:r><w:t>nu</w:t></w:r></w:p>"
            ),
            "En\tfilm\nnu",
            "",
        ),
        ("x.docx", word(BOX), "a\nb", ""),
    ],
)
def test_the_words_of_whatever_was_sent(name, content, words, title):
    post = read_post(name, content)
    assert (post.words.strip(), post.title) == (words, title)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.eml", mixed(("text/plain", b""), ("application/ms-tnef; name=winmail.dat", b"?")), "post.winmail"),
        ("x.eml", mail("Content-Type: application/pkcs7-mime", body=b"?"), "post.encrypted"),
        ("x.eml", mail(body=b"\n", subject=b""), "post.nothing"),
        ("x.eml", mail(body=b"Se nedenfor", subject=b"FW: FYI"), "post.nothing"),
        ("x.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "post.msg"),
        ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "post.old_office"),
        ("x.pdf", b"%PDF-1.7", "post.pdf"),
        ("x.rtf", b"{\\rtf1", "post.rtf"),
        ("x.xlsx", archive(xl__workbook_xml=b""), "post.sheet"),
        ("x.zip", archive(a=b""), "post.archive"),
        ("x.docx", b"PK\x03\x04 but no more", "post.archive"),
        ("x.docx", word(b""), "post.nothing"),
        ("x.docx", word(b"<w:p>", b'<!DOCTYPE a [<!ENTITY b "c">]>'), "post.damaged"),
        ("x.docx", archive(word__document_xml=b"<w"), "post.damaged"),
        ("x.ics", b"BEGIN:", "post.damaged"),
        ("x.html", b"<html><img src=x></html>", "post.nothing"),
        ("x.txt", b"ab\0\0\0cd", "yaml.binary"),
        ("x.txt", b" ", "yaml.empty"),
    ],
)
def test_what_cannot_be_read_is_named(name, content, told):
    with pytest.raises(TriageError) as error:
        read_post(name, content)
    assert [each.message.key for each in error.value.problems] == [told]


def test_who_wrote_when_and_what_is_to_be_told():
    post = read_post("x.eml", plain("unknown-8bit", b"p\xe5 dansk"))
    assert (post.sender, post.sent_on) == ("Lars Kjær", date(2026, 11, 2))
    assert [note.key for note in post.notes] == ["post.charset"]
    files = read_post("x.eml", mixed(("text/plain", b"Se filen."), ("image/png; name=b.png", b"")))
    assert [note.key for note in files.notes] == ["post.files_left"]
    inner = b"Subject: Et logo\n\nKan du lave et nyt?"
    both = read_post("x.eml", mixed(("text/plain", b"Lad os gore det."), ("message/rfc822", inner)))
    assert both.words == "Lad os gore det."
    assert [[*note.params["files"].items] for note in both.notes] == [[Typed("Et logo")]]


def test_a_page_reads_as_it_looks():
    outlook = "<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b<!--[if x]>no<![endif]--></p>"
    assert html_words(outlook) == "a\n\nb"
    assert html_words("a<blockquote>b<blockquote>c</blockquote></blockquote>d<br>e") == "a\n> b\n> > c\nd\ne"
    assert html_words("<p>a</p><div style='display:none'>x<div>y</div></div><ul><li>b<li>c</ul>") == "a\n- b\n- c"


@pytest.mark.parametrize("markup", ["<!--", "<a ", "<div>", "<script>", "&", "<p>x</p>", "</", "<![if "])
def test_a_page_costs_no_more_than_its_length(markup):
    assert len(html_words(markup * 20_000)) <= 20_000 * len(markup)


def test_every_line_of_a_text_ends_alike():
    assert read_text(b"a\r\nb\rc") == "a\nb\nc"
