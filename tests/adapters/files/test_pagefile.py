"""What a memo's file may be called."""

from pathlib import Path

import pytest
from triage.adapters.files.pagefile import page_output, page_path
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


def test_the_screen():
    assert [page_output(given) for given in (None, "", "-")] == [None] * 3
    assert page_output("memo.md") == Path("memo.md")
