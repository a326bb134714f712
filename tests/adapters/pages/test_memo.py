"""The memo as Markdown: proper CommonMark, whatever people typed."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.memo import escape, parts_not_named, quote, render_memo
from triage.core.judging.acts import assess
from triage.core.memo.page import write_memo
from triage.core.memo.sections import Page
from triage.core.messages import TriageError
from triage.core.request.request import Answer, Origin, Profile, Range, Request

from bundled import RULES

PARSER = MarkdownIt("commonmark").enable("table")

NASTY = [
    "<script>alert(1)</script>",
    "# not a heading",
    "1. not a list\n- nor this\n> nor a quotation",
    "*a* _b_ **c** `d` [e](http://f) ![g](h) | i | ~~j~~",
    "```\ncode\n```",
    "---\n===",
    "&lt;b&gt; &amp; &copy;",
    "a\\b\\\\c \\* \\<",
    "<http://example.com> <a@b.dk>",
    "\ttab and    spaces",
    "æøå ÆØÅ “quotes” »gåseøjne« – tankestreg",
    "{{ config }} {% raw %} {# x #}",
]


def text_of(markdown: str) -> str:
    """What a reader sees of Markdown, all white space as one space."""

    def walk(tokens):
        for token in tokens:
            if token.type in {"text", "code_inline", "html_inline", "html_block", "fence", "code_block"}:
                yield token.content
            elif token.type in {"softbreak", "hardbreak", "paragraph_close"}:
                yield " "
            yield from walk(token.children or [])

    return " ".join("".join(walk(PARSER.parse(markdown))).split())


def memo_with(words: str, language: str = "en") -> str:
    answers = {name: Answer(words, Origin.FILE) for name, q in RULES.questions.items() if q.type == "text"}
    answers |= {
        "success_level": Answer("7", Origin.FILE),
        "task_type": Answer("cro", Origin.FILE),
        "need": Answer("proven", Origin.FILE),
    }
    answers |= {"cost": Answer(Range(1e4, 2e4, 4e4), Origin.FILE), "hours": Answer(Range(5, 5, 5), Origin.FILE)}
    request = Request("t", words, answers, Profile(organisation=words, manager=words, director=words))
    assessment = assess([request], RULES, lambda: np.random.Generator(np.random.PCG64(1)))[0]
    memo = write_memo(Page(assessment, RULES, date(2026, 11, 23)), "1")
    return render_memo(memo, assessment.verdict, load_catalog(language))


def outline(markdown: str) -> list[tuple[str, str]]:
    """The layout alone: block tokens, without their words."""
    return [(token.type, token.tag) for token in PARSER.parse(markdown) if token.type != "inline"]


@pytest.mark.parametrize("words", NASTY)
def test_escaped_words_read_as_typed(words):
    assert text_of(escape(words)) == " ".join(words.split())


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Co", "Cn"]), max_size=60))
def test_any_words_read_as_typed(words):
    assert text_of(escape(words)) == " ".join(words.split())


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abc #*_`<>[]()!|\\~&;.1)-+=:/\n", max_size=40).filter(str.strip))
def test_a_quotation_keeps_words_and_stays_one_quotation(words):
    parsed = PARSER.parse(quote(words))
    assert [token.type for token in parsed if token.level == 0] == ["blockquote_open", "blockquote_close"]
    assert text_of(quote(words)) == " ".join(words.split())


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("words", NASTY)
def test_no_words_can_change_the_layout_or_bring_html_in(words, language):
    plain = memo_with("harmless words", language)
    nasty = memo_with(" ".join(words.split()), language)
    assert outline(nasty) == outline(plain)
    assert not any(token.type.startswith("html") for token in PARSER.parse(nasty))
    inline = [child.type for token in PARSER.parse(nasty) for child in token.children or []]
    assert not {"html_inline", "image", "link_open", "code_inline"} & set(inline)


def test_blanks_and_boxes_are_printed_as_they_are():
    read = text_of(memo_with("words"))
    assert "______________" in read
    assert "[ ]" in read


def test_a_template_of_the_users_own_is_used(tmp_path):
    template = tmp_path / "memo.md.j2"
    template.write_text("{{ heading.recommendation }}: {{ section.recommendation | first }}", encoding="utf-8")
    read = render(template)
    assert read.startswith("Anbefaling: Jeg anbefaler, at vi venter")
    assert "{" not in read


def test_what_an_older_template_does_not_name_is_left_out_and_told(tmp_path):
    template = tmp_path / "memo.md.j2"
    named = (
        "asked problem economics time fit certainty next revisit agreed trial contradictions before assumed appendix"
    )
    template.write_text("{{ section.recommendation }} {# not: " + named + " #}", encoding="utf-8")
    assert render(template)
    assert parts_not_named(template) == ["success"]
    assert parts_not_named(tmp_path / "none.md.j2") == []


def test_a_mistake_in_the_users_template_is_one_line_with_its_place(tmp_path):
    template = tmp_path / "memo.md.j2"
    template.write_text("ok\n{% if %}\n", encoding="utf-8")
    with pytest.raises(TriageError) as caught:
        render(template)
    (problem,) = caught.value.problems
    assert str(problem.place) == f"{template}:2"


def test_an_unknown_name_in_the_users_template_is_reported(tmp_path):
    template = tmp_path / "memo.md.j2"
    template.write_text("{{ recomendation }}", encoding="utf-8")
    with pytest.raises(TriageError):
        render(template)


def render(template):
    request = Request("t", "t", {"task_type": Answer("cro", Origin.FILE)}, replace(Profile(), language="da"))
    assessment = assess([request], RULES, lambda: np.random.Generator(np.random.PCG64(1)))[0]
    memo = write_memo(Page(assessment, RULES, date(2026, 11, 23)), "1")
    return render_memo(memo, assessment.verdict, load_catalog("da"), template)
