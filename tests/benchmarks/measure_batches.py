"""How long files of many requests take: ``python tests/benchmarks/measure_batches.py [REQUESTS]``.

Not a test. Writes files of requests drawn from the choices of the bundled rules, and prints the seconds of one core and
the memory that ``triage score`` takes for each, side by side with copying the same file by Python's ``csv``, so that
the machine cancels out. Each is a process of its own; the start of the program is a line of its own.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bundled import RULES

COPY = "import csv, sys; csv.writer(sys.stdout).writerows(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))"
AMOUNTS = {"money": (1_000, 5_000, 20_000, 80_000), "hours": (4, 16, 40, 120), "count": (10, 100, 2_000)}


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    print(f"{'':<34}{'seconds':>9}{'x csv copy':>12}{'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        one = _file(Path(folder), 1, 0.0)
        _line("start alone", _measured(_triage(one, "csv")), 0.0)
        for size, gaps in ((count, 0.0), (5 * count, 0.0), (count, 0.25)):
            table = _file(Path(folder), size, gaps)
            base, _ = _measured([sys.executable, "-c", COPY, str(table)])
            kind = f"{size:,} rows, {'a quarter empty' if gaps else 'full'}"
            _line(f"{kind}, csv", _measured(_triage(table, "csv")), base)
            if size == count:
                lines = table.with_suffix(".jsonl")
                _as_lines(table, lines)
                _line(f"{kind}, from JSON lines", _measured(_triage(lines, "csv")), base)
        few = _file(Path(folder), count // 10, 0.0)
        _line(f"{count // 10:,} rows, full, to JSON lines", _measured(_triage(few, "jsonl")), 0.0)


def _triage(file: Path, form: str) -> list[str]:
    return [sys.executable, "-m", "triage", "score", str(file), "--format", form]


def _measured(command: list[str]) -> tuple[float, float]:
    """The seconds of one core and the megabytes that a command takes."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as when installed
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True, env=own)
    seconds, kilobytes = map(float, done.stdout.split())
    return seconds, kilobytes / 1024


def _line(what: str, measured: tuple[float, float], base: float) -> None:
    seconds, megabytes = measured
    print(f"{what:<34}{seconds:>9.2f}{f'{seconds / base:.1f}' if base else '':>12}{megabytes:>6.0f}")


def _file(folder: Path, count: int, gaps: float) -> Path:
    """Write a file of requests with all columns, a share of the cells that may be empty being so."""
    chance = random.Random(5)  # noqa: S311 - repeatable, and no secret
    path = folder / f"{count}-{gaps}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(RULES.questions)
        for at in range(count):
            row = [_cell(name, at, chance) for name in RULES.questions]
            asked = RULES.questions.values()
            write.writerow(
                "" if not q.must and chance.random() < gaps else cell for q, cell in zip(asked, row, strict=True)
            )
    return path


def _cell(name: str, at: int, chance: random.Random) -> str:
    question = RULES.questions[name]
    if name == "request":
        return f"Task {at}: please do this"
    match question.type:
        case "choice":
            offered = [choice for choice, each in RULES.choices(name).items() if each.offered]
            return chance.choice([*offered, *[question.default] * 20] if question.default in offered else offered)
        case "yes_no":
            return chance.choice(["yes", "no"])
        case "date":
            return f"2027-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        case "range":
            low = chance.choice(AMOUNTS[question.unit or "count"])
            return chance.choice([str(low), f"{low}-{3 * low}"])
        case "number":
            return str(
                chance.randint(1, 60) if question.unit in {"percent", "weeks"} else chance.choice(AMOUNTS["money"])
            )
    return f"{name} {chance.randint(1, 40)}"


def _as_lines(table: Path, lines: Path) -> None:
    with table.open(newline="", encoding="utf-8") as file, lines.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in csv.DictReader(file))


if __name__ == "__main__":
    main()
