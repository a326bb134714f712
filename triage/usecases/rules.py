"""``triage rules``: check, test, show, explain, schema and copy."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from triage.adapters.files.requestfiles import read_case_files
from triage.adapters.files.yamlfiles import load_yaml
from triage.adapters.home import clock
from triage.adapters.home.settings import Home, make_folder, typed_path
from triage.adapters.output.wholefile import cannot_write, full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.rules.rulefiles import (
    FORMS,
    MAIN,
    bundled_rules,
    check_rules,
    find_rules,
    load_ruleset,
    ruleset_source,
)
from triage.adapters.rules.ruleshape import schema_text
from triage.core.judging.acts import assess
from triage.core.judging.assessment import Assessment
from triage.core.judging.coverage import untouched
from triage.core.memo.rationale import explain
from triage.core.messages import Message, Number, Place, Problem, TriageError, Typed, failure, say
from triage.core.rules.condition_check import did_you_mean
from triage.core.rules.explain import explain_id, known_ids
from triage.core.rules.part_lines import RuleLine
from triage.core.rules.ruleset import Ruleset
from triage.core.rules.show import ruleset_lines, task_types_lines
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.searching import search_rules

SCHEMA = "triage-rules.schema.json"


def check(path: Path | None, home: Home) -> Path:
    """Return the rules file that was checked; raises every mistake in it."""
    problems = check_rules(path, home=home)
    if problems:
        raise TriageError(problems)
    return find_rules(path, home=home)


def search_lines(path: Path | None, home: Home, catalog: Catalog) -> Iterable[str]:
    """Return what a search for answers found with which these rules do what they should not; no mistake, a warning.

    Task types alone judge nothing.
    """
    source = ruleset_source(path, home=home)
    return map(catalog.text, search_rules(path, home)) if source.judges else ()


class CaseRun(Struct, frozen=True):
    """What a run of the cases found."""

    assessments: Sequence[Assessment]
    failed: dict[str, Message]
    """Why a case got another verdict than it expects, by its source."""
    gaps: Sequence[Message]
    """What no case touches."""


def run_cases(paths: Sequence[str], home: Home, rules: Path | None) -> CaseRun:
    """Run cases against the rules: those of the paths, else those beside the rules, else the bundled ones."""
    ruleset, beside = load_ruleset(rules, home=home), find_rules(rules, home=home).parent / "cases"
    folders = [typed_path(each) for each in paths] or [beside if beside.is_dir() else bundled_rules() / "cases"]
    assessments = assess(read_case_files(folders, ruleset, clock.today()), ruleset, make_rng)
    failed = {e.request.source: _why(e, ruleset) for e in assessments if e.verdict not in e.request.expect}
    return CaseRun(assessments, failed, untouched(assessments, ruleset))


def _why(assessment: Assessment, ruleset: Ruleset) -> Message:
    rationale = explain(assessment, ruleset)
    return (*rationale.strongest, rationale.headline)[0]


def run_lines(tested: CaseRun, catalog: Catalog) -> list[str]:
    """Return each case that failed, how many did not, and what no case touches."""
    wrong = [each for each in tested.assessments if each.request.source in tested.failed]
    lines = [_failure_line(each, tested.failed[each.request.source], catalog) for each in wrong]
    count = len(tested.assessments)
    lines.append(catalog.say("rules.test.summary", right=Number(count - len(wrong)), all=Number(count)))
    if tested.gaps:
        lines += ["", catalog.say("rules.test.untouched"), *(f"- {catalog.text(gap)}" for gap in tested.gaps)]
    return lines


def _failure_line(each: Assessment, why: Message, catalog: Catalog) -> str:
    path, request = Path(each.request.source), each.request
    is_yaml = path.suffix in {".yaml", ".yml"}
    place = load_yaml(path, strict=False).places.find(("expect",)) if is_yaml else Place(request.source)
    expected = " / ".join(catalog.say(f"verdict.{verdict}") for verdict in request.expect)
    got = say(f"verdict.{each.verdict}")
    failed = catalog.say("rules.test.failed", title=Typed(request.title), expected=expected, got=got, why=why)
    return f"{place}: {failed}"


def run_json(tested: CaseRun, catalog: Catalog) -> dict[str, Any]:
    """Return a run of the cases for JSON."""
    failed = sum(each.request.source in tested.failed for each in tested.assessments)
    whys = {source: catalog.text(why) for source, why in tested.failed.items()}
    return {
        "passed": len(tested.assessments) - failed,
        "failed": failed,
        "cases": [_case_json(each, whys.get(each.request.source)) for each in tested.assessments],
        "untouched": [catalog.text(gap) for gap in tested.gaps],
    }


def _case_json(each: Assessment, why: str | None) -> dict[str, Any]:
    return {
        "source": each.request.source,
        "title": each.request.title,
        "expected": [str(verdict) for verdict in each.request.expect],
        "got": str(each.verdict),
        "score": [each.score.low, each.score.high] if each.score else None,
        "gates": list(each.gates),
        "why": why,
    }


def show(home: Home, rules: Path | None, *, task_types: bool) -> Iterable[RuleLine]:
    """Return the rules, or the task types, as a person reads them."""
    ruleset = load_ruleset(rules, home=home)
    return task_types_lines(ruleset) if task_types else ruleset_lines(ruleset)


def explain_one(name: str, home: Home, rules: Path | None) -> list[RuleLine]:
    """Return what one question, figure, criterion, gate or task type does."""
    ruleset = load_ruleset(rules, home=home)
    lines = explain_id(name, ruleset)
    if not lines:
        raise failure("rules.explain.unknown", name=Typed(name), hint=did_you_mean(name, known_ids(ruleset)))
    return lines


def schema(output: Path | None, catalog: Catalog) -> str:
    """Return the JSON Schema, or write it to a file and return where it stands."""
    if output is None:
        return schema_text()
    _write(output, schema_text().encode())
    return catalog.say("rules.schema.written", path=full_name(output))


def copy(target: Path | None, home: Home, catalog: Catalog, *, force: bool) -> list[str]:
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
    done = catalog.say("rules.copy.done", folder=str(folder), name=MAIN)
    return [done] if folder == home.rules else [done, catalog.say("rules.copy.elsewhere", path=str(folder / MAIN))]


def _write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file, with the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
    write_whole(path, content, private=private)


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and (path.is_dir() or path.read_bytes() != content)
