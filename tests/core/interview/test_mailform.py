"""The director's short form: what is asked, and that the answers survive whatever a mail program does to them."""

import html
import re
from datetime import date, timedelta
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.adapters.pages.answerforms import form_text
from triage.adapters.pages.catalog import load_catalog
from triage.core.interview.letters import LETTERS
from triage.core.interview.mailform import (
    Filled,
    form_id,
    read_form,
    shared_questions,
    shared_ruleset,
    write_form,
)
from triage.core.interview.order import to_ask
from triage.core.request.request import Answer, Goal, Origin, Profile, Request

from bundled import RULES
from toy import toy_ruleset

TOY = toy_ruleset()
TODAY = date(2026, 11, 23)
ID = "2026-014"
GOALS = (Goal("orders", "Flere ordrer fra Tyskland"), Goal("price", "10 -> 20 [gode] henvendelser om måneden"))
WORDS = "Alle er på TikTok.\nSe [2026-003] og [need] -> det skal vi også være."
REQUEST = Request(
    ID, "TikTok [2026-002]", {"request": Answer(WORDS, Origin.ASKED)}, Profile(director="Kim", goals=GOALS)
)
TEXT = {language: form_text(write_form(REQUEST, ID, RULES), load_catalog(language)) for language in ("da", "en")}
ASKED = ("problem", "problem_type", "need", "outcome", "visible_in", "goal", "goal_fit")
"""What is shared about a task that starts something."""
DONT_KNOW = dict.fromkeys(ASKED)


def answered(language="da", text=None, **typed):
    """The form with something written after some of its arrows."""
    parts = re.split(r"(?<=-> )(?=\n)", text or TEXT[language])
    return "".join(part + typed.get(name, "") for name, part in zip((*ASKED, ""), parts, strict=True))


def read(text, request=REQUEST, rules=RULES):
    return read_form(text, request, rules, TODAY)


def answer(name, typed, language="da"):
    return read(answered(language, **{name: typed})).answers[name]


def problem(text, request=REQUEST):
    """The one thing that is wrong, and the text of the line it is said to be on."""
    ((line, message),) = read(text, request).problems
    return message.key, text.replace("\r\n", "\n").split("\n")[line - 1]


def kind(of, **answers):
    return replace(REQUEST, answers={n: Answer(v, Origin.ASKED) for n, v in {"kind_of_ask": of, **answers}.items()})


def test_the_shared_questions_are_those_that_the_rules_have():
    assert shared_questions(REQUEST, RULES) == ASKED
    assert shared_questions(REQUEST, TOY) == ("need", "outcome", "visible_in")


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (kind("stop"), ("problem", "problem_type", "loss_known", "outcome", "visible_in", "goal", "goal_fit")),
        (kind("own_house"), ("problem", "problem_type", "outcome", "visible_in", "goal", "goal_fit")),
        (kind("find_out"), ("decision", "decision_turns", "visible_in", "decision_in")),
        (kind("answer"), ("waiting_for", "facts_known")),
        (kind("duty", obligation="law"), ("obligation_source", "duty_from")),
        (kind("duty", obligation=None), ("obligation_source", "duty_from")),
        (kind("duty", obligation="none"), ()),
    ],
)
def test_the_director_is_asked_what_is_asked_about_this_kind_of_task(request_, asked):
    assert shared_questions(request_, RULES) == asked


def test_the_director_is_asked_in_the_words_for_this_kind_and_the_answer_is_found_again():
    about = kind("find_out")
    text = form_text(write_form(about, ID, RULES), load_catalog("da"))
    in_those_words = next(
        each.ask.da for each in RULES.questions["visible_in"].wordings if each.when == {"kind_of_ask": "find_out"}
    )
    assert " ".join(text.split()).count(in_those_words) == 1
    assert RULES.questions["visible_in"].ask.da not in text
    parts = text.split("-> ")
    filled = read(
        "-> ".join([parts[0], "ja\n" + parts[1], "30\n" + parts[2], "10 uger\n" + parts[3], *parts[4:]]), about
    )
    assert filled.answers == {"decision": "ja", "decision_turns": 30.0, "visible_in": 10.0, "decision_in": None}


def test_a_choice_that_is_not_offered_is_in_no_form():
    need = RULES.questions["need"]
    choices = {**need.choices, "guess": replace(need.choices["guess"], offered=False)}
    rules = replace(RULES, questions={**RULES.questions, "need": replace(need, choices=choices)})
    text = form_text(write_form(REQUEST, ID, rules), load_catalog("en"))
    assert need.choices["guess"].en not in text
    assert need.choices["assumed"].en in text


@pytest.mark.parametrize("quick", [True, False])
def test_the_ordinary_interview_can_ask_the_shared_questions(quick):
    empty = Request("", "", {})
    assert tuple(to_ask(empty, shared_ruleset(REQUEST, RULES), quick=quick)) == ASKED
    assert "goal" not in to_ask(empty, shared_ruleset(replace(REQUEST, profile=Profile()), RULES), quick=quick)


def test_shared_questions_stand_alone():
    need = replace(TOY.questions["need"], must=True, only_if={"task_type": "seo", "outcome": "sales"})
    alone = shared_ruleset(REQUEST, replace(TOY, questions={**TOY.questions, "need": need})).questions["need"]
    assert not alone.must
    assert alone.only_if == {"outcome": "sales"}


def test_the_managers_answers_are_not_in_the_form():
    own = {"need": "own_wish", "problem": "Ingen køber hos os", "visible_in": 26.0, "goal": "orders"}
    answers = REQUEST.answers | {name: Answer(value, Origin.ASKED) for name, value in own.items()}
    assert write_form(replace(REQUEST, answers=answers), ID, RULES) == write_form(REQUEST, ID, RULES)


def test_without_goals_the_question_about_them_is_left_out():
    bare = replace(REQUEST, profile=Profile())
    text = form_text(write_form(bare, ID, RULES), load_catalog("da"))
    assert "[goal]" not in text
    assert "goal" not in read(text, bare).answers


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_empty_form_has_no_answers_and_is_reported(language):
    filled = read(TEXT[language])
    assert filled.request_id == form_id(TEXT[language], RULES) == ID
    assert filled.answers == DONT_KNOW
    assert problem(TEXT[language]) == ("form.empty", TEXT[language].split("\n")[0])


def wordings(letter, name, da, en):
    """What a person may write for one choice."""
    return (f" {letter}", f"{letter.upper()})", f"\n{letter}.", da, f"\n\n{en.upper()}", f"\n{name}")


UNKNOWN = st.sampled_from([("", None), (" ?", None), ("ved ikke", None), ("\nDon't know.", None), ("\n-", None)])
WORD = st.text("abcdeiknorstuæøåÆØÅ.,:;!?()'\"»«…-0123456789", min_size=1, max_size=12)
SENTENCE = st.lists(WORD, min_size=1, max_size=30).map(" ".join)
PROSE = SENTENCE.filter(lambda words: re.search("[a-zæøå]{2}", words))
AFTER = st.sampled_from([" ", "\n", "\n\n", ""])


def choices(name):
    goals = [(goal.id, goal.text, goal.text) for goal in GOALS if name == "goal"]
    listed = goals + [(each, choice.da, choice.en) for each, choice in RULES.choices(name).items()]
    made = [
        (typed, each)
        for letter, (each, da, en) in zip(LETTERS, listed, strict=False)
        for typed in wordings(letter, each, da, en)
    ]
    return UNKNOWN | st.sampled_from(made)


DAYS = st.integers(0, 900)
DATES = DAYS.map(lambda days: (TODAY + timedelta(days=days), days / 7))
TYPED = st.fixed_dictionaries(
    {
        "problem": UNKNOWN | st.builds(lambda after, words: (after + words, words), AFTER, PROSE),
        "visible_in": UNKNOWN
        | st.integers(1, 200).map(lambda weeks: (f"\n{weeks} uger", float(weeks)))
        | st.integers(1, 200).map(lambda weeks: (f"{weeks}", float(weeks)))
        | DATES.map(lambda day: (f" senest {day[0].day}. {day[0].month}. {day[0].year}.", day[1])),
        **{name: choices(name) for name in ASKED if name not in {"problem", "visible_in"}},
    }
)  # fmt: skip
QUOTES = st.sampled_from(["", "> ", ">", "> > ", "  "])
ARROWS = st.sampled_from(["->", "→", "—>", "–>", "-->"])


def quoted(text, mark):
    return "\n".join(mark + line for line in text.split("\n"))


def rewrapped(text, width):
    """Long lines broken where the program likes."""
    return "\n".join("\n".join(wrap(line, width, break_on_hyphens=False) or [line]) for line in text.split("\n"))


def filled_up(text, width):
    """Paragraphs poured together and wrapped again, so that arrows stand in the middle of lines."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join("\n".join(wrap(each, width, break_on_hyphens=False) or [""]) for each in paragraphs)


def spaced_out(text, width):
    """A blank line after every line, as when a web page became plain text."""
    return rewrapped(text, width).replace("\n", "\n\n")


REWRAP = st.sampled_from([lambda text, _width: text, rewrapped, filled_up, spaced_out])


@settings(max_examples=150, deadline=None)
@given(
    TYPED, st.sampled_from(["da", "en"]), ARROWS, REWRAP, st.integers(40, 100), QUOTES, st.booleans(), st.booleans(),
)  # fmt: skip
def test_answers_survive_the_mail(typed, language, arrow, rewrap, width, mark, crlf, escaped):  # noqa: PLR0917
    text = answered(language, **{name: words for name, (words, _) in typed.items()}).replace("->", arrow)
    text = f"Hej\nHer er mine svar.\n\nDen 3. maj skrev Mette:\n{quoted(rewrap(text, width), mark)}\n\n-- \nKim\n"
    text = html.escape(text, quote=False) if escaped else text
    filled = read(text.replace("\n", "\r\n") if crlf else text)
    assert filled.answers == {name: value for name, (_, value) in typed.items()}
    assert {message.key for _, message in filled.problems} <= {"form.empty"}
    assert filled.request_id == form_id(text, RULES) == ID


PIECES = st.sampled_from(
    ["[2026-014]", "[2026-015]", "[need]", "[goal]", "->", "-", ">", " ", "\n", "c", "1. ", "&gt;", "à"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_any_text_is_read_without_an_exception(text):
    filled = read(text)
    assert isinstance(filled, Filled)
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line, _ in filled.problems)


@pytest.mark.parametrize("arrow", ["->", "→", "-&gt;", "—>", "–>", "\n> à", "\n→", "-> ->"])
def test_arrows_replaced_by_mail_programs_are_found(arrow):
    text = answered(need="c").replace("->", arrow)
    assert read(text).answers == {**DONT_KNOW, "need": "assumed"}


@pytest.mark.parametrize("typed", ["\u00a0c", "c\u200b", "\ufeff c", "\u2003c\u00a0)", "*c*", "\tc\x07"])
def test_odd_blanks_and_control_characters_are_removed(typed):
    assert answer("need", typed) == "assumed"


def test_an_answer_cannot_control_a_terminal():
    assert answer("problem", "Vi\x1b]0;x\x07 taber\u202e ordrer") == "Vi taber ordrer"


def test_combining_accents_are_composed():
    assert answer("problem", "a\u030a").encode() == "å".encode()


@pytest.mark.parametrize(
    ("typed", "weeks"), [("uge 2", 53 / 7), ("om 20 uger", 20), ("26.", 26), ("1/2\n\nHilsen Kim", 10)]
)
def test_dates_and_weeks_are_read_as_at_the_prompt(typed, weeks):
    assert answer("visible_in", typed) == weeks


@pytest.mark.parametrize(
    "typed", ["c\n\nHilsen Kim", "c\nHilsen Kim", "c, men vi ved det ikke", "a\n", "\n\n  c  \n\n\n"]
)
def test_a_remark_does_not_hide_the_choice(typed):
    assert answer("goal_fit", typed) == ("against" if typed[0] == "a" else "upkeep")


@pytest.mark.parametrize(
    ("name", "typed", "below"),
    [
        ("need", "c\nMen spørg Bo først.", "Men spørg Bo først."),
        ("visible_in", "1. maj\n\nHelst før.", "Helst før."),
        ("need", "c, men spørg Bo først.", "men spørg Bo først."),
        ("need", "c\n\n", None),
        ("need", "c)\nVi antager det om en klart afgrænset gruppe", None),
        ("problem", "Vi mister ordrer.\nKunderne venter.", None),
    ],
)
def test_what_stands_below_an_answer_is_told(name, typed, below):
    said = [each.params["words"].words for each in read(answered(**{name: typed})).remarks]
    assert said == ([below] if below else [])


def test_words_may_hold_an_arrow_and_another_requests_number():
    words = "Flere besøg -> flere ordrer, se [2026-003]"
    assert answer("problem", words) == words


def test_an_answer_may_be_long_and_have_paragraphs():
    words = "Vi mister ordrer.\n\n2. forsøg: fordi\n> tilbud tager tid."
    assert answer("problem", words) == "Vi mister ordrer. 2. forsøg: fordi tilbud tager tid."


def test_the_number_ends_an_answer_where_the_rules_were_reworded_since():
    text = answered(problem="Vi mister ordrer", visible_in="1. maj")
    text = text.replace("Hvad ligner problemet mest?", "Hvad er galt?").replace(
        "Hvilket af årets mål", "Hvad for et mål"
    )
    answers = read(text).answers
    assert answers["problem"] == "Vi mister ordrer"
    assert answers["visible_in"] == 159 / 7


def test_a_form_without_its_last_line_is_read():
    text = answered(goal_fit="c").split(f"\n\n[{ID}] Tak")[0] + "\n\nVenlig hilsen\nKim\n"
    assert read(text).answers["goal_fit"] == "upkeep"


def test_a_greeting_after_the_last_answer_is_no_part_of_it():
    alone = replace(RULES, questions={"problem": RULES.questions["problem"]})
    text = f"[{ID}]\n[problem]\n-> Vi taber ordrer,\nfordi vi er sene.\n\nVenlig hilsen\nKim"
    assert read(text, rules=alone).answers == {"problem": "Vi taber ordrer, fordi vi er sene."}


def test_the_form_that_was_answered_counts_and_not_the_empty_one_below():
    filled = answered(need="c")
    for text in (filled + quoted(TEXT["en"], "> "), TEXT["da"] + quoted(filled, "> "), filled + quoted(filled, "> ")):
        assert read(text).answers == {**DONT_KNOW, "need": "assumed"}


def test_a_letter_follows_its_wording_when_the_goals_have_changed():
    newer = replace(REQUEST, profile=Profile(goals=(Goal("new", "Nyt mål"), *GOALS[1:])))
    assert read(answered(goal="b"), newer).answers["goal"] == "price"
    assert problem(answered(goal="a"), newer) == ("form.list_changed", "-> a")


@pytest.mark.parametrize("gone", ["problem", "need", "goal_fit"])
def test_a_missing_question_is_left_out_and_reported(gone):
    typed = {"problem": "Vi taber ordrer", "problem_type": "b", "outcome": "c", "visible_in": "26 uger"}
    text = answered(**typed).replace(f"[{gone}]", "")
    whole, filled = read(answered(**typed)), read(text)
    assert filled.answers == {name: value for name, value in whole.answers.items() if name != gone}
    assert [(line, message.key, message.params["id"]) for line, message in filled.problems] == [
        (1, "form.missing", gone)
    ]


@pytest.mark.parametrize(
    ("typed", "key", "line"),
    [
        ({"need": "a, c"}, "form.two_letters", "-> a, c"),
        ({"need": "\n\nb og c"}, "form.two_letters", "b og c"),
        ({"need": "a\nc"}, "form.two_letters", "-> a"),
        ({"need": "f"}, "form.beyond", "-> f"),
        ({"problem_type": "det hele"}, "form.choice", "-> det hele"),
        ({"visible_in": "snart"}, "answer.weeks", "-> snart"),
        ({"visible_in": "2020-01-01"}, "answer.past", "-> 2020-01-01"),
    ],
)
def test_an_unreadable_answer_is_reported_with_its_line(typed, key, line):
    (name,) = typed
    text = answered(**typed)
    assert problem(text) == (key, line)
    assert problem("\r\n\n" + text) == (key, line)
    assert name not in read(text).answers


def test_a_missing_arrow_is_reported():
    text = answered(need="c", outcome="a").replace("-> c", "c")
    key, line = problem(text)
    assert key == "form.no_arrow"
    assert "[need]" in line


def test_two_answers_to_one_question_are_reported():
    text = answered(need="c") + answered(need="d", outcome="a")
    assert problem(text) == ("form.twice", "-> d")


def test_two_forms_in_one_mail_are_reported():
    text = answered(need="c") + quoted(answered(need="d").replace(ID, "2026-015"), "> ")
    assert problem(text) == ("form.two", "> [2026-015] TikTok (2026-002)")
    assert read(text).answers == {}
    assert form_id(text, RULES) is None


def test_the_id_of_no_request_is_reported():
    assert problem("Hej\n" + TEXT["da"], None) == ("form.no_request", f"[{ID}] TikTok (2026-002)")


def test_a_form_without_its_id_is_reported():
    key, line = problem(TEXT["en"].replace(ID, ""))
    assert key == "form.no_id"
    assert "[problem]" in line


@pytest.mark.parametrize("text", ["", "Fint for mig.", f"Re: [{ID}]\n\nc"])
def test_a_mail_without_a_form_is_reported(text):
    assert [message.key for _, message in read(text).problems] == ["form.none"]
    assert form_id(text, RULES) is None


def test_the_number_may_be_wrapped_and_have_another_hyphen():
    for number in ("[2026-\n014]", "[2026‑014]", "[ 2026-14 ]"):
        assert form_id(TEXT["da"].replace(f"[{ID}]", number), RULES) == ID


def test_long_lines_of_dashes_are_read_at_once():
    assert read(answered(problem="x " + "-" * 9_000 + " x")).answers["problem"].startswith("x -")
