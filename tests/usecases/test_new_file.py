"""A file that is weighed unasked is kept once a day, however often it is tried."""

import pytest
from triage.adapters.register.register import Register
from triage.core.messages import failure

REQUEST = "title: {}\nanswers: {{request: x, task_type: tiktok, need: own_wish}}\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "task.yaml"
    path.write_text(REQUEST.format("A film"))
    return path


def kept(run) -> int:
    return len(run("list", "--format", "tsv").out.splitlines()) - 1


def test_a_second_try_after_a_lost_line_doubles_nothing(run, file, monkeypatch):
    add = Register.add

    def lost_after(self, *given, **more):
        add(self, *given, **more)
        raise failure("register.server.lost", exit_code=4, path="the server")

    monkeypatch.setattr(Register, "add", lost_after)
    first = run("new", "--no-input", "--from", str(file))
    assert (first.code, first.err.count("\n"), kept(run)) == (4, 1, 1)
    monkeypatch.setattr(Register, "add", add)
    again = run("new", "--no-input", "--from", str(file))
    assert (again.code, kept(run)) == (0, 1)
    assert "2026-001" in again.out or "-001" in again.out
    assert "The same was asked" not in again.out


def test_what_differs_in_anything_is_kept_as_well(run, file, monkeypatch):
    for day, title, more in (
        ("2026-03-02", "A film", []), ("2026-03-02", "A fair", []), ("2026-03-03", "A film", []),
        ("2026-03-03", "A film", ["--whats-new", "a budget"]),
    ):  # fmt: skip
        monkeypatch.setenv("TRIAGE_NOW", f"{day}T12:00:00+00:00")
        file.write_text(REQUEST.format(title))
        assert run("new", "--no-input", "--from", str(file), *more).code == 0
    assert kept(run) == 4


def test_the_same_row_twice_in_a_file_is_two(run, tmp_path):
    (tmp_path / "rows.csv").write_text("title;request;task_type\nA;x;tiktok\nA;x;tiktok\n")
    for _ in range(2):
        assert run("new", "--no-input", "--from", str(tmp_path / "rows.csv")).code == 0
    assert kept(run) == 2
