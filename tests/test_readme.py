"""The README is true: its commands run as written, its commands are all there are, its memo is a real one."""

import os
import re
import shlex
import shutil
from pathlib import Path

import typer
from triage.adapters.pages.catalog import load_catalog
from triage.cli import main
from triage.cli.app import app

from test_memos import readme_memo

main.load_all()

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")


def commands(command=None, path: str = "triage"):
    command = command or typer.main.get_command(app)
    for name, below in command.commands.items():
        if hasattr(below, "commands"):
            yield from commands(below, f"{path} {name}")
        else:
            yield f"{path} {name}", below


def test_every_command_is_told_and_has_help_in_both_languages():
    for path, command in commands():
        assert command.hidden or f"`{path}" in TEXT, path
        for language in ("da", "en"):
            texts = load_catalog(language).texts
            key = path.replace("triage", "help", 1).replace(" ", ".")
            assert key in texts, key
            for parameter in command.params:
                own, shared = f"{key}.{parameter.name}", f"help.option.{parameter.name}"
                assert own in texts or shared in texts or parameter.name == "help", own


def test_every_option_that_the_readme_names_exists():
    known = {option for _, command in commands() for parameter in command.params for option in parameter.opts}
    known |= {"--help"}
    assert set(re.findall(r"`(--[a-z-]+)", TEXT)) <= known


def test_the_commands_run_as_written(run, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    shown = [line[2:] for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
    assert len(shown) >= 8
    for line in shown:
        result = run(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)
        assert result.out


def test_the_example_from_python_runs_as_written(capsys, monkeypatch):
    ((code, printed),) = re.findall(r"```python\n(.*?)```\n+```text\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README is ours
    assert capsys.readouterr().out == printed


def test_every_room_stands_in_its_table_and_every_file_that_is_named_exists():
    about = TEXT.split("## Working on it")[1].split("## Decisions")[0]
    for place in ("core", "adapters"):
        told = re.findall(r"^\| `(\w+)` \|", about.split(f"| room of the {place} |")[1].split("\n\n")[0], re.MULTILINE)
        assert sorted(told) == sorted(path.parent.name for path in (ROOT / "triage" / place).glob("*/__init__.py"))
    named = re.findall(r"(?<![\w.])(?:triage|rules|tests)(?:/[\w.]+)+", about)
    assert [name for name in named if not (ROOT / name.rstrip(".")).exists()] == []


def test_continuous_integration_runs_the_readmes_test_command():
    (command,) = re.findall(r"^(python3 -m venv .*pytest)$", TEXT, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_memo_in_the_readme_is_a_real_one():
    block = f"<!-- memo -->\n\n````markdown\n{readme_memo()}````\n\n<!-- end of memo -->"
    pattern = re.compile(r"<!-- memo -->.*?<!-- end of memo -->", re.DOTALL)
    assert pattern.search(TEXT)
    if os.environ.get("UPDATE_README"):
        README.write_text(pattern.sub(lambda _: block, TEXT), encoding="utf-8")
        return
    assert block in TEXT
