"""What a request begins with out of a mail or a text: shown before it counts, and weighed without being asked."""

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.terminal import prompt
from triage.core.request.request import Answer, Origin, Request
from triage.usecases.new import _interview
from triage.usecases.parts.call import NewCall
from triage.usecases.parts.opening import make_reader, open_rules
from triage.usecases.parts.prefill import Start, read_start

THREAD = """\
From: Lars <l@x.dk>
Date: Sun, 1 Mar 2026 09:12:33 +0100
Subject: VS: Nyt logo?
Content-Type: text/plain; charset=unknown-8bit

Hej Mette

Kan du tage den?

Mvh Lars

Fra: Bo
Sendt: i g\u00e5r
Emne: Nyt logo?

Nyt logo inden jul. Det m\u00e5 koste 20.000 kr.
"""


@pytest.fixture
def thread(tmp_path):
    file = tmp_path / "wish.eml"
    file.write_bytes(THREAD.encode("cp1252"))
    return file


@pytest.mark.parametrize(
    ("chosen", "words", "title"),
    [
        ("these", "Kan du tage den?", "Nyt logo?"),
        ("below", "Nyt logo inden jul. Det må koste 20.000 kr.", "Nyt logo?"),
        ("all", THREAD.split("\n\n", 1)[1].strip(), "Nyt logo?"),
        ("none", None, ""),
    ],
)
def test_a_person_says_which_words_of_a_mail_count(home, thread, monkeypatch, chosen, words, title):
    told, asked = [], [prompt.Why(""), chosen]
    monkeypatch.setattr(prompt, "tell", lambda text, *_, **__: told.append(text))
    monkeypatch.setattr(prompt, "ask_choice", lambda *_, **__: asked.pop(0))
    place, catalog = Home(home), load_catalog("da")
    start = read_start(thread, make_reader(place, open_rules(place, None)), catalog)
    assert isinstance(start, Start)
    assert [answer.value for answer in start.answers.values()] == ([words] if words else [])
    assert (start.title, start.asked_by) == (title, "Lars")
    assert any("unknown-8bit" in line for line in told)
    assert "Ord: »Kan du tage den?«" in told


def test_a_mail_is_weighed_without_asking_what_it_does_not_say(run, thread):
    weighed = run("new", "--from", str(thread), "--no-input")
    assert weighed.code == 0, weighed.err
    assert "Words: “Kan du tage den?”" in weighed.out
    assert "Kind of task, by the words: Rebrand" in weighed.out
    assert "not answered" in weighed.out
    assert "The words mention" not in weighed.out, "none of those that count does"
    shown = run("show", "1", "--format", "json").out
    assert '"asked_by": "Lars"' in shown


def test_what_the_words_mention_is_told_and_is_no_answer(run, tmp_path):
    file = tmp_path / "wish.txt"
    file.write_text("Skaf os 10.000 følgere på TikTok for 20.000 kr. inden fredag.", encoding="utf-8")
    said = run("new", "--from", str(file), "--no-input").out
    assert "The words mention 20.000 kr. and inden fredag. That counts as an answer only once you give it" in said
    assert "When the effect must show: not known yet" in run("show", "1", "--answers").out


def test_a_form_that_came_back_is_no_wish(run, tmp_path):
    file = tmp_path / "back.txt"
    file.write_text("[2026-001] Film\n\n1. Why? [problem]\n-> We lose orders.\n", encoding="utf-8")
    told = f"{file}: This is the form about 2026-001 that has come back. Read the answers in with: "
    result = run("new", "--no-input", "--from", str(file))
    assert (result.code, result.err) == (1, f"{told}triage ask 2026-001 --read {file}\n")


def test_amounts_and_dates_in_the_words_are_offered_where_they_are_asked_for(home):
    place = Home(home)
    asking = _interview(NewCall(place, load_catalog("en")), open_rules(place, None))
    request = Request("x", "x", {"request": Answer("En stand til 80.000 kr. inden uge 16", Origin.FILE)})
    told = {
        name: [asking.catalog.text(each) for each in asking.hints(name, request)] for name in ("cost", "visible_in")
    }
    assert told == {"cost": ["The words mention 80.000 kr."], "visible_in": ["The words mention uge 16."]}


def test_what_no_words_can_be_read_of_is_one_line(run, tmp_path):
    file = tmp_path / "wish.msg"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    refused = run("new", "--from", str(file), "--no-input", "--lang", "da")
    assert (refused.code, refused.out) == (1, "")
    assert "Gem som" in refused.err
