"""The director's form as text: what it holds, how wide it is, and that a real mail brings it back."""

from datetime import date
from email.message import EmailMessage

import pytest
from triage.adapters.files.posts import read_post
from triage.adapters.pages.answerforms import WIDTH, form_text
from triage.adapters.pages.catalog import load_catalog
from triage.core.interview.mailform import read_form, shared_questions, write_form
from triage.core.request.request import Answer, Goal, Origin, Profile, Request

from bundled import RULES

DA, EN = load_catalog("da"), load_catalog("en")
PROFILE = Profile(director="Kim", goals=(Goal("orders", "Flere ordrer fra fabrikker på Sjælland og i Skåne. " * 3),))
REQUEST = Request(
    "2026-014", "TikTok til pumpekøbere", {"request": Answer("Alle er på TikTok.\nOgså os.", Origin.ASKED)}, PROFILE
)
SHARED = shared_questions(REQUEST, RULES)


def text(catalog=DA, request=REQUEST):
    return form_text(write_form(request, "2026-014", RULES), catalog)


def test_the_form_opens_as_one_colleague_writes_to_another():
    assert text().startswith(
        "[2026-014] TikTok til pumpekøbere\n\nHej Kim\n\nSådan sagde du det: »Alle er på TikTok.\nOgså os.«\n\n"
    )


def test_a_question_has_its_number_its_id_its_choices_and_an_arrow():
    assert (
        "\n\n7. Hvor godt passer det til de mål, vi har aftalt? [goal_fit]\n"
        "   a) Det går imod noget, vi har besluttet\n"
        "   b) Det trækker os et andet sted hen\n"
        "   c) Det er almindelig drift\n"
        "   d) Det støtter et mål, og vi kan sige hvordan\n"
        "   e) Det rammer et mål direkte og går til samme målgruppe\n"
        "-> \n\n[2026-014] Tak for hjælpen.\n"
    ) in text()


@pytest.mark.parametrize("catalog", [DA, EN])
def test_every_shared_question_is_asked_once_in_few_columns(catalog):
    written = text(catalog)
    assert [written.count(f"[{name}]") for name in SHARED] == [1] * len(SHARED)
    assert written.count("\n-> \n") == len(SHARED)
    assert max(map(len, written.splitlines())) <= WIDTH


def test_nobody_is_told_to_run_a_command():
    assert "triage" not in text() + text(EN)


def test_without_a_name_or_words_there_is_still_a_form():
    bare = text(EN, Request("2026-014", "TikTok", {}))
    assert bare.startswith("[2026-014] TikTok\n\nHi\n\nBefore we go on")
    assert "This is how you put it" not in bare


def test_a_long_address_stays_whole():
    address = "https://example.com/" + "a-b/" * 30
    assert address in text(request=Request("2026-014", "TikTok", {"request": Answer(address, Origin.ASKED)}))


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_mail_brings_the_answers_back(encoding):
    mail = EmailMessage()
    mail["Subject"] = "Re: [2026-014]"
    body = text().replace("-> ", "-> ?", 1).replace("-> \n\n3.", "-> Kunderne forlader os\n\n3.")
    mail.set_content("Hej\n\n" + "".join(f"> {line}\n" for line in body.splitlines()), cte=encoding)
    filled = read_form(read_post("svar.eml", mail.as_bytes()).words, REQUEST, RULES, date(2026, 11, 23))
    assert filled.answers == {**dict.fromkeys(SHARED), "problem_type": "churn"}
    assert filled.problems == ()
