"""Every format, opened by another program than the one that wrote it; what people typed can break none of them."""

import json
import re
import shutil
import subprocess
from datetime import date
from email import message_from_bytes
from email.policy import default
from functools import cache
from html import escape as html_escape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from triage.adapters.documents.markdown import read_markdown
from triage.adapters.documents.tree import Document, Drawing, Envelope
from triage.adapters.documents.writing import write
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.memo import render_memo
from triage.adapters.pages.report import render_report
from triage.adapters.pictures.memo import memo_pictures
from triage.adapters.pictures.report import report_drawings
from triage.core.judging.acts import assess
from triage.core.judging.analysis import analyse
from triage.core.memo.confidence import AnalysisPage
from triage.core.memo.page import write_memo
from triage.core.memo.sections import Page
from triage.core.record.calibration import Period
from triage.core.record.report import Told, write_report
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request

from bundled import RULES
from lives import AGREED, GO, life
from past import agreed, decided, past, reviewed

DAY = date(2026, 11, 23)
NASTY = (
    "<script>alert(1)</script> *a* _b_ `c` [d](http://e) ![f](picture:time) | g | #set page(width: 1pt) $x$ \\evil"
    " @cite =1+1 +1 -1 @SUM(A1) &amp; {{ 7*7 }} ]]> </w:t> \x00\x07\x1b[31m \u202eright to left\u202c 😀 שלום مرحبا"
)
ORDINARY = "Vi taber kunder, fordi de ikke kan finde os."


def program(name: str):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")


def rng():
    return np.random.Generator(np.random.PCG64(1))


@cache
def memo(language: str, words: str = ORDINARY, *, long: bool = False) -> Document:
    """A memo in which every text is what somebody typed, with all its pictures."""
    typed = words * (10_000 // len(words)) if long else words
    texts = {name for name, question in RULES.questions.items() if question.type == "text"}
    answers = {name: Answer(typed if name == "request" else words, Origin.ASKED) for name in texts}
    given = {
        "task_type": "cro",
        "need": "proven",
        "kind_of_ask": "start",
        "effect_as": "contribution",
        "goal_fit": "supports",
    }
    given |= {"visible_in": 40.0, "cost": Range(1e4, 2e4, 4e4), "hours": Range(5, 5, 5), "success_level": "7"}
    given |= {"extra_contribution": Range(1e4, 9e4, 3e5), "reach": "most", "evidence": "own_test", "outcome": "sales"}
    answers |= {name: Answer(value, Origin.ASKED) for name, value in given.items()}
    firm = Profile(organisation=words, manager=words[:30], director=words[:30], goals=(Goal("a", words),))
    found = assess([Request("t", words, answers, firm)], RULES, rng)[0]
    told = AnalysisPage(analyse(found, RULES, rng), found, RULES, DAY)
    written = write_memo(Page(found, RULES, DAY), "1", None, life((0, GO), (0, AGREED)), DAY, told)
    catalog = load_catalog(language)
    drawn = memo_pictures(written, catalog)
    return read_markdown(render_memo(written, found.verdict, catalog, None, drawn), language, drawn, one_page=True)


@cache
def report(language: str, title: str = "SEO") -> Document:
    catalog, spent = load_catalog(language), {"cost": (1e4, 2e4, 4e4), "contribution": (1e4, 3e4, 9e4)}
    ended = past(title, decided(), agreed(), reviewed(cost=2.5e4, contribution=4e4), **spent)
    records = [ended, past("t", created=date(2025, 3, 3)), past("u", decided("drop"), verdict="drop")]
    made = write_report(Told(records, RULES, Period(), DAY))
    drawn = report_drawings(made.pictures, catalog)
    return read_markdown(render_report(made, catalog, drawn), language, drawn)


HOSTILE = [memo("en", NASTY), memo("da", NASTY, long=True), report("en", NASTY)]


def test_a_memo_has_all_its_pictures_and_each_says_what_it_shows():
    drawn = [block.picture for block in memo("da").blocks if isinstance(block, Drawing)]
    assert len(drawn) == 4
    first, *_ = [block for sheet in memo("da").sheets[:1] for block in sheet if isinstance(block, Drawing)]
    assert "Ønsket: 30.\u00a0august 2027" in first.picture.alt
    assert len([block for block in memo("da").sheets[0] if isinstance(block, Drawing)]) == 1
    assert all(picture.alt and picture.caption and "<text" in picture.svg for picture in drawn)


class Read(HTMLParser):
    """The words and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", ["da", "en"])
def test_html_is_whole_says_its_language_and_loads_nothing(language):
    read = Read()
    page = write(memo(language), "html")
    read.feed(page)
    tags = [tag for tag, _ in read.tags]
    assert dict(read.tags[0][1])["lang"] == language
    assert [tags.count(name) for name in ("h1", "main", "svg", "title")] == [1, 1, 4, 1]
    assert {"h2", "table", "thead", "th", "blockquote", "figcaption"} <= set(tags)
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert not re.search(r"(?:src|href)=|url\(", page)
    assert all(attrs.get("role") == "img" and attrs["aria-label"] for tag, attrs in read.tags if tag == "svg")
    assert all(attrs["scope"] in {"col", "row"} for tag, attrs in read.tags if tag == "th")


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' lightness, as WCAG counts it."""

    def lightness(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((lightness(one), lightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_words_stand_out_from_what_they_are_on_in_light_and_dark():
    css = re.search(r"<style>(.*?)</style>", write(memo("da"), "html"), re.DOTALL)[1]
    for colours in (
        dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ):
        if not colours:
            continue
        pairs = [(words, on) for words in ("ink", "muted", "accent") for on in ("paper", "tint")]
        pairs += [("ink", "soft"), ("ink", "pale"), ("paper", "accent")]
        assert {pair: ratio for pair in pairs if (ratio := contrast(*(colours[name] for name in pair))) < 4.5} == {}


@program("chromium")
def test_a_browser_shows_pages_without_a_complaint_and_without_a_sideways_scroll(tmp_path):
    pages = {f"{name}-{at}": write(page, "html") for name, page in _all().items() for at in (360, 768, 1440)}
    frames = "".join(
        f'<iframe id="{name}" srcdoc="{html_escape(page)}" width="{name.rsplit("-", 1)[1]}" height="800"></iframe>'
        for name, page in pages.items()
    )
    script = (
        "onload=()=>{const r={};for(const f of document.querySelectorAll('iframe')){const d=f.contentDocument;"
        "r[f.id]=[d.documentElement.scrollWidth,d.querySelectorAll('svg').length,getComputedStyle(d.querySelector('main')).color]}"
        "document.body.innerHTML='<pre id=r></pre>';document.getElementById('r').textContent=JSON.stringify(r)}"
    )
    (tmp_path / "all.html").write_text(f"<meta charset=utf-8>{frames}<script>{script}</script>", encoding="utf-8")
    command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"]
    options = [
        f"--user-data-dir={tmp_path / 'browser'}",
        "--virtual-time-budget=4000",
        (tmp_path / "all.html").as_uri(),
    ]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(re.search(r'<pre id="r">(.*?)</pre>', done.stdout, re.DOTALL)[1])
    assert found.keys() == pages.keys()
    assert {name: width for name, (width, _, _) in found.items() if width > int(name.rsplit("-", 1)[1])} == {}
    assert min(drawn for name, (_, drawn, _) in found.items() if "memo" in name) == 4
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line and "srcdoc" in line] == []


def _all() -> dict[str, Document]:
    pages = {"memo.da": memo("da"), "memo.en": memo("en"), "report.da": report("da"), "report.en": report("en")}
    return pages | {f"hostile.{at}": page for at, page in enumerate(HOSTILE)}


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    pytest.importorskip("typst")
    folder = tmp_path_factory.mktemp("pdf")
    for name, page in _all().items():
        (folder / f"{name}.pdf").write_bytes(write(page, "pdf"))
    return folder


def _told(*command: object) -> str:
    return subprocess.run([*map(str, command)], capture_output=True, timeout=120, check=True).stdout.decode(
        "utf-8", "replace"
    )


@program("pdftotext")
@pytest.mark.parametrize("name", ["memo.da", "memo.en", "report.da", "report.en"])
def test_a_pdf_is_tagged_titled_and_has_its_words_its_fonts_and_its_language(pdfs, name):
    file = pdfs / f"{name}.pdf"
    info, words = _told("pdfinfo", file), _told("pdftotext", "-layout", file, "-")
    raw, structure = file.read_bytes(), _told("pdfinfo", "-struct", file)
    assert re.search(r"Tagged: +yes", info)
    assert "A4" in info
    assert re.search(rf"Title: +{re.escape(_all()[name].title)}", info)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert f"({name[-2:]}".encode() in raw
    assert all(line.split()[-5] == "yes" for line in _told("pdffonts", file).splitlines()[2:])
    assert {"H1", "H2", "Table", "TH"} <= set(re.findall(r"^ *(\w+)", structure, re.MULTILINE))
    assert {"memo.da": "Anbefaling", "memo.en": "Recommendation", "report.da": "Kort fortalt", "report.en": "In short"}[
        name
    ] in words


@program("pdftotext")
@pytest.mark.parametrize("name", ["memo.da", "memo.en"])
def test_the_first_page_of_a_pdf_is_one_page(pdfs, name):
    pages = _told("pdftotext", "-layout", pdfs / f"{name}.pdf", "-").split("\f")
    last, next_ = {"memo.da": ("Aftalt", "Det, vi aftaler"), "memo.en": ("Agreed", "What we agree on")}[name]
    assert re.search(rf"^{last}", pages[0], re.MULTILINE)
    assert pages[1].startswith(next_)


@program("pdftotext")
@pytest.mark.parametrize("at", [0, 1])
def test_what_people_typed_is_only_shown_in_a_pdf(pdfs, at):
    words = " ".join(_told("pdftotext", pdfs / f"hostile.{at}.pdf", "-").split())
    for typed in (
        "<script>alert(1)</script>",
        "#set page(width: 1pt)",
        "=1+1",
        "{{ 7*7 }}",
        "&amp;",
        "![f](picture:time)",
    ):
        assert typed in words
    assert b"<pdfuaid" in (pdfs / f"hostile.{at}.pdf").read_bytes() or "😀" not in words


@program("soffice")
@program("pdftotext")
def test_word_files_are_read_by_another_word_processor(tmp_path):
    pytest.importorskip("docx")
    pages = {name: _all()[name] for name in ("memo.da", "memo.en", "report.da", "hostile.0")}
    for name, page in pages.items():
        (tmp_path / f"{name}.docx").write_bytes(write(page, "docx"))
    (tmp_path / "own.docx").write_bytes(write(memo("da"), "docx", reference=_reference(tmp_path)))
    files = sorted(set(tmp_path.glob("*.docx")) - {tmp_path / "reference.docx"})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    _told("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files)
    read = {path.stem: _told("pdftotext", "-layout", path, "-") for path in tmp_path.glob("*.pdf")}
    assert read.keys() == {*pages, "own"}
    for name, last in (("memo.da", "Aftalt"), ("memo.en", "Agreed")):
        assert re.search(rf"^ *{last}$", read[name].split("\f")[0], re.MULTILINE), name
    assert "Kort fortalt" in read["report.da"]
    assert "#set page(width: 1pt)" in " ".join(read["hostile.0"].split())
    assert "The firm" in read["own"]
    assert "To be emptied" not in read["own"]


def _reference(folder: Path) -> Path:
    """A firm's own template: a head on each page, other fonts, and a text that is not for memos."""
    import docx
    from docx.shared import RGBColor

    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "The firm"
    file.styles["Heading 1"].font.color.rgb = RGBColor(1, 2, 3)
    file.add_paragraph("To be emptied")
    file.save(folder / "reference.docx")
    return folder / "reference.docx"


def test_a_firms_own_template_gives_a_word_file_its_look(tmp_path):
    docx = pytest.importorskip("docx")
    reference = _reference(tmp_path)
    template = tmp_path / "own.dotx"
    _as_template(reference, template)
    for path in (reference, template):
        made = tmp_path / "made.docx"
        made.write_bytes(write(memo("en"), "docx", reference=path))
        file = docx.Document(str(made))
        assert str(file.styles["Heading 1"].font.color.rgb) == "010203"
        assert "To be emptied" not in [paragraph.text for paragraph in file.paragraphs]
        assert {"Title", "Heading 1", "Normal"} <= {paragraph.style.name for paragraph in file.paragraphs}
        assert len(file.tables) == 2
        assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in file.tables)


def _as_template(file: Path, template: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(file) as old, ZipFile(template, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
            )


@pytest.mark.parametrize("page", HOSTILE[:2])
def test_a_word_file_has_the_words_as_typed(page, tmp_path):
    docx = pytest.importorskip("docx")
    (tmp_path / "x.docx").write_bytes(write(page, "docx"))
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "x.docx")).paragraphs)
    assert "<script>alert(1)</script> *a* _b_ `c` [d](http://e) ![f](picture:time) | g | #set page" in words
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", words)


def test_a_title_longer_than_word_files_hold_stands_whole_on_the_page():
    docx = pytest.importorskip("docx")
    file = docx.Document(BytesIO(write(read_markdown("# " + "a long title " * 50, "en"), "docx")))
    assert len(file.core_properties.title) == 255
    assert file.paragraphs[0].text == ("a long title " * 50).strip()


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_mail_is_ready_to_send_with_text_page_and_pdf(language, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-23T09:00:00")
    pytest.importorskip("typst")
    envelope = Envelope("[2026-014] Sæt i gang\r\nBcc: x@y.dk", "Kjær, Lars", "lars@firma.dk", "2026-014")
    made = write(memo(language), "eml", envelope=envelope)
    mail = message_from_bytes(made, policy=default)
    assert (mail["To"], mail["X-Unsent"], mail["Bcc"]) == ('"Kjær, Lars" <lars@firma.dk>', "1", None)
    assert mail["Subject"] == "[2026-014] Sæt i gang Bcc: x@y.dk"
    assert mail.get_body(("plain",)).get_content().startswith(memo(language).title)
    assert f'lang="{language}"' in mail.get_body(("html",)).get_content()
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()[:5]) == ("2026-014.pdf", b"%PDF-")
    assert made == write(memo(language), "eml", envelope=envelope)


@pytest.mark.parametrize("page", [memo("da"), memo("en"), report("en")])
def test_text_has_no_marks_of_markdown_and_no_line_is_wide(page):
    text = write(page, "text")
    assert not re.search(r"\*\*|^#|\||\\|^>", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 72
    assert "\ufffd" not in text


def test_a_table_as_text_stands_in_columns():
    page = read_markdown("| a | b |\n|:--|--:|\n| one | 1 |\n| eleven | 1,100 |\n", "en")
    assert write(page, "text") == "a           b\n------  -----\none         1\neleven  1,100\n"


def test_tags_and_pictures_that_are_not_there_are_left_out():
    page = read_markdown("# T\n\n<b>x</b>\n\n![](picture:time)\n\n![](https://example.com/x.png)\n\ny <i>z</i>\n", "en")
    assert write(replace(page, one_page=True), "text") == "T\n=\n\nx\n\ny z\n"


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "eml", "text"])
def test_a_template_of_ones_own_may_have_what_markdown_has(form):
    pytest.importorskip("docx")
    parts = ("## No title", "1. one\n2. **two** ~~three~~ [four](https://example.com)\n   - five", "```\nsix\n```")
    page = read_markdown("\n\n".join([*parts, "---", "---", "> - seven", "#### Four deep"]), "da")
    assert write(page, form)
    assert write(replace(page, one_page=True), form)
    assert write(read_markdown("", "da", one_page=True), form) is not None
