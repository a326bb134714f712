"""Memos, briefs and reports as files: which names are taken, what is in them, and what is said where it cannot be."""

import csv
import json
import os
import stat
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from registers import CASES

CASE = str(next(CASES.glob("v06-*")))
BLOCK = [
    "--metric",
    "quotes a month",
    "--baseline",
    "2",
    "--level",
    "12",
    "--by-date",
    "2028-01-10",
    "--sign",
    "visits",
]
BLOCK += ["--sign-level", "100", "--sign-week", "26", "--stop", "none in week 26", "--ceiling", "90000"]


@pytest.fixture
def kept(run, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00:00")
    assert run("new", "--from", CASE, "--no-input").code == 0
    return run


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("html", b"<!DOCTYPE html>"),
        ("docx", b"PK"),
        ("pdf", b"%PDF-1.7"),
        ("eml", b"Subject: [2026-001]"),
        ("md", b"# "),
    ],
)
def test_the_name_of_a_memos_file_says_its_format(kept, tmp_path, ending, begins):
    file = tmp_path / f"memo.{ending}"
    made = kept("memo", "1", "-o", str(file))
    assert (made.code, made.out) == (0, f"The memo is in {file}.\n")
    assert file.read_bytes().startswith(begins)
    assert kept("memo", "1", "-o", str(file)).code == 1
    assert kept("new", "--from", CASE, "--no-input", "--memo", str(tmp_path / f"new.{ending}")).code == 0
    assert (tmp_path / f"new.{ending}").read_bytes()[:2] == begins[:2]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("memo", "1", "-o", "x.pdf", "--format", "html"), "The name ends in pdf, but --format says html."),
        (("memo", "1", "--format", "odt"), "md, text, html, docx, pdf, eml, short"),
        (("memo", "1", "--format", "csv"), "--format"),
        (("memo", "1", "--reference", "x.docx"), "--reference can only be used together with --format docx"),
        (("memo", "1", "--open"), "--open can only be used together with --output"),
        (("memo", "1", "--format", "pdf", "--clipboard"), "The clipboard takes text, and pdf is none."),
        (("memo",), "Say which request"),
        (("memo", "1", "--template", "check"), "--template and ID"),
        (("report", "--format", "eml"), "--format"),
        (("list", "-o", "x.pdf"), "--load"),
        (("what-if", "1", "need=guess", "-o", "x.pdf"), "--sweep"),
        (("init", "--director-mail", "lars at firm"), "is not a mail address"),
        (("init", "--word-template", "nowhere.docx"), "There is no file nowhere.docx."),
        (("memo", "1", "-o", "x.docx", "--reference", CASE), "This is not a Word file that can be used as a template"),
        (("memo", "1", "-o", "x.docx", "--reference", "nowhere.docx"), "There is no file nowhere.docx."),
    ],
)
def test_what_does_not_go_together_is_one_line(kept, command, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = kept(*command)
    assert refused.code in {1, 2}
    assert said in refused.err
    assert refused.err.count("\n") == 1
    assert list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize(("ending", "library"), [("pdf", "typst"), ("docx", "docx")])
def test_without_the_extra_one_line_names_it(kept, tmp_path, monkeypatch, ending, library):
    monkeypatch.setitem(sys.modules, library, None)
    refused = kept("memo", "1", "-o", str(tmp_path / f"memo.{ending}"))
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "needs the extra [office]. Install it with: pip install python-docx typst" in refused.err
    assert kept("memo", "1", "-o", str(tmp_path / "memo.html")).code == 0
    assert kept("memo", "1", "-o", str(tmp_path / "memo.eml")).code == 0


def test_the_profile_keeps_where_a_mail_goes_and_what_a_word_file_looks_like(kept, tmp_path):
    import docx

    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "The firm"
    own.save(str(tmp_path / "own.docx"))
    paper = ["--director-mail", "lars@firm.dk", "--word-template", str(tmp_path / "own.docx")]
    assert kept("init", "--director", "Lars Kjær", *paper).code == 0
    assert kept("init", "--manager", "Mette").code == 0
    kept("memo", "1", "-o", str(tmp_path / "memo.eml"))
    mail = message_from_bytes((tmp_path / "memo.eml").read_bytes(), policy=default)
    assert mail["To"] == "Lars Kjær <lars@firm.dk>"
    for command in (("memo", "1"), ("report",)):
        kept(*command, "-o", str(tmp_path / "page.docx"), "--force")
        made = docx.Document(str(tmp_path / "page.docx"))
        assert made.sections[0].header.paragraphs[0].text == "The firm"
    assert kept("init", "--word-template", "unknown").code == 0
    kept("memo", "1", "-o", str(tmp_path / "page.docx"), "--force")
    assert "The firm" not in docx.Document(str(tmp_path / "page.docx")).sections[0].header.paragraphs[0].text


def test_a_format_that_is_no_text_never_goes_to_a_terminal(kept, monkeypatch):
    monkeypatch.setattr("triage.cli.drawing.is_terminal", lambda: True)
    refused = kept("memo", "1", "--format", "pdf")
    assert (refused.code, refused.err) == (2, "This format goes to a file. Say which: -o FILE\n")


def test_a_sweep_and_the_load_are_pages_too(kept, tmp_path):
    for ending, begins in (("html", b"<!DOCTYPE"), ("pdf", b"%PDF"), ("txt", b"SEO"), ("md", b"# SEO")):
        file = tmp_path / f"sweep.{ending}"
        assert kept("what-if", "1", "--sweep", "cost=10000..200000", "-o", str(file)).code == 0
        assert file.read_bytes().startswith(begins)
    assert (tmp_path / "sweep.html").read_text(encoding="utf-8").count("<svg") == 1
    assert kept("list", "--load", "-o", str(tmp_path / "load.html")).code == 0
    assert (tmp_path / "load.html").read_text(encoding="utf-8").count("<svg") == 2


@pytest.fixture
def agreed(kept):
    assert kept("decide", "1", "go", "--no-input").code == 0
    assert kept("agree", "1", *BLOCK, "--agreed-by", "Mette and Lars", "--no-input").code == 0
    return kept


def test_the_brief_says_that_nothing_has_been_decided_until_it_has(kept):
    assert "Nothing has been decided yet." in kept("memo", "1", "--for", "doer").out
    kept("decide", "1", "go", "--no-input")
    assert "Nothing has been decided yet." not in kept("memo", "1", "--for", "doer").out


def test_the_brief_has_problem_audience_outcome_limits_dates_and_stop_rule(agreed, tmp_path):
    brief = agreed("memo", "1", "--for", "doer").out
    for part in (
        "## Why, and who it is for",
        "quotes a month",
        "90,000 kr at most",
        "10 January 2028",
        "none in week 26",
    ):
        assert part in brief
    for ending in ("html", "docx", "pdf", "eml", "txt", "md"):
        assert agreed("memo", "1", "--for", "doer", "-o", str(tmp_path / f"brief.{ending}")).code == 0


@pytest.mark.parametrize(
    ("tool", "name"), [(None, "Name"), ("jira", "Summary"), ("trello", "Card Name"), ("planner", "Task Name")]
)
def test_programs_for_tasks_get_the_task_and_each_of_its_days(agreed, tmp_path, tool, name):
    file = tmp_path / "tasks.csv"
    named = ["--tool", tool] if tool else []
    assert agreed("memo", "1", "--for", "doer", "-o", str(file), *named).code == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert rows[0][name] == "SEO with an honest horizon"
    assert [row["Due Date"] for row in rows] == ["2028-01-10", *sorted(row["Due Date"] for row in rows[1:])]
    assert "quotes a month: 12" in rows[-1][name]


def test_no_cell_of_the_rows_is_a_formula(kept, tmp_path):
    kept("new", "--again", "1", "--title", "=1+1", "--no-input")
    kept("memo", "1", "--for", "doer", "-o", str(tmp_path / "tasks.csv"))
    assert "=1+1" not in [cell[:4] for cell in (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig").split(",")]
    assert "'=1+1" in (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig")


def test_a_template_of_ones_own_is_copied_checked_and_used(kept, home):
    assert "no template of your own" in kept("memo", "--template", "check").err
    assert kept("memo", "--template", "copy").code == 0
    template = home / "memo.md.j2"
    assert kept("memo", "--template", "copy").code == 1
    assert kept("memo", "--template", "check").out == f"The template works: {template}\n"
    before = kept("memo", "1").out
    template.write_text(template.read_text(encoding="utf-8") + "\n<u>Mine</u> {{ title }}\n", encoding="utf-8")
    checked = kept("memo", "--template", "check").out
    assert f"{template}:" in checked
    assert "<u> is HTML" in checked
    assert kept("memo", "1").out.startswith(before[:200])
    assert "Mine" in kept("memo", "1", "--format", "text").out
    template.write_text("{{ title }}\n{% if section.trial %}\n{{ nothing }}\n{% endif %}\n", encoding="utf-8")
    refused = kept("memo", "--template", "check")
    assert (refused.code, refused.err.startswith(f"{template}:3: ")) == (1, True)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_value_of_the_template_is_documented(language):
    from triage.adapters.pages.catalog import load_catalog
    from triage.adapters.pages.memo import _context
    from triage.adapters.pages.templatehelp import sample, template_to_begin_with
    from triage.core.memo.page import write_memo
    from triage.core.memo.sections import Page
    from triage.core.rules.ruleset import Verdict

    from test_memos import DAY, RULES, SHOWN, assessed

    catalog = load_catalog(language)
    memo = write_memo(Page(assessed(SHOWN["go"]).assessment, RULES, DAY), "1")
    context = _context(memo, Verdict.GO, catalog) | {"drawn": {}}
    for is_full in (True, False):
        made = sample(catalog, is_full=is_full)
        assert made.keys() == context.keys()
        assert made["section"].keys() == context["section"].keys()
    documented = template_to_begin_with(catalog).split("-#}")[0]
    assert all(f"  {name} - " in documented for name in context)
    assert all(f"  section.{name} - " in documented for name in context["section"])


def program(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (folder / name).chmod(stat.S_IRWXU)


@pytest.mark.skipif(sys.platform != "linux", reason="the programs are those of Linux")
def test_what_was_written_is_opened_and_put_on_the_clipboard(kept, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    program(tmp_path / "bin", "xdg-open", f'echo "$1" > {tmp_path}/opened')
    program(tmp_path / "bin", "wl-copy", f"cat > {tmp_path}/copied")
    file = tmp_path / "memo.html"
    assert kept("memo", "1", "-o", str(file), "--open").code == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8").strip() == str(file)
    put = kept("memo", "1", "--format", "short", "--clipboard")
    assert put.out == "It is on the clipboard.\n"
    assert "SEO with an honest horizon" in (tmp_path / "copied").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="the programs are those of Linux")
def test_where_nothing_opens_a_file_and_there_is_no_clipboard_it_is_said(kept, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    file = tmp_path / "memo.html"
    not_opened = kept("memo", "1", "-o", str(file), "--open")
    assert (not_opened.code, file.exists()) == (1, True)
    assert f"no program was found that opens it: {file}" in not_opened.err
    assert "There is no clipboard here" in kept("memo", "1", "--clipboard").err


def test_the_report_is_a_page_in_every_format(kept, tmp_path):
    for ending, begins in (
        ("html", b"<!DOCTYPE"),
        ("docx", b"PK"),
        ("pdf", b"%PDF"),
        ("txt", b"Report"),
        ("md", b"# Rep"),
    ):
        file = tmp_path / f"report.{ending}"
        assert kept("report", "-o", str(file)).code == 0
        assert file.read_bytes().startswith(begins)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count("<svg") == 1
    assert json.loads(kept("report", "--format", "json").out)["asked"]["n"] == 1
