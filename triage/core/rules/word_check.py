"""Whether what is looked for in a user's words, and what is quoted of them, can be found there.

Words suggest a choice or a task type, contradictions look for words and numbers in answers, and the conditions of a go
quote an answer.
"""

from collections.abc import Mapping, Sequence

from triage.core.messages import say
from triage.core.rules.condition_check import Problems, did_you_mean, unknown_question
from triage.core.rules.conditions import Path
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Question, Ruleset, TaskType, Words


def check_suggestions(path: Path, question: Question) -> Problems:
    """Find the words that suggest two choices, and so neither."""
    said: set[tuple[str, str]] = set()
    for name, choice in question.choices.items():
        yield from _repeated((*path, "choices", name, "words"), choice.words, said)


def check_task_type_words(task_types: Mapping[str, TaskType]) -> Problems:
    """Find the words that suggest two task types, and so neither."""
    said: set[tuple[str, str]] = set()
    for name, kind in task_types.items():
        yield from _repeated(("task_types", name, "words"), kind.words, said)


def _repeated(path: Path, words: Words | None, said: set[tuple[str, str]]) -> Problems:
    """Words that were said before, in the same language; ``said`` grows."""
    for language in ("da", "en") if words else ():
        for number, word in enumerate(getattr(words, language)):
            known = (language, word.casefold())
            if known in said:
                yield (*path, language, number), say("rules.word_twice", word=word)
            said.add(known)


def check_quotes(ruleset: Ruleset) -> Problems:
    """Find what is wrong with the conditions of a go: what they quote is a text, and a time is a measure of weeks."""
    for name, condition in ruleset.conditions.items():
        path: Path = ("conditions", name)
        if condition.from_ and condition.from_ not in ruleset.questions:
            yield (*path, "from"), unknown_question(condition.from_, ruleset.questions)
        elif condition.from_ and ruleset.questions[condition.from_].type != "text":
            yield (*path, "from"), say("rules.only_text", name=condition.from_)
        weeks = [each for each, measure in MEASURES.items() if measure.unit == "weeks"]
        if isinstance(condition.weeks, str) and condition.weeks not in weeks:
            hint = did_you_mean(condition.weeks, weeks)
            yield (*path, "weeks"), say("rules.no_measure_of_weeks", name=condition.weeks, hint=hint)


def _later(path: Path, names: tuple[str, ...], ruleset: Ruleset) -> Problems:
    """A day in words, or a number of weeks, is compared with a day that was answered."""
    asked = [ruleset.questions[name] for name in names if name in ruleset.questions]
    if names and ([each.type for each in asked[1:]] != ["date"] or not _tells_a_day(asked[0])):
        yield path, say("rules.later_than")


def _tells_a_day(question: Question) -> bool:
    return question.type == "text" or question.unit == "weeks"


def check_contradictions(ruleset: Ruleset) -> Problems:
    """Find what is wrong with the contradictions: each asks about answers, and looks for words and numbers in texts."""
    for name, each in ruleset.contradictions.items():
        path: Path = ("contradictions", name)
        yield from _later((*path, "later"), each.later, ruleset)
        if not (each.when or each.words or each.no_number or each.later):
            yield path, say("rules.contradiction_empty")
        if not each.questions:
            yield (*path, "questions"), say("rules.nothing_to_ask")
        yield from known_questions((*path, "questions"), each.questions, ruleset)
        for place, question in (
            *(((*path, "words", named), named) for named in each.words),
            *(((*path, "no_number", number), named) for number, named in enumerate(each.no_number)),
        ):
            if question not in ruleset.questions:
                yield place, unknown_question(question, ruleset.questions)
            elif ruleset.questions[question].type != "text":
                yield place, say("rules.only_text", name=question)
        for named, words in each.words.items():
            if not words.da and not words.en:
                yield (*path, "words", named), say("rules.never_empty")
            yield from _repeated((*path, "words", named), words, set())
        if each.whole and not each.words:
            yield (*path, "whole"), say("rules.whole_without_words")


def known_questions(path: Path, names: Sequence[str], ruleset: Ruleset) -> Problems:
    """Find the names in a list that are no questions."""
    for number, name in enumerate(names):
        if name not in ruleset.questions:
            yield (*path, number), unknown_question(name, ruleset.questions)
