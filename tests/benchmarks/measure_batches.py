"""How long files of many requests take: ``python tests/benchmarks/measure_batches.py [REQUESTS]``.

Not a test. Writes files of requests drawn from the choices of the bundled rules, and prints the seconds of one core and
the memory that ``triage score`` takes for each, with their targets, side by side with copying the same file by Python's
``csv``, so that the machine cancels out. Each is a process of its own; the start of the program is a line of its own.
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

COUNT = 20_000
"""Requests for which the targets hold; of five times as many, five times the seconds."""
FLAT = 1.1
"""How much more memory a file five times as long may take."""
COPY = "import csv, sys; csv.writer(sys.stdout).writerows(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))"
AMOUNTS = {"money": (1_000, 5_000, 20_000, 80_000), "hours": (4, 16, 40, 120), "count": (10, 100, 2_000)}


def main() -> None:
    """Measure and print."""
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)


def measure(count: int = COUNT) -> None:
    """Print what each kind of file takes, the target, and whether it was missed."""
    print(f"{'file':<40}{'seconds':>8}{'target':>8}{'x csv copy':>12}{'MB':>6}{'target':>8}")
    with tempfile.TemporaryDirectory() as folder:
        one = _file(Path(folder), 1, 0.0)
        _measured(_triage(one, "csv"))  # the first run compiles the rules
        _line("start alone", _measured(_triage(one, "csv")))
        for ending in ("csv", "jsonl"):
            most: float | None = None
            for size, gaps, target in ((count, 0.0, 1.0), (5 * count, 0.0, 5.0), (count, 0.25, 8.0)):
                table = _file(Path(folder), size, gaps)
                file = table if ending == "csv" else _as_lines(table)
                base, _ = _measured([sys.executable, "-c", COPY, str(table)])
                found = _measured(_triage(file, "csv"))
                what = f"{size:,} rows, {'a quarter empty' if gaps else 'full'}, from {ending}"
                seconds = target * count / COUNT if ending == "csv" else None
                _line(what, found, seconds, base, most if size > count else None)
                most = found[1] * FLAT
        few = _file(Path(folder), count // 10, 0.0)
        _line(f"{count // 10:,} rows, full, to jsonl", _measured(_triage(few, "jsonl")))


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


def _line(
    what: str, found: tuple[float, float], target: float | None = None, base: float = 0.0, most: float | None = None
) -> None:
    seconds, megabytes = found
    wanted, ratio = f"{target:.2f}" if target else "", f"{seconds / base:.1f}" if base else ""
    is_missed = (target and seconds > target) or (most and megabytes > most)
    print(
        f"{what:<40}{seconds:>8.2f}{wanted:>8}{ratio:>12}{megabytes:>6.0f}{f'{most:.0f}' if most else '':>8}"
        f"{'  missed' if is_missed else ''}",
        flush=True,
    )


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


def _as_lines(table: Path) -> Path:
    lines = table.with_suffix(".jsonl")
    with table.open(newline="", encoding="utf-8") as file, lines.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in csv.DictReader(file))
    return lines


if __name__ == "__main__":
    main()
