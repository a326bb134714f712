"""The director's form as a page: nothing typed gets out of its place, and what the page makes is read back."""

import base64
import hashlib
import json
import re
from datetime import date
from textwrap import fill

import pytest
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.formpage import form_page
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.mailform import asks_for_yes, form_id, read_form, shared_questions, with_yes, write_form
from triage.core.messages import Typed, say
from triage.core.request.request import Answer, Goal, Origin, Profile, Request

import chromium
from bundled import RULES

DA, EN = load_catalog("da"), load_catalog("en")
EVIL = "</script><script>alert(1)</script>\" onload='x' & {{ 7 * 7 }} [need] -> \u2028"
GOALS = (Goal("orders", f"Flere ordrer {EVIL}"),)
REQUEST = Request(
    "2026-014", EVIL, {"request": Answer(EVIL, Origin.ASKED)}, Profile(director=EVIL, goals=GOALS), asked_by=EVIL
)
YES_TOO = with_yes(RULES, load_form("yes"))
ANSWERS = {
    "problem": "Vi mister 1. de små [ordrer] -> fordi\n\nde venter, jf. 2. kvartal\nà la carte",
    "need": "b",
    "visible_in": "uge 16",
    "goal": "Ingen af dem",
    "block_yes": "Ja",
    "block_chance": "60",
}


def page(catalog=DA, ruleset=YES_TOO):
    offer = [say("post.title", title=Typed(EVIL))]
    return form_page(write_form(REQUEST, "2026-014", ruleset, offer, "9fa41c7ae2fa"), catalog)


def data(written):
    return json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', written, re.DOTALL)[0])


def answered(catalog, given):
    """What the page's script makes of answers."""
    made = data(page(catalog))
    lines = [*made["first"]]
    for each in made["questions"]:
        typed = re.sub(r"\s+", " ", given.get(each["id"], "")).replace("[", "(").replace("]", ")").replace("->", "=>")
        lines += ["", f"[{each['label']}]", f"-> {typed}".rstrip()]
    return "\n".join([*lines, "", made["last"], ""])


@pytest.mark.parametrize("catalog", [DA, EN], ids=["da", "en"])
def test_nothing_that_was_typed_gets_out_of_its_place(catalog):
    written = page(catalog)
    assert written.count("<script") == 2
    assert "onload='x'" not in re.sub(r'<script type="application/json".*?</script>', "", written, flags=re.DOTALL)
    assert "{{ 7 * 7 }}" in written
    assert "http" not in re.sub(r"http-equiv", "", written)
    for kind, tag in (("script", "<script>"), ("style", "<style>")):
        inside = written.split(tag)[1].split(f"</{kind}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in written


def test_a_danish_page_has_no_ids_of_ours_in_sight():
    seen = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", page(), flags=re.DOTALL)
    assert [name for name in shared_questions(REQUEST, YES_TOO) if "_" in name and name in seen] == []
    assert "_" not in answered(DA, {})


@pytest.mark.parametrize("catalog", [DA, EN], ids=["da", "en"])
@pytest.mark.parametrize("width", [1000, 40])
def test_what_the_page_makes_is_read_back_however_it_is_wrapped(catalog, width):
    choices = {"need": RULES.offered("need")["guess"].in_(catalog.language), "goal": "Ingen af dem"}
    lines = answered(catalog, ANSWERS | choices).split("\n")
    mailed = "Hej\n\n" + "\n".join(f"> {line}" for each in lines for line in (fill(each, width) or "").split("\n"))
    assert form_id(mailed, YES_TOO) == "2026-014"
    assert asks_for_yes(mailed, YES_TOO)
    assert "9fa41c7ae2fa" in mailed
    read = read_form(mailed, REQUEST, YES_TOO, date(2026, 11, 23))
    assert read.problems == ()
    assert read.answers["problem"] == "Vi mister 1. de små (ordrer) => fordi de venter, jf. 2. kvartal à la carte"
    assert (read.answers["need"], read.answers["block_yes"], read.answers["block_chance"]) == ("guess", True, 60.0)
    assert {name for name, value in read.answers.items() if value is None} == {"problem_type", "outcome", "goal_fit"}


def test_a_page_that_asks_for_no_yes_has_none():
    plain = form_page(write_form(replace(REQUEST, title="TikTok"), "2026-014", RULES), EN)
    assert "block_yes" not in plain
    assert "Agreement" not in plain


@pytest.mark.skipif(chromium.PROGRAM is None, reason="Chromium is not installed")
def test_a_director_fills_it_in_in_a_browser(tmp_path):
    file = tmp_path / "form.html"
    file.write_text(page(), encoding="utf-8")
    with chromium.browser(tmp_path / "profile") as tab:
        for width, dark in ((360, False), (1440, True)):
            tab.open(file.as_uri(), width, dark=dark)
            assert tab.run("document.documentElement.scrollWidth") <= width
        for name, typed in ANSWERS.items():
            tab.run(f"""for (const each of document.getElementsByName("q-{name}")) {{
                if (each.type !== "radio") each.value = {json.dumps(typed)};
                else if (each.value === {json.dumps(typed)}) each.click();
                each.dispatchEvent(new Event("input", {{ bubbles: true }}));
            }}""")
        assert tab.run("document.getElementById('answer').value") == answered(DA, {**ANSWERS, "need": ""})
        tab.run("document.getElementById('copy').click()")
        assert tab.run("new Promise(done => setTimeout(() => done(document.getElementById('said').textContent), 100))")
        assert tab.complaints == []
