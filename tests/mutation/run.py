"""Changes of the scoring and judging rooms that no test notices: ``python tests/mutation/run.py``.

Not a test and not in CI. Every mutant is one changed operator, number or flag of one module. It runs in a fork of its
own, against the verdicts of the rules' cases first, then the module's own tests, then all that import it. Mutants come
in a fixed random order, so a run cut short by ``--minutes`` is a sample; names (``batch``) pick modules.
"""

import argparse
import ast
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import hypothesis
import numpy as np
import pydantic  # noqa: F401 (what every mutant needs is imported once, before the forks)
import pytest

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
ROOMS = ("scoring", "judging")
SECONDS = 60
"""Of a processor; a mutant that takes longer runs for ever, which counts as noticed."""
OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
WORDS = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}


class Mutant(NamedTuple):
    """One node of a module, and what it becomes."""

    path: Path
    tree: ast.Module
    node: ast.expr
    new: ast.expr

    def __str__(self) -> str:
        place = f"{self.path.relative_to(ROOT)}:{self.node.lineno}"
        return f"{place}: {ast.unparse(self.node)}  ->  {ast.unparse(self.new)}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module; annotations and decorators stay."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hints = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    hints += [each for node in ast.walk(tree) for each in getattr(node, "decorator_list", ())]
    left_out = {id(part) for hint in hints if hint for part in ast.walk(hint)}
    for node in ast.walk(tree):
        new = None if id(node) in left_out else changed(deepcopy(node))
        if new:
            yield Mutant(path, tree, node, new)


def changed(node: ast.AST) -> ast.AST | None:
    """Return a node with something else in it, ``None`` where there is nothing to change."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in OPERATORS:
            node.ops = [OPERATORS[type(op)]()]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in OPERATORS:
            node.op = OPERATORS[type(op)]()
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub()):
            return node.operand
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value) | float(value)):
            node.value = value + 1
        case ast.Name(id=word) if word in WORDS:
            node.id = WORDS[word]
        case ast.Attribute(attr=word) if word in WORDS:
            node.attr = WORDS[word]
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case _:
            return None
    return node


def is_noticed(mutant: Mutant) -> bool:
    """Run one mutant in a fork; whether a case or a test fails."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        install(mutant)
        options = ["-n0", "-x", "-q", "--assert=plain", "-p", "no:cacheprovider"]
        os._exit(int(not cases_are_right() or pytest.main([*options, *matching(mutant.path)])))
    except BaseException:  # noqa: BLE001 (whatever it is, the mutant was noticed)
        os._exit(1)


def install(mutant: Mutant) -> None:
    """Let the mutant stand for its module."""
    mutant.node.__class__ = type(mutant.new)
    vars(mutant.node).update(vars(mutant.new))
    name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)
    module = sys.modules[name] = ModuleType(name)
    module.__file__, module.__package__ = str(mutant.path), name.rpartition(".")[0]
    exec(compile(mutant.tree, mutant.path, "exec"), module.__dict__)  # noqa: S102


def cases_are_right() -> bool:
    """Whether the verdicts of the rules' cases are those that they expect."""
    from datetime import date

    from triage.adapters.files.requestfiles import read_case_files
    from triage.core.judging.acts import assess

    from bundled import RULES

    cases = list(read_case_files([ROOT / "rules" / "cases"], RULES, date(2026, 1, 5)))
    found = assess(cases, RULES, lambda: np.random.Generator(np.random.PCG64(20260101)))
    return all(each.verdict in each.request.expect for each in found)


def matching(path: Path) -> list[str]:
    """Return the test files that import a module, its own first."""
    name = f"{path.parent.name}.{path.stem} import"
    files = [file for room in ROOMS for file in (TESTS / "core" / room).glob("test_*.py")]
    found = [file for file in (*files, TESTS / "cli" / "test_analysis.py") if name in file.read_text(encoding="utf-8")]
    return [str(file) for file in sorted(found, key=lambda file: (file.stem != f"test_{path.stem}", file))]


def main() -> None:
    """Run the mutants until the time is up, and print those that nothing noticed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, phases=phases)
    hypothesis.settings.load_profile("mutation")
    sys.path.insert(0, str(TESTS))
    import bundled  # noqa: F401 (the rules are read once)

    files = [path for room in ROOMS for path in sorted((ROOT / "triage" / "core" / room).glob("*.py"))]
    every = [each for path in files if path.stem in (options.names or [path.stem]) for each in mutants(path)]
    random.Random(1).shuffle(every)  # noqa: S311 (an order, no secret)
    if is_noticed(every[0]._replace(new=every[0].node)):
        raise SystemExit("the tests fail without any change")
    end, tried, survivors = time.monotonic() + 60 * options.minutes, 0, 0
    while tried < len(every) and time.monotonic() < end:
        survived = not is_noticed(every[tried])
        tried, survivors = tried + 1, survivors + survived
        if survived:
            print(every[tried - 1], flush=True)
    print(f"{survivors} of {tried} survived; {len(every)} in all")


if __name__ == "__main__":
    main()
