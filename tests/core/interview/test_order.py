"""Which questions are asked, in which order, and what a changed answer makes stale; on the toy rules."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.adapters.files.requestfiles import read_case_files
from triage.adapters.rules.rulefiles import bundled_rules
from triage.core.interview.order import (
    answered_before,
    askable,
    made_stale,
    next_question,
    no_longer_valid,
    opens_group,
    position,
    previous_question,
    suggest,
    time_note,
    to_ask,
)
from triage.core.request.request import Answer, Origin, Range, Request, with_answers
from triage.core.rules.ruleset import Choice

from bundled import FORMS
from bundled import RULES as FULL
from toy import toy_ruleset

TOY = toy_ruleset()


def request(**values):
    return Request("test", "Test", {name: Answer(value, Origin.ASKED) for name, value in values.items()})


def stale(changed, before, so_far, rules=TOY):
    earlier = with_answers(so_far, {changed: before})
    return made_stale(changed, earlier, so_far, rules)


def asked(quick=False, rules=TOY, **values):
    return to_ask(request(**values), rules, quick=quick)


def upcoming(*again, quick=False, rules=TOY, **values):
    return next_question(request(**values), rules, again, quick=quick)


def test_questions_come_in_the_order_of_the_rules():
    assert asked()[:4] == ["request", "task_type", "need", "outcome"]
    assert upcoming() == "request"
    assert upcoming(request="x") == "task_type"
    assert upcoming(request="x", task_type="seo", need=None) == "outcome", "don't know is an answer"


@pytest.mark.parametrize(
    ("effect_as", "shown", "hidden"),
    [
        ("units", {"extra_units", "unit_contribution"}, {"extra_contribution"}),
        ("contribution", {"extra_contribution"}, {"extra_units", "unit_contribution"}),
        (None, set(), {"extra_units", "unit_contribution", "extra_contribution"}),
    ],
)
def test_a_question_is_asked_only_where_its_condition_holds(effect_as, shown, hidden):
    names = set(asked(effect_as=effect_as))
    assert shown <= names
    assert not hidden & names


def test_quick_asks_the_quick_questions_only():
    assert asked(quick=True) == ["request", "task_type", "need", "cost", "hours"]


FIRST, SPENT = ["request", "task_type", "kind_of_ask"], ["cost", "hours"]
MONEY = ["outcome", "effect_as", "extra_contribution", *SPENT, "visible_in", "goal_fit"]
QUICK = {
    "start": [*FIRST, "problem_type", "audience", "need", *MONEY],
    "stop": [*FIRST, "problem_type", "audience", "loss_known", *MONEY],
    "own_house": [*FIRST, "problem_type", "problem_evidence", "audience", *MONEY],
    "find_out": [
        *(*FIRST, "decision", "decision_stake", "decision_turns"),
        *(*SPENT, "visible_in", "decision_in", "answerable"),
    ],
    "duty": [*FIRST, "obligation", "source_kind", "obligation_source", "duty_from", *SPENT],
    "answer": [*FIRST, "waiting_for", "effect_as", "extra_contribution", *SPENT, "ready_by", "facts_known"],
}


@pytest.mark.parametrize("kind", FULL.questions["kind_of_ask"].choices)
def test_quick_asks_what_the_verdict_of_each_kind_depends_on_most(kind):
    known = {"kind_of_ask": kind}
    known |= {"duty": {"obligation": "law"}, "find_out": {}}.get(kind, {"effect_as": "contribution"})
    assert asked(quick=True, rules=FULL, **known) == QUICK[kind]
    assert 9 <= len(QUICK[kind]) <= 13, "the help of --quick says so; one more where units are counted"


def test_quick_leaves_out_what_it_is_built_on():
    for kind in FULL.questions["kind_of_ask"].choices:
        assert "evidence" not in asked(quick=True, rules=FULL, kind_of_ask=kind)


def test_a_duty_opens_its_questions_in_quick_triage():
    duty = asked(quick=True, rules=FULL, kind_of_ask="duty", obligation="law")
    assert {"obligation", "source_kind", "obligation_source", "duty_from"} <= set(duty)
    board = asked(quick=True, rules=FULL, kind_of_ask="duty", obligation="board")
    assert "obligation_source" not in board
    assert "obligation" not in asked(quick=True, rules=FULL, problem_type="churn")


def test_the_position_counts_what_applies_now():
    before = position("effect_as", request(), TOY, quick=False)
    after = position("effect_as", request(effect_as="units"), TOY, quick=False)
    assert (before.number, after.number) == (5, 5)
    assert after.of == before.of + 2


def test_the_position_leaves_out_what_was_answered_beforehand():
    given = {name: Answer("x", Origin.FILE) for name in ("task_type", "need")}
    so_far = Request("test", "Test", {"request": Answer("x", Origin.ASKED), **given})
    bare = position("outcome", request(request="x"), TOY, quick=False)
    after = position("outcome", so_far, TOY, quick=False)
    assert (after.number, after.of) == (2, bare.of - 2)
    assert position("need", so_far, TOY, quick=False).number == 2, "gone back to"


def test_going_back_follows_the_answers_that_count():
    one = Range(1, 1, 1)
    so_far = request(request="x", task_type="seo", effect_as="units", extra_units=None)
    assert previous_question("unit_contribution", so_far, TOY, quick=False) == "extra_units"
    assert previous_question("task_type", so_far, TOY, quick=False) == "request"
    assert previous_question("request", so_far, TOY, quick=False) is None
    assert previous_question("need", request(cost=one, need="wish"), TOY, quick=False) is None, "not as answered"
    assert previous_question("stop_rule", request(stop_rule="x", cost=one), TOY, quick=False) == "cost"
    otherwise = with_answers(so_far, {"effect_as": "contribution"})
    assert previous_question("extra_contribution", otherwise, TOY, quick=False) == "effect_as"


def test_a_changed_answer_keeps_the_others_and_their_order():
    so_far = request(request="x", task_type="seo", need="wish")
    changed = with_answers(so_far, {"task_type": "other"})
    assert list(changed.answers) == ["request", "task_type", "need"]
    assert changed.value("task_type") == "other"


def test_only_what_depends_on_a_changed_answer_is_stale():
    so_far = request(
        need="wish", effect_as="units", extra_units=Range(1, 2, 3), unit_contribution=5.0, cost=Range(1, 1, 1)
    )
    assert stale("effect_as", "contribution", so_far) == ("extra_units", "unit_contribution")
    assert stale("need", "proven", so_far) == ()
    assert stale("cost", None, so_far) == ()


def test_what_no_longer_applies_is_kept_but_neither_asked_nor_stale():
    so_far = request(effect_as="contribution", extra_units=Range(1, 2, 3))
    assert stale("effect_as", "units", so_far) == ()
    assert "extra_units" not in asked(effect_as="contribution", extra_units=Range(1, 2, 3))
    assert so_far.value("extra_units") == Range(1, 2, 3)


def test_staleness_goes_through_others():
    questions = dict(FULL.questions)
    questions["early_sign"] = replace(questions["early_sign"], only_if={"after_date": ("worthless", "keeps_value")})
    rules = replace(FULL, questions=questions)
    so_far = request(date_bound="law", after_date="worthless", early_sign="x")
    assert stale("date_bound", "season", so_far, rules) == ("after_date", "early_sign")


@pytest.mark.parametrize(
    ("before", "now", "again"), [("a", "b", ()), (None, "b", ("goal_2",)), ("a", None, ()), (None, None, ())]
)
def test_a_condition_that_another_was_answered_depends_on_that_alone(before, now, again):
    so_far = request(goal_1=now, goal_2="x", manager="Mette")
    assert stale("goal_1", before, so_far, FORMS["firm"]) == again


def test_a_stale_answer_is_asked_again_before_the_rest():
    done = dict.fromkeys(asked(effect_as="units")) | {"effect_as": "units"}
    assert upcoming(**done) is None
    assert upcoming("extra_units", **done) == "extra_units"


def test_a_group_is_opened_by_the_first_question_asked_of_it():
    nothing = request()
    assert opens_group("request", nothing, FULL, quick=False)
    assert not opens_group("task_type", nothing, FULL, quick=False)
    assert opens_group("problem_type", nothing, FULL, quick=True)
    assert not opens_group("problem_type", nothing, FULL, quick=False)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Everyone is on TikTok. Get us 10,000 followers before summer.", "tiktok"),
        ("Alle er på TikTok. Skaf os 10.000 følgere før sommer.", "tiktok"),
        ("KAN VI KOMME ØVERST PÅ GOOGLE?", "seo_content"),
        ("Vi skal have et nyhedsbrev", "newsletter"),
        ("Få flere følgere på TikTok", "tiktok"),
        ("Vi skal have nogle annoncer på Facebook", "paid_social"),
        ("Let's run sponsored posts on LinkedIn", "paid_social"),
        ("Vi skal svare hurtigere på Messenger", "organic_meta"),
        ("Vores hjemmeside er langsom", "seo_technical"),
        ("Hæng et banner op på hallens tag", "ooh"),
        ("Our cookie banner breaks the law", "legal_repair"),
        ("Vi har vundet Gazelle-prisen! Send en pressemeddelelse.", "award"),
        ("Kør en kampagne på Google Ads", "search_ads"),
        ("Lav en video om vores nye maskine", None),
        ("Vi leverer museoplevelser", None),
        ("Ring til de gamle kunder", None),
        ("Vi mangler noget, der virker", None),
        ("", None),
    ],
)
def test_the_task_type_is_suggested_from_the_words(words, kind):
    assert suggest("task_type", words, FULL) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Luk ned for radioreklamerne, de giver ikke noget.", "stop"),
        ("Kan vi ikke droppe bladet og bruge pengene på noget andet?", "stop"),
        ("Why are we paying for print ads at all? Cancel them.", "stop"),
        ("Find ud af, hvorfor kunderne går til konkurrenten", "find_out"),
        ("Jeg vil gerne vide, hvorfor de stopper", "find_out"),
        ("Vi skal have lavet en kundeundersøgelse", "find_out"),
        ("Let's run a survey so that we know what they think", "find_out"),
        ("Datatilsynet skriver, at vi mangler et samtykke", "duty"),
        ("The regulator wants a notice on every page", "duty"),
        ("Bestyrelsen vil have et nyt logo", None),
        ("Kan vi få lov til at filme på pladsen? Jeg har lovet det.", None),
        ("Vi mangler folk i produktionen, lav noget så de søger job her", "own_house"),
        ("We're putting prices up in May", "own_house"),
        ("Sæt timeprisen op fra nytår, skriv til kunderne", None),
        ("En journalist ringer i eftermiddag, hvad siger vi?", "answer"),
        ("Skriv tilbage til kunden og beklag", "answer"),
        ("Please reply to the complaint before lunch", "answer"),
        ("We must get answers in the brochure about the measurements", None),
        ("Vi skal på messe igen", None),
        ("Non-stopmusik i butikken", None),
    ],
)
def test_what_a_task_is_about_is_suggested_from_the_words(words, kind):
    assert suggest("kind_of_ask", words, FULL) == kind


def test_nothing_is_suggested_where_no_words_stand_in_the_rules():
    assert suggest("need", "Vores eget ønske", FULL) is None
    assert suggest("kind_of_ask", "Stop it", TOY) is None, "a ruleset without that question"


def test_every_task_type_with_words_is_found_by_one_of_them():
    missed = [
        name
        for name, kind in FULL.task_types.items()
        if (kind.words.da or kind.words.en)
        and name not in {suggest("task_type", word, FULL) for word in (*kind.words.da, *kind.words.en)}
    ]
    assert missed == []


NEAR = {
    ("remarketing", "display_prospecting"),  # display either way; whom it is shown to cannot be told from words
    ("shopping", "promotion"),  # Black Friday is both
    ("crisis_answer", "pr"),  # both answer the press
    ("survey_test", "research"),  # a questionnaire is both
    ("survey_test", "catalogue"),  # what is tested
    ("research", "content_asset"),  # what is asked about
    ("ooh", "rebrand"),  # the new name on a van
    ("other", "legal_repair"),  # a case from before there was such a type
    ("direct_mail", "newsletter"),  # last year's letter, now as e-mail
}
"""Suggestions that a person would not laugh at though the case says otherwise."""


def test_the_suggestion_for_every_case_is_right_near_or_none():
    cases = read_case_files([bundled_rules() / "cases"], FULL, date(2026, 11, 23))
    suggested = {(case.value("task_type"), suggest("task_type", str(case.value("request")), FULL)) for case in cases}
    wrong = {(right, found) for right, found in suggested if found not in {right, None}}
    assert wrong <= NEAR


def test_answers_that_no_longer_fit_changed_rules():
    so_far = request(
        request="x",
        need="wish",
        task_type="gone",
        cost=Range(1, 1, 1),
        visible_in=date(2027, 1, 1),
        older="x",
        hours=None,
    )
    assert set(no_longer_valid(so_far, TOY)) == {"task_type", "visible_in", "older"}


def test_a_goal_may_be_any_of_the_profile():
    assert list(no_longer_valid(request(goal="flere_kunder"), FULL)) == []


def test_a_choice_that_is_gone():
    need = replace(TOY.questions["need"], choices={"proven": Choice("Vist", "Proven")})
    rules = replace(TOY, questions={**TOY.questions, "need": need})
    assert list(no_longer_valid(request(need="wish"), rules)) == ["need"]
    assert list(no_longer_valid(request(need=None), rules)) == []


@pytest.mark.parametrize(
    ("weeks", "key"),
    [(3, "time.note.before_first"), (4, "time.note.before_full"), (16, "time.note"), (None, "time.note")],
)
def test_the_usual_weeks_are_compared_with_the_wished_date(weeks, key):
    usual = {"first_low": 4.0, "first_high": 12.0, "full_low": 16.0, "full_high": 40.0}
    note = time_note({**usual, "weeks": weeks}, "D")
    assert note is not None
    assert note.key == key
    assert note.params["grade"].key == "grade.D", "the weakest letter is that of the weeks"


def test_there_is_no_note_where_the_weeks_are_unknown():
    assert time_note({"first_low": None, "weeks": 3}, "D") is None


def test_what_was_asked_before_a_question_goes_by_the_order_of_asking():
    one = Range(1, 1, 1)
    so_far = request(request="x", cost=one, need="wish")
    assert answered_before("need", so_far, TOY) == "cost"
    assert answered_before("hours", so_far, TOY) == "need", "an open one comes after all that is answered"
    assert answered_before("request", so_far, TOY) is None
    assert answered_before("need", request(extra_units=one, need="wish"), TOY) is None, "not as answered"


def test_what_can_come_to_be_asked_depends_on_what_is_still_open():
    left = {"effect_as", "extra_units", "extra_contribution"}
    assert askable(request(), TOY, left) == left
    assert askable(request(effect_as="units"), TOY, left - {"effect_as"}) == {"extra_units"}
    assert askable(request(effect_as=None), TOY, left - {"effect_as"}) == set()
