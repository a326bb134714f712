"""Whether the answers that the rules themselves give are possible ones.

These are defaults, what counts when a question is left out or answered "don't know", what an act leads to, and what the
answers of older files stand for.
"""

from triage.core.messages import as_written, say
from triage.core.rules.condition_check import Problems, unknown_choice, unknown_question
from triage.core.rules.conditions import Path
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Appointment, Given, Question, Ruleset


def check_given(name: str, question: Question, ruleset: Ruleset) -> Problems:
    """Find what is wrong with what counts where a question is left out or answered "don't know"."""
    path: Path = ("questions", name)
    for part in ("default", "unknown_as"):
        value = getattr(question, part)
        if value is not None:
            yield from _definite((*path, part), value, name, ruleset)
    if question.taken_as and question.type != "choice":
        yield (*path, "taken_as"), say("rules.only_for_choice", name="taken_as")
    else:
        for number, taken in enumerate(question.taken_as):
            yield from _definite((*path, "taken_as", number, "is"), taken.is_, name, ruleset)
    if question.holds_if and question.default is None and not question.taken_as:
        yield (*path, "holds_if"), say("rules.holds_if_needs_default")


def check_answers(ruleset: Ruleset) -> Problems:
    """Find what is wrong with the answers that acts lead to and with those of older files."""
    for name, gate in ruleset.gates.items():
        yield from _leads_to(("gates", name, "then"), gate.then, ruleset)
    for name, criterion in ruleset.criteria.items():
        yield from _leads_to(("criteria", name, "below_minimum"), criterion.below_minimum, ruleset)
    for part in ("defer", "unknown_decides"):
        if getattr(ruleset.verdicts, part).answers:
            yield ("verdicts", part, "answers"), say("rules.answers_here")
    yield from _old_answers(ruleset)


def _leads_to(path: Path, step: Appointment | None, ruleset: Ruleset) -> Problems:
    for name, given in step.answers.items() if step else ():
        yield from _led_to((*path, "answers", name), name, given, ruleset)


def _led_to(path: Path, name: str, given: Given, ruleset: Ruleset) -> Problems:
    """An answer that an act leads to; nothing where the question is asked again."""
    question = ruleset.questions.get(name)
    if question is None:
        yield path, unknown_question(name, ruleset.questions)
    elif given is None:
        if question.must:
            yield path, say("rules.never_unknown", name=name, because="must")
    elif question.type in {"range", "text", "date"}:
        yield from _led_to_words(path, name, given, question)
    elif question.type == "number" and isinstance(given, str):
        numbers = [*MEASURES, *(each for each, other in ruleset.questions.items() if other.type == "number")]
        if given not in numbers:
            yield path, unknown_question(given, numbers)
    elif question.choices_from != "goals":
        yield from _definite(path, given, name, ruleset)


def _led_to_words(path: Path, name: str, given: Given, question: Question) -> Problems:
    """What no rule can answer for the user: some text, some day, or a price that the effect pays for."""
    costs = MEASURES["total_cost"].needs
    if question.type != "range" and given != "given":
        yield path, say("rules.words_given", name=name)
    elif question.type == "range" and (given != "affordable" or name not in costs):
        yield path, say("rules.range_given", name=name, names=", ".join(costs))


def _old_answers(ruleset: Ruleset) -> Problems:
    """An answer of an older file is none of today's, and stands for answers of today."""
    for name, olds in ruleset.old_answers.items():
        path: Path = ("old_answers", name)
        if name not in ruleset.questions:
            yield path, unknown_question(name, ruleset.questions)
            continue
        for old, answers in olds.items():
            if old in ruleset.choices(name):
                yield (*path, old), say("rules.still_an_answer", name=old, question=name)
            if not answers:
                yield (*path, old), say("rules.old_answer_empty")
            for new, value in answers.items():
                yield from _stands_for((*path, old, new), new, value, ruleset)


def _stands_for(path: Path, name: str, value: Given, ruleset: Ruleset) -> Problems:
    question = ruleset.questions.get(name)
    if question is None:
        yield path, unknown_question(name, ruleset.questions)
    elif value is None:
        yield path, say("rules.old_answer_empty")
    elif question.type in {"choice", "yes_no"}:
        yield from _definite(path, value, name, ruleset)
    elif question.type in {"number", "range"}:
        if isinstance(value, bool | str):
            yield path, say("rules.number_value", name=name)
    elif not isinstance(value, str):
        yield path, say("rules.text_value", name=name)


def _definite(path: Path, value: str | float | bool, name: str, ruleset: Ruleset) -> Problems:
    """An answer must be one of the choices, yes or no, or a number, as its question has it."""
    question = ruleset.questions[name]
    part = str(path[-1])
    match question.type:
        case "choice":
            choices = ruleset.choices(name)
            if value not in choices:
                yield path, unknown_choice(as_written(value), name, choices)
        case "yes_no":
            if not isinstance(value, bool):
                yield path, say("rules.yes_no_value", name=part)
        case "number":
            if isinstance(value, bool | str):
                yield path, say("rules.number_value", name=part)
        case _:
            yield path, say("rules.no_default_here", name=part, type=question.type)
