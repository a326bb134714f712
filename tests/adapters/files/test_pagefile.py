"""What a memo's file may be called."""

import os
from pathlib import Path

import pytest
from triage.adapters.files.pagefile import named_file, page_output, page_path
from triage.core.messages import TriageError


@pytest.mark.parametrize(
    "name",
    ["x.docx", "x.DOCX", "x.html", "x.htm", "x.pdf", "x.eml", "x.rtf", "x.odt", "x.doc", "x.md.zip", "a b/x.mht"],
)
@pytest.mark.parametrize("after", ["", ".", " . "])
def test_no_name_promises_another_format(name, after):
    with pytest.raises(TriageError) as caught:
        page_path(name + after)
    (problem,) = caught.value.problems
    assert (problem.message.key, caught.value.exit_code) == ("memo.format", 2)
    assert name.endswith("." + problem.message.params["ending"])


@pytest.mark.parametrize(
    "name",
    ["memo.md", "memo.MD", "memo.markdown", "memo.txt", "memo", "2026.03.02", "v2.1", "A.P. Møller", "x.docx/memo"],
)
def test_text_and_what_is_no_ending(name):
    assert page_path(name) == Path(name)


def test_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/far")
    monkeypatch.setenv("USERPROFILE", "/far")
    assert page_path("~/memo.md") == Path("/far/memo.md")
    assert page_path("~nobody-at-all/memo.md") == Path("~nobody-at-all/memo.md")


@pytest.mark.parametrize(
    "typed",
    ["my memo.md", " my memo.md ", '"my memo.md"', "'my memo.md' ", "“my memo.md”", "»my memo.md«", "' my memo.md'"],
)
def test_a_name_that_was_typed_or_dragged_to_a_question(typed):
    assert named_file(typed) == "my memo.md"


def test_what_is_part_of_a_name_stays():
    assert [named_file(typed) for typed in ('"', "Bo's.md", "'a.md", "")] == ['"', "Bo's.md", "'a.md", ""]


@pytest.mark.skipif(os.name == "nt", reason="a backslash is between folders there")
def test_a_name_that_a_shell_would_take():
    assert named_file("my\\ memo.md ") == "my memo.md"


def test_the_screen():
    assert [page_output(given) for given in (None, "", "-")] == [None] * 3
    assert page_output("memo.md") == Path("memo.md")
