"""Rules files: every mistake with its line and column, where rules are found, and what is kept for the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import (
    MAIN,
    bundled_rules,
    check_rules,
    find_rules,
    load_form,
    load_ruleset,
    ruleset_from_texts,
    ruleset_source,
)
from triage.adapters.rules.ruleshape import json_schema
from triage.core.messages import TriageError
from triage.core.rules.ruleset import Compare

from toy import TOY, toy_ruleset
from wholetoy import WHOLE

SPLIT = TOY.index("task_types:\n")
"""Where the task types begin, for tests that put them in a file of their own."""


def told(folder: Path, text: str, name: str = "toy.yaml") -> list[str]:
    """Give the problems of a rules file as ``line:column key``."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [str(each.place).removeprefix(f"{path}:") + f" {each.message.key}" for each in check_rules(path)]


def changed(old: str, new: str, rules: str = TOY) -> tuple[str, str]:
    """Exchange a piece of the toy rules; § marks the expected place, which is given as ``line:column``."""
    assert rules.count(old) == 1, old
    marked = rules.replace(old, new)
    before = marked[: marked.index("§")]
    return marked.replace("§", ""), f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_the_toy_rules_are_in_order(tmp_path: Path) -> None:
    assert told(tmp_path, TOY) == []


def test_the_real_rules_are_in_order() -> None:
    assert check_rules() == ()
    assert check_rules(bundled_rules() / "task_types.yaml") == ()


NEED_LEVELS = "levels: {wish: 0, guess: 50, proven: 100}"
ADJUST = "when: {outcome: attention}"
UNLAWFUL = 'when: {lawful: "no"}'
FIRST = "first: [4, 8, 12]"
TASK_TYPE = "task_type:\n    group: all\n    type: choice\n    must: true\n"
REQUEST = "request:\n    group: all\n    type: text\n    must: true\n    quick: true\n    memo: request\n"
DUTY = 'duty:\n    label: {da: "Pligt", en: "Duty"}\n    when: {duty: true}\n    lifts: true\n'
ONE_STEP = '{reason: ask, next: {da: "Spørg.", en: "Ask."}, owner: both, weeks: 1}'
NEXT = """\
      reason: need
      next: {da: "Ring til en kunde.", en: "Call a customer."}
      owner: manager
      weeks: 2
      answers: {need: proven}
"""


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        # YAML's own
        ("yaml.repeated", "    weight: 60\n", "    weight: 60\n    §weight: 61\n"),
        ("yaml.yes_no", UNLAWFUL, "when: {lawful: §no}"),
        # the shape of one part
        ("rules.unknown_key", "    weight: 60\n", "    weight: 60\n    §wieght: 61\n"),
        ("rules.unknown_key", UNLAWFUL, "when: {cost: {§abov: 3}}"),
        ("rules.unknown_key", NEED_LEVELS, "§level: {wish: 0}, " + NEED_LEVELS),
        ("rules.missing", 'duty:\n    label: {da: "Pligt", en: "Duty"}\n    when', "§duty:\n    when"),
        ("rules.missing", 'label: {da: "Ulovligt", en: "Unlawful"}', '§label: {da: "Ulovligt"}'),
        ("rules.not_allowed", "    act: talk\n", "    act: §talkk\n"),
        ("rules.not_allowed", "    type: yes_no\n", "    type: §yesno\n"),
        ("rules.expected", "    weight: 60\n", '    weight: §"60"\n'),
        ("rules.expected", "    weight: 60\n", "    weight: §true\n"),
        ("rules.quote_it", 'version: "1"', "version: §2026.1"),
        ("rules.nothing_here", "    weight: 60\n", "    weight:§\n"),
        ("rules.expected", 'label: {da: "Ulovligt", en: "Unlawful"}', 'label: §"Ulovligt"'),
        ("rules.expected", "agree: [stop_rule]", "agree: §stop_rule"),
        ("rules.expected", UNLAWFUL, "when: §3"),
        ("rules.condition_shape", UNLAWFUL, "when: {lawful: §null}"),
        ("rules.quote_it", UNLAWFUL, 'when: {lawful: ["no", §1]}'),
        ("rules.greater_than_equal", "    weight: 60\n", "    weight: §-1\n"),
        ("rules.less_than_equal", "    minimum: 50\n", "    minimum: §500\n"),
        ("rules.less_than_equal", "[1, 100]], share: 3}", "[1, §101]], share: 3}"),
        ("rules.greater_than", "share: 3", "share: §0"),
        ("rules.two_numbers", "curve: [[0, 0], [4, 100]]", "curve: [[0, 0], §[4, 100, 1]]"),
        ("rules.two_numbers", "curve: [[0, 0], [4, 100]]", "curve: [[0, 0], §[4]]"),
        ("rules.three_numbers", FIRST, "§first: [4, 8]"),
        # questions
        ("rules.unknown_group", REQUEST, REQUEST.replace("all", "§al")),
        ("rules.unused_question", REQUEST, "§" + REQUEST.replace("    memo: request\n", "")),
        ("rules.only_for_choice", "    unit: weeks\n", "    unit: weeks\n    §ordered: true\n"),
        ("rules.only_for_number", "    type: yes_no\n", "    type: yes_no\n    §unit: hours\n"),
        ("rules.unknown_choice", "    default: none\n", "    default: §nonee\n"),
        ("rules.yes_no_value", "    default: false\n", "    default: §0\n"),
        ("rules.number_value", "    default: 0\n", '    default: §"0"\n'),
        ("rules.no_default_here", REQUEST, REQUEST + "    default: §x\n"),
        ("rules.exactly_one", "tries: {values: [0, 50]}", "§tries: {values: [0, 50], times_cost: [1]}"),
        ("rules.times_cost", "tries: {values: [10, 100]}", "tries: {§times_cost: [1, 2]}"),
        ("rules.never_tried", "tries: {values: [0, 50]}", "unknown_as: 0\n    §tries: {values: [0, 50]}"),
        ("rules.task_type_may_lack", TASK_TYPE, TASK_TYPE.replace("must: true", "must: §false")),
        ("rules.task_type_may_lack", TASK_TYPE, "§" + TASK_TYPE.replace("    must: true\n", "")),
        (
            "rules.choices_twice",
            "choices_from: task_types\n",
            'choices_from: task_types\n    §choices: {a: {da: "a", en: "a"}}\n',
        ),
        ("rules.unordered_source", "choices_from: task_types\n", "choices_from: task_types\n    ordered: §true\n"),
        (
            "rules.reserved",
            '      half: {da: "Halvdelen"',
            '      §unknown: {da: "?", en: "?"}\n      half: {da: "Halvdelen"',
        ),
        ("rules.later_question", "    unit: weeks\n", '    unit: weeks\n    only_if: {§lawful: "yes"}\n'),
        ("rules.later_question", "    unit: weeks\n", "    unit: weeks\n    refers_to: [§lawful]\n"),
        ("rules.cycle", '    default: "yes"\n', '    default: "yes"\n    §only_if: {lawful: "yes"}\n'),
        ("rules.only_answers", "    unit: weeks\n", "    unit: weeks\n    only_if: {§cost: {above: 3}}\n"),
        ("rules.measure_here", "    unit: weeks\n", "    unit: weeks\n    quick: {§exposure: {above: 3}}\n"),
        ("rules.asks_itself", "    unit: weeks\n", "    unit: weeks\n    quick: {§visible_in: {above: 3}}\n"),
        ("rules.unknown_question", "agree: [stop_rule]", "agree: [stop_rule, §stop_rul]"),
        # conditions
        ("rules.unknown_question", ADJUST, 'when: {§lawfull: "no"}'),
        ("rules.unknown_choice", ADJUST, 'when: {lawful: §"nope"}'),
        ("rules.unknown_choice", ADJUST, 'when: {lawful: ["no", §maybe]}'),
        ("rules.unknown_choice", "{at_most: guess}", "{at_most: §gues}"),
        ("rules.not_ordered", ADJUST, 'when: {§lawful: {at_most: "no"}}'),
        ("rules.choice_condition", ADJUST, "when: {lawful: §3}"),
        ("rules.text_condition", ADJUST, "when: {stop_rule: §false}"),
        ("rules.text_condition", ADJUST, 'when: {stop_rule: §"if"}'),
        ("rules.yes_no_condition", ADJUST, 'when: {duty: §"yes"}'),
        ("rules.never_unknown", ADJUST, "when: {request: §unknown}"),
        ("rules.number_condition", ADJUST, "when: {cost: §true}"),
        ("rules.number_condition", ADJUST, "when: {exposure: §unknown}"),
        ("rules.number_bound", ADJUST, "when: {cost: {above: §much}}"),
        ("rules.empty_compare", ADJUST, "when: {§cost: {}}"),
        ("rules.always_empty", ADJUST, "§when: {}"),
        ("rules.never_empty", ADJUST, "when: {§lawful: []}"),
        ("rules.never_holds", ADJUST, "when: {§cost: {above: 5, at_most: 5}}"),
        ("rules.never_holds", ADJUST, "when: {§time_fit: {above: 4}}"),
        ("rules.never_holds", ADJUST, "when: {§time_fit: {above: 3, below: 4}}"),
        ("rules.never_holds", ADJUST, "when: {§exposure: {below: 0}}"),
        ("rules.never_holds", ADJUST, "when: {§no_effect_chance: {above: 100}}"),
        ("rules.never_holds", "{need: {at_most: guess}", "{§need: {below: wish}"),
        ("rules.never_asked", ADJUST, "when: {effect_as: units, §extra_contribution: {above: 0}}"),
        # criteria
        ("rules.unknown_question", "points: {from: need,", "points: {from: §needs,"),
        ("rules.unknown_choice", NEED_LEVELS, "levels: {wish: 0, guess: 50, proven: 100, §sure: 100}"),
        ("rules.no_level", NEED_LEVELS, "§levels: {wish: 0, guess: 50}"),
        ("rules.exactly_one", "points: {from: need, " + NEED_LEVELS + "}", "§points: {from: need}"),
        ("rules.levels_for_choice", "steps: [[-0.5, 20], [0, 60], [1, 100]]", "§levels: {a: 1}"),
        ("rules.needs_levels", NEED_LEVELS, "§steps: [[0, 1]]"),
        ("rules.not_scored", "{from: time_fit,", "{from: §stop_rule,"),
        ("rules.money_not_scored", "{from: time_fit,", "{from: §total_cost,"),
        ("rules.backwards", "[0, 60], [1, 100]]", "[0, 60], §[-1, 100]]"),
        ("rules.short_curve", "curve: [[0, 0], [4, 100]]", "§curve: [[0, 0]]"),
        ("rules.exactly_one", "- " + ADJUST, "- §" + ADJUST + "\n        at_most: 10"),
        ("rules.minimum_needs", "    weight: 40\n", "    weight: 40\n    minimum: §50\n    act: cut\n"),
        ("rules.minimum_needs", "    minimum: 50\n    act: find\n", "    minimum: §50\n"),
        ("rules.no_minimum", "    weight: 40\n", "    weight: 40\n    act: §cut\n"),
        ("rules.no_minimum", "    weight: 40\n", "    weight: 40\n    §minimum_when: {duty: true}\n"),
        ("rules.not_lighter", "    weight: 40\n", "    weight: 40\n    lighter: {when: {duty: true}, weight: §40}\n"),
        # gates, thresholds, task types
        ("rules.exactly_one", DUTY, "§" + DUTY.replace("    lifts: true\n", "")),
        ("rules.exactly_one", DUTY, "§" + DUTY + "    act: ask\n    then: {}\n".replace("{}", ONE_STEP)),
        ("rules.exactly_one", "  unlawful:\n", "  §unlawful:\n    lifts: true\n"),
        ("rules.needs_instead", DUTY, "§" + DUTY.replace("lifts", "ends")),
        ("rules.needs_then", DUTY, "§" + DUTY.replace("lifts: true", "act: ask")),
        ("rules.then_without_act", DUTY, DUTY + f"    §then: {ONE_STEP}\n"),
        (
            "rules.appointment",
            "    below_minimum:\n" + NEXT,
            "    §below_minimum:\n" + NEXT.replace("      weeks: 2\n", ""),
        ),
        ("rules.greater_than_equal", "most_kinds: 2", "most_kinds: §0"),
        ("rules.answers_here", "    weeks: 4\n", "    weeks: 4\n    §answers: {need: proven}\n"),
        ("rules.lane_above_go", "    go: 55\n", "    go: §66\n"),
        ("rules.span_order", FIRST, "§first: [8, 4, 12]"),
        ("rules.first_after_full", "full: [16, 24, 40]", "§full: [3, 24, 40]"),
        ("rules.deliver_after_first", FIRST, "§" + FIRST.replace("4, ", "0.2, ")),
        ("rules.span_order", "deliver: [0.4, 1, 2]", "§deliver: [0.4, 2, 1]"),
        ("rules.word_twice", "words: {da: [google], en: [google]}", "words: {da: [google, §Google], en: [google]}"),
    ],
)
def test_one_mistake(tmp_path: Path, key: str, old: str, new: str) -> None:
    text, place = changed(old, new)
    assert told(tmp_path, text) == [f"{place} {key}"]


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        # facts
        ("rules.fact_name", "  big:\n", "  §need:\n    label: {da: a, en: a}\n    when: {duty: true}\n  big:\n"),
        ("rules.bad_fact_id", "  big:\n", "  §to-do:\n    label: {da: a, en: a}\n    when: {duty: true}\n  big:\n"),
        ("rules.unused_fact", "  big:\n", "  §new:\n    label: {da: a, en: a}\n    when: {duty: true}\n  big:\n"),
        ("rules.never_empty", "when: {exposure: {above: 0.2}}", "§when: []"),
        ("rules.always_empty", "when: {exposure: {above: 0.2}}", "§when: {}"),
        ("rules.later_fact", "{exposure: {above: 0.2}}", "{exposure: {above: 0.2}, §risky: true}"),
        ("rules.fact_condition", "{big: true, need: wish}", "{big: §wish, need: wish}"),
        ("rules.fact_here", "when: {need: wish}, ask", "when: {§big: true}, ask"),
        ("rules.fact_here", "only_if: {kind: stop}", "only_if: {§big: true}"),
        ("rules.unknown_question", "{big: true, need: wish}", "{§bigg: true, need: wish}"),
        # conditions that can never hold
        ("rules.never_together", "{big: true, need: wish}", "{big: true, §exposure: {at_most: 0.2}}"),
        ("rules.never_together", "risky: true, duty", "risky: true, big: §false, duty"),
        ("rules.never_together", "risky: true, duty", "risky: true, §exposure: {below: 0.1}, duty"),
        ("rules.never_asked", "when: {risky: false, day: true", "when: {risky: false, kind: start, day: §true"),
        ("rules.never_asked", "{from: time_fit,", "{from: time_fit, §when: {kind: start}, ".replace("time_fit", "day")),
        # wordings and what is taken
        ("rules.later_question", "when: {need: wish}, ask", "when: {§outcome: sales}, ask"),
        ("rules.measure_here", "when: {need: wish}, ask", "when: {§exposure: {above: 1}}, ask"),
        ("rules.only_answers", "when: {need: wish}, ask", "when: {§cost: {above: 1}}, ask"),
        ("rules.asks_itself", "when: {need: wish}, ask", "when: {§day: true}, ask"),
        ("rules.never_asked", "when: {need: wish}, ask", "§when: {kind: start}, ask"),
        ("rules.unknown_choice", "is: start}", "is: §starts}"),
        ("rules.measure_here", "{when: {outcome: attention}, is", "{when: {§exposure: {above: 1}}, is"),
        ("rules.asks_itself", "{when: {outcome: attention}, is", "{when: {§kind: stop}, is"),
        ("rules.only_for_choice", "    type: date\n", "    type: date\n    §taken_as: [{when: {duty: true}, is: x}]\n"),
        ("rules.holds_if_needs_default", "    type: date\n", "    type: date\n    §holds_if: {da: a, en: a}\n"),
        ("rules.word_twice", "en: [turn off]", "en: [turn off, §Make]"),
        # what acts lead to
        ("rules.unknown_question", "day: given", "§days: given"),
        ("rules.words_given", "day: given", "day: §2026-01-01"),
        ("rules.unknown_question", "visible_in: full_likely", "visible_in: §full_likly"),
        ("rules.unknown_question", "visible_in: full_likely", "visible_in: §cost"),
        ("rules.number_value", "visible_in: full_likely", "visible_in: §true"),
        ("rules.range_given", "cost: affordable", "cost: §5"),
        ("rules.range_given", "        extra_units:\n", "        extra_units: §affordable\n"),
        ("rules.yes_no_value", "duty: false\n        kind", 'duty: §"no"\n        kind'),
        ("rules.unknown_choice", "kind: stop\n", "kind: §stopp\n"),
        ("rules.never_unknown", "kind: stop\n", "kind: stop\n        request:§\n"),
        # conditions of a go
        ("rules.unknown_question", "from: stop_rule", "from: §stop_rules"),
        ("rules.only_text", "from: stop_rule", "from: §need"),
        ("rules.no_measure_of_weeks", "weeks: first_high", "weeks: §first"),
        ("rules.no_measure_of_weeks", "weeks: first_high", "weeks: §exposure"),
        ("rules.greater_than_equal", "weeks: 0.2\n", "weeks: §-1\n"),
        ("rules.unknown_choice", "{kind: stop, stop_rule: true}", "{kind: §stopp, stop_rule: true}"),
        # contradictions
        ("rules.unknown_question", "[need, outcome]", "[need, §outcom]"),
        ("rules.nothing_to_ask", "questions: [need, outcome]", "§questions: []"),
        ("rules.contradiction_empty", "  no_figure:\n    no_number: [stop_rule]\n", "  §no_figure:\n"),
        ("rules.unknown_question", "words: {stop_rule:", "words: {§stop_rules:"),
        ("rules.only_text", "words: {stop_rule:", "words: {§need:"),
        ("rules.only_text", "no_number: [stop_rule]", "no_number: [§cost]"),
        ("rules.never_empty", "stop_rule: {da: [aldrig, nej], en: [never]}", "§stop_rule: {}"),
        ("rules.word_twice", "[aldrig, nej]", "[aldrig, §Aldrig]"),
        ("rules.whole_without_words", "    no_number: [stop_rule]\n", "    no_number: [stop_rule]\n    whole: §true\n"),
        ("rules.never_holds", "{need: proven, outcome", "{§need: {above: proven}, outcome"),
        # answers of older files
        ("rules.unknown_question", "  kind:\n    begin", "  §kinds:\n    begin"),
        ("rules.unknown_question", "begin: {kind: start,", "begin: {§kinds: start,"),
        ("rules.unknown_choice", "begin: {kind: start,", "begin: {kind: §started,"),
        ("rules.yes_no_value", "duty: false, cost", 'duty: §"no", cost'),
        ("rules.number_value", "cost: 5}", "cost: §much}"),
        ("rules.text_value", "cost: 5}", "stop_rule: §5}"),
        ("rules.old_answer_empty", "cost: 5}", "cost: §}"),
        ("rules.old_answer_empty", "begin: {kind: start, duty: false, cost: 5}", "§begin: {}"),
        ("rules.still_an_answer", "begin: {kind", "§stop: {kind"),
    ],
)
def test_one_mistake_in_what_only_some_rules_have(tmp_path: Path, key: str, old: str, new: str) -> None:
    text, place = changed(old, new, WHOLE)
    assert f"{place} {key}" in told(tmp_path, text)


def test_whole_rules_are_in_order(tmp_path: Path) -> None:
    assert told(tmp_path, WHOLE) == []


def test_an_empty_list_of_conditions(tmp_path: Path) -> None:
    text, place = changed(UNLAWFUL, "§when: []")
    assert told(tmp_path, text) == ["133:3 rules.unused_question", f"{place} rules.never_empty"]


def test_ten_mistakes_are_ten_lines(tmp_path: Path) -> None:
    exchanges = [
        ('version: "1"', "version: 2"),
        ("    group: all\n    type: yes_no\n", "    grup: all\n    group: all\n    type: yes_no\n"),
        ("    weight: 60\n", "    weight: -60\n"),
        (NEED_LEVELS, "levels: {wish: 0, guess: 50, proven: 100, sure: 100}"),
        ("[0, 60], [1, 100]]", "[0, 60], [-1, 100]]"),
        (UNLAWFUL, 'when: {lawful: "no", neeed: wish}'),
        ("    about: problem\n    minimum: 50\n", "    about: problem\n    minimum: 50\n    about: tactic\n"),
        ("most_kinds: 2", "most_kinds: 0"),
        ("when: {duty: true}", "when: {duty: yes}"),
        ("first: [4, 8, 12]", "first: [8, 4, 12]"),
    ]
    text = TOY
    for old, new in exchanges:
        assert text.count(old) == 1
        text = text.replace(old, new)
    problems = told(tmp_path, text)
    assert [line.split()[1] for line in problems] == [
        "rules.quote_it",
        "rules.unknown_key",
        "rules.greater_than_equal",
        "yaml.repeated",
        "rules.unknown_choice",
        "rules.backwards",
        "rules.unknown_question",
        "yaml.yes_no",
        "rules.greater_than_equal",
        "rules.span_order",
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_message_becomes_a_sentence(tmp_path: Path, language: str) -> None:
    catalog = load_catalog(language)
    tables = ((test_one_mistake, TOY), (test_one_mistake_in_what_only_some_rules_have, WHOLE))
    path = tmp_path / "toy.yaml"
    for old, new, rules in ((*case[1:], rules) for test, rules in tables for case in test.pytestmark[0].args[1]):
        path.write_text(changed(old, new, rules)[0], encoding="utf-8")
        sentences = [catalog.text(problem.message) for problem in check_rules(path)]
        assert all(sentence.rstrip()[-1] in ".?" and "{" not in sentence for sentence in sentences), sentences


def older(folder: Path) -> list[str]:
    """Give what the check says of rules as they were written before: line and sentence."""
    text = TOY.replace("    ends: true\n", "    at_most: drop\n").replace("    act: talk\n", "    at_most: defer\n")
    text = text.replace("    lifts: true\n", "    at_least: go\n").replace("    act: find\n", "")
    text = text.replace("  most_kinds: 2\n", "  drop_below: 45\n").replace("    deliver: [0.4, 1, 2]\n", "")
    text = text.replace("    unit: weeks\n", '    unit: weeks\n    can_act: {how: move, when: {lawful: "no"}}\n')
    path = folder / "toy.yaml"
    path.write_text(text, encoding="utf-8")
    return [load_catalog("en").text(problem.message) for problem in check_rules(path)]


def test_each_key_of_older_rules_gets_one_line_that_tells_what_to_write(tmp_path: Path) -> None:
    kinds = "law, move, talk, find, free, cut or ask"
    assert older(tmp_path) == [
        "can_act is from older rules. Leave it out: what can be done stands in the gates, under act and then.",
        "A minimum needs act as well: act says what kind of act it takes, below_minimum what is done.",
        "at_most: drop is from older rules. Write ends: true.",
        f"at_most: defer is from older rules. Write act: and what has to be done first: {kinds}.",
        "at_least: go is from older rules. Write lifts: true.",
        "most_kinds is missing here. Write most_kinds: 2, so that more than two kinds of act are a drop.",
        "drop_below is from older rules. Leave it out: ends: true and more kinds of act than most_kinds are drops.",
        "deliver is missing here: the weeks until it is ready, such as deliver: [1, 2, 4] (low, likely, high).",
    ]


@pytest.mark.parametrize(
    ("limit", "key"),
    [("at_least: defer", "at_least"), ("at_most: go", "at_most"), ("at_most: [drop]", "at_most")],
)
def test_a_limit_of_older_rules_that_has_no_heir_of_its_own(tmp_path: Path, limit: str, key: str) -> None:
    text, place = changed("    ends: true\n", f"    ends: true\n    §{limit}\n")
    assert told(tmp_path, text) == [f"{place} rules.old.{key}"]


def test_the_same_key_elsewhere_is_no_older_one(tmp_path: Path) -> None:
    text, place = changed("  agree: [stop_rule]\n", "  §at_most: drop\n  agree: [stop_rule]\n")
    assert told(tmp_path, text) == [f"{place} rules.unknown_key"]


def test_did_you_mean(tmp_path: Path) -> None:
    path = tmp_path / "toy.yaml"
    path.write_text(TOY.replace("    weight: 60", "    wieght: 60"), encoding="utf-8")
    said = [load_catalog("en").text(problem.message) for problem in check_rules(path)]
    assert said == [
        "weight is missing here.",
        "wieght is not a name that the rules know in this place. Did you mean weight?",
    ]


# --- files that are no rules


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", " yaml.empty"),
        (b"\0\1\2", " yaml.binary"),
        (b"- a\n- b\n", "1:1 rules.not_rules"),
        (b"just words\n", "1:1 rules.not_rules"),
        (b"a: " + b"{b: " * 400, "1:200 yaml.deep"),
        (b"x" * 1_000_001, " yaml.too_big"),
    ],
)
def test_nasty_files(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "toy.yaml"
    path.write_bytes(content)
    [problem] = check_rules(path)
    assert str(problem.place).removeprefix(str(path)).lstrip(":") + f" {problem.message.key}" == expected


def test_a_file_that_is_no_ruleset_is_reported_once(tmp_path: Path) -> None:
    assert told(tmp_path, "title: x\nanswers: {need: wish}\n") == ["1:1 rules.not_rules"]


def test_windows_files(tmp_path: Path) -> None:
    path = tmp_path / "toy.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TOY.replace("\n", "\r\n").encode())
    assert check_rules(path) == ()
    assert load_ruleset(path) == toy_ruleset()


def test_all_problems_are_raised_at_once(tmp_path: Path) -> None:
    path = tmp_path / "toy.yaml"
    path.write_text(TOY.replace("weight: 60", "weight: x").replace("most_kinds: 2", "most_kinds: 0"), encoding="utf-8")
    with pytest.raises(TriageError) as caught:
        load_ruleset(path)
    assert len(caught.value.problems) == 2


# --- task types in a file of their own


def split(folder: Path, types: str = TOY[SPLIT:], named: str = "types.yaml") -> Path:
    path = folder / "rules.yaml"
    path.write_text(TOY[:SPLIT] + f"task_types: {named}  # beside\n", encoding="utf-8")
    (folder / "types.yaml").write_text(types, encoding="utf-8")
    return path


def test_two_files_are_one_ruleset(tmp_path: Path) -> None:
    path = split(tmp_path)
    assert load_ruleset(path) == toy_ruleset()
    source = ruleset_source(path)
    assert (list(source.texts), source.main) == (["rules.yaml", "types.yaml"], "rules.yaml")


def test_a_mistake_names_its_own_file(tmp_path: Path) -> None:
    path = split(tmp_path, TOY[SPLIT:].replace("grade: D", "grad: D", 1))
    problems = [f"{each.place} {each.message.key}" for each in check_rules(path)]
    beside = tmp_path / "types.yaml"
    assert problems == [f"{beside}:2:3 rules.missing", f"{beside}:7:5 rules.unknown_key"]
    assert [str(each.place) for each in check_rules(beside)] == [f"{beside}:2:3", f"{beside}:7:5"]


def test_the_other_file_is_missing(tmp_path: Path) -> None:
    [problem] = check_rules(split(tmp_path, named="tipes.yaml"))
    assert (problem.message.key, problem.place.line) == ("rules.no_task_types_file", TOY[:SPLIT].count("\n") + 1)


def test_the_other_file_is_something_else(tmp_path: Path) -> None:
    [problem] = check_rules(split(tmp_path, types="a: 1\n"))
    assert problem.message.key == "rules.not_task_types"


def test_task_types_alone(tmp_path: Path) -> None:
    path = tmp_path / "types.yaml"
    path.write_text(TOY[SPLIT:].replace("  other:", "  others:"), encoding="utf-8")
    assert [each.message.key for each in check_rules(path)] == ["rules.no_other"]


def test_task_types_are_no_ruleset(tmp_path: Path) -> None:
    split(tmp_path)
    with pytest.raises(TriageError) as caught:
        load_ruleset(tmp_path / "types.yaml")
    assert [each.message.key for each in caught.value.problems] == ["rules.only_task_types"]


# --- forms


@pytest.mark.parametrize("form", sorted(bundled_rules().joinpath("forms").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_forms_are_in_order(form: Path) -> None:
    assert check_rules(form) == ()
    assert load_form(form.stem).ruleset == form.stem


FORM = """\
form: toy
groups:
  all: {label: {da: "Alt", en: "All"}, purpose: {da: "Alt", en: "All"}}
questions:
  contribution:
    group: all
    type: text
    ask: {da: "Hvad?", en: "What?"}
    label: {da: "Hvad", en: "What"}
    why: {da: "Derfor", en: "Because"}
"""


def test_a_form_is_not_scored_so_nothing_need_use_its_questions_and_a_name_may_be_that_of_a_measure(tmp_path):
    assert told(tmp_path, FORM) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("group: all", "group: al", "3:3 rules.empty_group"),
        ("type: text", "type: choice", "5:3 rules.no_choices"),
        ("type: text", "type: text\n    only_if: {what: true}", "8:15 rules.unknown_question"),
        ("type: text", "type: text\n    onlyif: {}", "8:5 rules.unknown_key"),
        ("form: toy", "form: toy\nversion: 1", "2:1 rules.unknown_key"),
    ],
)
def test_a_mistake_in_a_form_is_found_with_its_place(tmp_path, old, new, problem):
    assert told(tmp_path, FORM.replace(old, new))[:1] == [problem]


def test_a_form_is_no_ruleset(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(FORM, encoding="utf-8")
    with pytest.raises(TriageError) as caught:
        load_ruleset(path)
    assert [each.message.key for each in caught.value.problems] == ["rules.not_rules"]


# --- where rules are, and what is kept


def test_the_users_own_copy_comes_first(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert find_rules(home=home) == bundled_rules() / MAIN
    home.rules.mkdir()
    (home.rules / MAIN).write_text(TOY, encoding="utf-8")
    assert find_rules(home=home) == home.rules / MAIN
    assert load_ruleset(home=home).ruleset == "toy"
    assert find_rules("other.yaml", home=home) == Path("other.yaml")


def test_a_wheel_and_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "triage"
    package.mkdir()
    assert bundled_rules(package) == tmp_path / "rules"
    (package / "_rules").mkdir()
    assert bundled_rules(package) == package / "_rules"


def test_kept_texts_make_the_same_ruleset(tmp_path: Path) -> None:
    source = ruleset_source(split(tmp_path))
    backwards = dict(reversed(source.texts.items()))
    assert ruleset_from_texts(backwards) == toy_ruleset()
    assert ruleset_from_texts(source.texts, home=Home(tmp_path / "home")) == toy_ruleset()


def test_kept_texts_need_not_meet_todays_checks() -> None:
    kept = TOY.replace("full: [16, 24, 40]", "full: [3, 24, 40]")
    assert ruleset_from_texts({"old.yaml": kept}).task_types["seo"].full == (3, 24, 40)


def test_the_fingerprint_is_of_the_texts(tmp_path: Path) -> None:
    first = ruleset_source(split(tmp_path))
    assert ruleset_source(tmp_path / "rules.yaml").fingerprint == first.fingerprint
    assert ruleset_source(split(tmp_path, TOY[SPLIT:] + "\n")).fingerprint != first.fingerprint


WARM = """
import sys
from pathlib import Path
from triage.adapters.rules.rulefiles import load_ruleset
from triage.adapters.home.settings import Home
ruleset = load_ruleset(Path(sys.argv[1]), home=Home(Path(sys.argv[2])))
print(ruleset.ruleset, sorted({"yaml", "pydantic", "numpy", "json"} & set(sys.modules)))
"""


def start(path: Path, home: Path) -> str:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", WARM, path, home],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.usefixtures("unmeasured")
def test_a_warm_start_reads_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    path, home = split(tmp_path), tmp_path / "home"
    assert "yaml" in start(path, home)
    assert start(path, home) == "toy []"


@pytest.mark.usefixtures("own_cache")
def test_a_damaged_cache_is_ignored(tmp_path: Path) -> None:
    path, home = split(tmp_path), Home(tmp_path / "home")
    load_ruleset(path, home=home)
    [kept] = home.cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert load_ruleset(path, home=home) == toy_ruleset()
    kept.write_bytes(b"cos\nsystem\n(S'exit'\ntR.")
    assert load_ruleset(path, home=home) == toy_ruleset()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path, home = split(tmp_path), Home(tmp_path / "home")
    assert load_ruleset(path, home=home).task_types["seo"].first == (4, 8, 12)
    split(tmp_path, TOY[SPLIT:].replace("[4, 8, 12]", "[5, 8, 12]"))
    assert load_ruleset(path, home=home).task_types["seo"].first == (5, 8, 12)


def test_values_are_what_the_core_expects() -> None:
    ruleset = toy_ruleset()
    assert ruleset.criteria["return"].points[0].from_ == "mroi"
    assert ruleset.gates["no_stop_rule"].when[0] == {"exposure": Compare(above=0.1), "stop_rule": "unknown"}
    assert ruleset.questions["duty"].default is False


# --- the schema


def test_the_schema_accepts_the_real_files() -> None:
    import jsonschema
    import yaml

    validator = jsonschema.Draft202012Validator(json_schema())
    jsonschema.Draft202012Validator.check_schema(validator.schema)
    for path in sorted(bundled_rules().glob("*.yaml")):
        assert list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))) == []
    assert list(validator.iter_errors(yaml.safe_load(TOY))) == []
    assert list(validator.iter_errors(yaml.safe_load(TOY.replace("weight: 60", "wieght: 60"))))


def test_the_schema_explains_itself() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$defs"]["Ruleset"]["properties"]["task_types"]["anyOf"][0]["type"] == "string"
    assert "from" in schema["$defs"]["Indicator"]["properties"]
    assert schema["$defs"]["Question"]["properties"]["why"]["description"].startswith("Why it is asked")


@pytest.mark.parametrize("written", ['["duty"]', '{"x": "problem"}', "true", "null", "1.5"])
def test_a_word_that_cannot_stand_there_is_quoted_as_it_stands_in_the_file(tmp_path: Path, written: str) -> None:
    before, after = "    about: problem\n    ", f"    about: {written}\n    "
    (tmp_path / "toy.yaml").write_text(TOY.replace(before, after, 1), encoding="utf-8")
    (problem,) = check_rules(tmp_path / "toy.yaml")
    for language, end in (("da", " kan ikke stå her."), ("en", " cannot stand here.")):
        assert load_catalog(language).text(problem.message).startswith(written + end)
