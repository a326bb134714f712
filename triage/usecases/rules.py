"""The order of events of ``triage rules``: check, test, show, explain, schema and copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.adapters.files.requestfiles import read_case_files
from triage.adapters.files.yamlfiles import load_yaml
from triage.adapters.home import clock
from triage.adapters.home.settings import Home, make_folder
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.rules.rulefiles import (
    FORMS,
    MAIN,
    bundled_rules,
    check_rules,
    find_rules,
    load_ruleset,
)
from triage.adapters.rules.ruleshape import schema_text
from triage.adapters.terminal.rulescreen import print_rule_lines
from triage.adapters.terminal.screen import print_json, print_text
from triage.core.judging.assessment import Assessment, assess
from triage.core.judging.coverage import untouched
from triage.core.memo.rationale import explain
from triage.core.messages import Message, Number, Place, Problem, TriageError, Typed, failure, say
from triage.core.rules.condition_check import did_you_mean
from triage.core.rules.explain import explain_id, known_ids
from triage.core.rules.ruleset import Ruleset
from triage.core.rules.show import ruleset_lines, task_types_lines
from triage.usecases.parts.assessing import make_rng

FORMATS = ("text", "json")
SCHEMA = "triage-rules.schema.json"


def check(path: Path | None, home: Home, catalog: Catalog) -> None:
    """Report every mistake of a rules file, or say that there is none."""
    problems = check_rules(path, home=home)
    if problems:
        raise TriageError(problems)
    print_text(catalog.say("rules.check.ok", path=str(find_rules(path, home=home))))


@dataclass(frozen=True, slots=True)
class Failed:
    """A case whose verdict is not among those it expects."""

    assessment: Assessment
    why: Message


def run_cases(paths: Sequence[str], home: Home, catalog: Catalog, *, rules: Path | None, form: str) -> bool:
    """Run cases against the rules and print what differs and what no case touches; tells whether all were right."""
    ruleset = load_ruleset(rules, home=home)
    folders = [Path(each) for each in paths] or [_cases(find_rules(rules, home=home))]
    cases = read_case_files(folders, ruleset, clock.today())
    assessments = assess(cases, ruleset, make_rng)
    failed = [Failed(each, _why(each, ruleset)) for each in assessments if each.verdict not in each.request.expect]
    gaps = untouched(assessments, ruleset)
    if form == "json":
        print_json(_report(assessments, failed, gaps, catalog))
    else:
        _print_report(assessments, failed, gaps, catalog)
    return not failed


def show(home: Home, catalog: Catalog, *, rules: Path | None, task_types: bool) -> None:
    """Print the rules, or the task types, as a person reads them."""
    ruleset = load_ruleset(rules, home=home)
    print_rule_lines(task_types_lines(ruleset) if task_types else ruleset_lines(ruleset), catalog)


def explain_one(name: str, home: Home, catalog: Catalog, *, rules: Path | None) -> None:
    """Print what one question, figure, criterion, gate or task type does."""
    ruleset = load_ruleset(rules, home=home)
    lines = explain_id(name, ruleset)
    if not lines:
        raise failure("rules.explain.unknown", name=Typed(name), hint=did_you_mean(name, known_ids(ruleset)))
    print_rule_lines(lines, catalog)


def schema(output: Path | None, catalog: Catalog) -> None:
    """Print the JSON Schema, or write it to a file."""
    if output is None:
        print_text(schema_text())
    else:
        _write(output, schema_text().encode())
        print_text(catalog.say("rules.schema.written", path=full_name(output)))


def copy(target: Path | None, home: Home, catalog: Catalog, *, force: bool) -> None:
    """Copy the bundled rules, their cases and the schema to where they can be edited; never over what is there."""
    folder = target or home.rules
    if folder == home.rules:
        make_folder(folder)
    source = bundled_rules()
    paths = [path for path in sorted(source.rglob("*.yaml")) if path.parent.name != FORMS]
    wanted = {path.relative_to(source): path.read_bytes() for path in paths}
    wanted[Path(SCHEMA)] = schema_text().encode()
    there = [name for name, content in wanted.items() if _differs(folder / name, content)]
    if there and not force:
        raise TriageError([Problem(Place(str(folder / name)), say("rules.copy.there")) for name in there])
    for name, content in wanted.items():
        _write(folder / name, content, private=folder == home.rules)
    print_text(catalog.say("rules.copy.done", folder=str(folder), name=MAIN))
    if folder != home.rules:
        print_text(catalog.say("rules.copy.elsewhere", path=str(folder / MAIN)))


def _write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file, with the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure("error.write", path=str(path), why=error.strerror or str(error)) from error
    write_whole(path, content, private=private)


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and (path.is_dir() or path.read_bytes() != content)


def _cases(rules: Path) -> Path:
    """The cases beside a rules file, else those that come with the program."""
    beside = rules.parent / "cases"
    return beside if beside.is_dir() else bundled_rules() / "cases"


def _why(assessment: Assessment, ruleset: Ruleset) -> Message:
    rationale = explain(assessment, ruleset)
    return rationale.strongest[0] if rationale.strongest else rationale.headline


def _print_report(
    assessments: Sequence[Assessment], failed: Sequence[Failed], gaps: Sequence[Message], catalog: Catalog
) -> None:
    lines = [_failure_line(each, catalog) for each in failed]
    right = len(assessments) - len(failed)
    lines.append(catalog.say("rules.test.summary", right=Number(right), all=Number(len(assessments))))
    if gaps:
        lines += ["", catalog.say("rules.test.untouched"), *(f"- {catalog.text(gap)}" for gap in gaps)]
    print_text("\n".join(lines))


def _failure_line(each: Failed, catalog: Catalog) -> str:
    request = each.assessment.request
    expected = " / ".join(catalog.say(f"verdict.{verdict}") for verdict in request.expect)
    sentence = catalog.say(
        "rules.test.failed",
        title=Typed(request.title),
        expected=expected,
        got=say(f"verdict.{each.assessment.verdict}"),
        why=each.why,
    )
    return f"{_place(request.source)}: {sentence}"


def _place(source: str) -> Place:
    """The line of ``expect`` in a case file."""
    path = Path(source)
    return load_yaml(path, strict=False).places.find(("expect",)) if path.suffix in {".yaml", ".yml"} else Place(source)


def _report(
    assessments: Sequence[Assessment], failed: Sequence[Failed], gaps: Sequence[Message], catalog: Catalog
) -> dict[str, Any]:
    whys = {each.assessment.request.source: catalog.text(each.why) for each in failed}
    return {
        "passed": len(assessments) - len(failed),
        "failed": len(failed),
        "cases": list(_case_data(assessments, whys)),
        "untouched": [catalog.text(gap) for gap in gaps],
    }


def _case_data(assessments: Sequence[Assessment], whys: dict[str, str]) -> Iterator[dict[str, Any]]:
    for each in assessments:
        score = each.score
        yield {
            "source": each.request.source,
            "title": each.request.title,
            "expected": [str(verdict) for verdict in each.request.expect],
            "got": str(each.verdict),
            "score": [score.low, score.high] if score else None,
            "gates": list(each.gates),
            "why": whys.get(each.request.source),
        }
