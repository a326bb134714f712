"""Finds, reads and checks rules files, and keeps what they mean so that the next start need not read them.

A ruleset is one file, or two: ``task_types: task_types.yaml`` names a file beside it. Every mistake of both is reported
in one pass, each with its place. What a rule means is decided in ``rules.ruleset``, what may hold between
rules in ``rules.check``.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from triage import __version__
from triage.adapters.files.yamlfiles import PathInFile, YamlFile, decode, first_at_each_place, read_content, read_yaml
from triage.adapters.home.compiled import recall
from triage.adapters.home.settings import Home
from triage.adapters.output.systemwords import why
from triage.adapters.rules import oldshape
from triage.core import messages
from triage.core.interview.forms import as_ruleset
from triage.core.messages import REGISTER_FAILED, Message, Place, Problem, TriageError, Typed, failure, say
from triage.core.rules import ruleset
from triage.core.rules.ruleset import Form, Ruleset

MAIN = "marketing.yaml"
FORMS = "forms"
"""The folder of the forms beside the rules."""
PACKAGE = Path(__file__).parents[2]
KEPT_ONLY = ("verdicts", "drop_below")
"""Where kept rules of the first versions have what no rules file may have today."""

_NAMED = re.compile(
    r"^task_types:[ \t]*(?P<quote>[\"']?)(?P<name>[^\"'\s#/\\]+\.ya?ml)(?P=quote)[ \t]*(#.*)?\r?$", re.MULTILINE
)
_RULES = re.compile(r"^[\"']?(questions|criteria|gates|verdicts|ruleset)[\"']?[ \t]*:", re.MULTILINE)
_FORM = re.compile(r"^[\"']?form[\"']?[ \t]*:", re.MULTILINE)
_Kind = TypeVar("_Kind", Ruleset, Form)


class RulesSource(Struct, frozen=True):
    """The texts of a ruleset by file name, the file with the questions first, and a fingerprint of them all."""

    fingerprint: str
    texts: Mapping[str, str]
    path: Path

    @property
    def main(self) -> str:
        """The name of the file with the questions."""
        return _main(self.texts)

    @property
    def judges(self) -> bool:
        """Whether these are rules, and not a form or task types alone."""
        text = self.texts[self.main]
        return bool(_RULES.search(text)) and not _FORM.search(text)


def load_ruleset(path: Path | str | None = None, *, home: Home | None = None) -> Ruleset:
    """Load the rules of a file, else the user's own copy, else those that come with the program.

    Raises every mistake at once as one ``messages.TriageError``. With a ``home`` the result is kept
    in its cache, and a later start reads neither YAML nor pydantic.
    """
    source = ruleset_source(path, home=home)
    return _remembered(source, home, Ruleset, between=True)


def load_form(name: str, *, home: Home | None = None) -> Ruleset:
    """Load a form that comes with the program, as a ruleset that only asks."""
    source = ruleset_source(bundled_rules() / FORMS / f"{name}.yaml")
    return as_ruleset(_remembered(source, home, Form, between=True))


def ruleset_source(path: Path | str | None = None, *, home: Home | None = None) -> RulesSource:
    """Return the texts of the rules that :func:`load_ruleset` would load; only that they are texts is checked."""
    found = find_rules(path, home=home)
    texts = {found.name: decode(str(found), read_content(found))}
    named = _NAMED.search(texts[found.name])
    beside = found.with_name(named["name"]) if named else None
    if beside and beside != found and beside.is_file():
        texts[beside.name] = decode(str(beside), read_content(beside))
    return RulesSource(_fingerprint(texts), texts, found)


def ruleset_from_texts(texts: Mapping[str, str], *, home: Home | None = None) -> Ruleset:
    """Make the ruleset of texts that were kept with an assessment, by file name.

    Only their shape is checked: rules that were good enough when they were used must print the same later. Those of
    the first versions are brought into today's shape.
    """
    ordered = {_main(texts): texts[_main(texts)]} | dict(texts)
    return _remembered(RulesSource(_fingerprint(ordered), ordered, Path(_main(texts))), home, Ruleset, between=False)


def check_rules(path: Path | str | None = None, *, home: Home | None = None) -> tuple[Problem, ...]:
    """Return every problem of a rules file, or of a file of task types alone."""
    try:
        return _compile(ruleset_source(path, home=home), between=True)[1]
    except TriageError as error:
        return error.problems


def find_rules(path: Path | str | None = None, *, home: Home | None = None) -> Path:
    """Find the rules file: as named, else the user's own copy, else the one that comes with the program."""
    if path is not None:
        return Path(path)
    own = home.rules / MAIN if home else None
    try:
        return own if own and own.is_file() else bundled_rules() / MAIN
    except OSError as error:  # the home is closed to us
        raise failure("error.read", exit_code=REGISTER_FAILED, path=str(own), why=why(error)) from error


def bundled_rules(package: Path = PACKAGE) -> Path:
    """Find the folder of rules that comes with the program: inside a wheel, or beside the package in a checkout."""
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def _main(texts: Mapping[str, str]) -> str:
    return next((name for name, text in texts.items() if _RULES.search(text)), next(iter(texts), ""))


def _fingerprint(texts: Mapping[str, str]) -> str:
    parts = (f"{name}\0{len(text)}\0{text}" for name, text in sorted(texts.items()))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _remembered(source: RulesSource, home: Home | None, kind: type[_Kind], *, between: bool) -> _Kind:
    """Recall rules or a form from the cache, else make them; what our own classes look like is part of the name."""

    def make() -> _Kind:
        made, problems = _compile(source, between=between)
        if problems or not isinstance(made, kind):
            other = "rules.not_rules" if isinstance(made, Form) else "rules.only_task_types"
            raise TriageError(problems or [Problem(Place(str(source.path)), say(other))])
        return made

    if home is None:
        return make()
    schema = hashlib.sha256(b"".join(_own_source(module) for module in (ruleset, messages, oldshape))).hexdigest()
    checked = "" if between else "-kept"
    return recall(home.cache, f"rules-{__version__}-{schema[:8]}-{source.fingerprint[:24]}{checked}", kind, make)


def _own_source(module: Any) -> bytes:
    try:
        return Path(module.__file__).read_bytes()
    except OSError:
        return b""


def _compile(source: RulesSource, *, between: bool) -> tuple[Any, tuple[Problem, ...]]:
    """Read and check the files: the ruleset, form or task types where they can be used at all, and all problems."""
    from triage.adapters.rules.ruleshape import TaskTypesFile, shape

    read = partial(read_yaml, strict=True)
    files = {name: read(str(source.path.with_name(name)), text.encode()) for name, text in source.texts.items()}
    main = files[source.main]
    problems = [problem for file in files.values() for problem in file.problems]
    if any(file.data is None for file in files.values()):
        return None, first_at_each_place(problems)
    is_rules = bool(_RULES.search(source.texts[source.main]))
    if not isinstance(main.data, dict) or not (is_rules or "task_types" in main.data):
        return None, (Problem(Place(main.places.source, 1, 1), say("rules.not_rules")),)
    beside, data, faults = _joined(source, files)
    if between:
        faults += _kept_only(data)
    else:
        data = oldshape.in_todays_shape(data)
    made, found, mended = shape(data, Form if "form" in data else Ruleset if is_rules else TaskTypesFile)
    faults += found
    if made is not None and between:
        faults += _between(made, mended, source)
    for fault in faults:
        file = beside if beside and fault.path[:1] == ("task_types",) and len(fault.path) > 1 else main
        problems.append(Problem(file.places.find(fault.path, key=fault.at_key), fault.message))
    return made, first_at_each_place(problems)


def _joined(source: RulesSource, files: Mapping[str, YamlFile]) -> tuple[YamlFile | None, dict[str, Any], list[Any]]:
    """Put the task types in the place of their file's name."""
    from triage.adapters.rules.ruleshape import Fault

    data = files[source.main].data
    named = data.get("task_types")
    if not isinstance(named, str):
        return None, data, []
    beside = files.get(named) if named != source.main else None
    if beside is None:
        message = say("rules.no_task_types_file", name=Typed(named), folder=str(source.path.parent))
        return None, {**data, "task_types": {}}, [Fault(("task_types",), message)]
    top = beside.data if isinstance(beside.data, dict) else {}
    if not isinstance(top.get("task_types"), dict) or len(top) > 1:
        faults = [Fault(("task_types",), say("rules.not_task_types", name=Typed(named)))]
        return beside, {**data, "task_types": top.get("task_types", {})}, faults
    return beside, {**data, "task_types": top["task_types"]}, []


def _kept_only(data: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what the shape takes only since it stands in kept rules of the first versions."""
    from triage.adapters.rules.ruleshape import Fault

    section, name = KEPT_ONLY
    if isinstance(data.get(section), dict) and name in data[section]:
        yield Fault(KEPT_ONLY, say("rules.old.drop_below"), at_key=True)


def _between(made: Any, mended: frozenset[PathInFile], source: RulesSource) -> Iterator[Any]:
    """Yield what is wrong between the parts; where a name is wrong that is the last key of its path, at that key."""
    from triage.adapters.rules.ruleshape import Fault
    from triage.core.rules.check import NAMES, find_form_problems, find_problems, find_task_type_problems

    if isinstance(made, Form):
        found = find_form_problems(as_ruleset(made))
    else:
        found = find_problems(made) if isinstance(made, Ruleset) else find_task_type_problems(made.task_types)
    for path, message in found:
        if not _explained(path, message, mended, source):
            yield Fault(path, message, at_key=message.key in NAMES and message.params.get("name") == path[-1])


def _explained(path: PathInFile, message: Message, mended: frozenset[PathInFile], source: RulesSource) -> bool:
    """Whether a problem may be caused by the stand-ins alone, whose parts have mistakes that are reported already."""
    from triage.core.rules.check import UNUSED

    if message.key in UNUSED:
        return bool(mended) and not _once(str(path[-1]), source)
    words = {*map(str, path), *map(str, message.params.values())}
    for part in mended:
        near = path[: len(part)] == part or part[: len(path)] == path
        if near or (part[0] == "questions" and len(part) > 1 and str(part[1]) in words):
            return True
    return False


def _once(word: str, source: RulesSource) -> bool:
    """Whether a word occurs only once in the rules, where it is defined."""
    return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?![\w-])", source.texts[source.main])) < 2
