"""A long file is read in pieces: none of it is held longer than it takes to read the next."""

import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from triage.adapters.files.longfiles import read_together
from triage.adapters.files.requestfiles import Reader
from triage.core.request.request import Profile

from bundled import RULES

READER = Reader(RULES, Profile(), date(2026, 5, 1))


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
