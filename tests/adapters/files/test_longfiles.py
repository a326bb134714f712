"""A long file is read in pieces: none of it is held longer than it takes to read the next."""

import json
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from triage.adapters.files.longfiles import read_together
from triage.adapters.files.requestfiles import Reader
from triage.adapters.pages.catalog import load_catalog
from triage.core.request.request import Profile

from bundled import RULES

READER = Reader(RULES, Profile(), date(2026, 5, 1))
EN, DA = load_catalog("en"), load_catalog("da")


def written(folder: Path, form: str, count: int) -> Path:
    asked = [{"request": str(at) * 100, "task_type": "cro", "need": "proven"} for at in range(1_000, 1_000 + count)]
    lines = (
        [",".join(asked[0]), *(",".join(each.values()) for each in asked)]
        if form == "csv"
        else [*map(json.dumps, asked)]
    )
    file = folder / f"{count}.{form}"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_memory_that_a_file_takes_does_not_grow_with_its_length(tmp_path, form):
    peaks = []
    for count in (300, 301, 2_000):  # what is made only once is made by the first
        with written(tmp_path, form, count).open("rb") as file:
            tracemalloc.start()
            assert sum(len(read.asked) for read in read_together(READER, [(file.name, file)], 100)) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] < 1.2 * peaks[1]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_how_much_of_a_file_is_read_rises_to_all_of_it(tmp_path, form):
    with written(tmp_path, form, 1_000).open("rb") as file:
        shares = [read.share for read in read_together(READER, [(file.name, file)], 100)]
    assert (len(shares), shares) == (10, sorted(shares))
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1


CELLS = [
    ("cost", "-5", "cost: The number cannot be below zero."),
    ("hours", "3/2/1", "hours: The numbers must stand in order: low, likely, high."),
    ("visible_in", "2001-01-01", "visible_in: The date lies before today or very far ahead."),
    ("asked_on", "soon", "asked_on: soon is not a date."),
    ("title", "a" * 10_001, "title: The text is too long."),
    ("profile.currency", "XYZ", "currency: The currency XYZ is not in the rules."),
    ("hourly_cost", "-1", "hourly_cost must be a number that is not negative"),
    ("expect", "maybe", "expect must be go, defer or drop"),
    ("costs", "5", "costs is not known."),
    ("task_type", "unknown", "task_type is missing: Kind of task."),
]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(("name", "cell", "said"), CELLS, ids=[name for name, *_ in CELLS])
def test_a_mistake_in_a_row_names_its_cell_once_in_both_ways_of_reading(form, name, cell, said):
    row = {"request": "r", "task_type": "cro", name: cell}
    text = ",".join(row) + "\n" + ",".join(row.values()) if form == "csv" else "\n" + json.dumps(row)
    content, source = text.encode(), f"r.{form}"
    by_row = [problem for each in READER.read(source, content) for problem in each.problems]
    together = [
        problem
        for read in read_together(READER, [(source, BytesIO(content))], 100)
        for each in read.rejected
        for problem in each.problems
    ]
    assert by_row == together
    assert EN.problem(by_row[0]).startswith(f"{source}:2: {said}")
    assert DA.problem(by_row[0]).startswith(f"{source}:2: {name.removeprefix('profile.')}")
