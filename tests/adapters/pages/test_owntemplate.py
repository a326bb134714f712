"""A template of the user's own: whatever stands in it, it reaches nothing, it ends, and a mistake is one line."""

import os
import time
from pathlib import Path

import pytest
from triage.adapters.pages import owntemplate, templatesandbox
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.owntemplate import fill_own
from triage.core.messages import TriageError

from registers import CASES

CONTEXT = {"title": "A \\*title\\*", "section": {"asked": ["One.", "Two."]}, "table": [["a", "b"]]}
POSIX = pytest.mark.skipif(os.name == "nt", reason="only POSIX binds a process")
CASE = str(next(CASES.glob("v06-*")))

REACHING = [
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title|attr('__class__') }}",
    "{{ '{0.__class__}'.format(title) }}",
    "{{ '{a.__class__}'.format_map({'a': title}) }}",
    "{{ joiner.__init__ }}{{ namespace.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ title['__class__'] }}",
    "{{ section.asked.append(1) }}",
    "{{ section.update(a=1) }}",
]
MISTAKES = [
    ("{% if %}", "syntax"),
    ("{{ title", "syntax"),
    ("{{ title|nope }}", "syntax"),
    ("{% nope %}", "syntax"),
    ("{{ recomendation }}", "undefined"),
    ("{{ section.recomendation }}", "undefined"),
    ("{{ section.asked[7] }}", "undefined"),
    ("{{ 1/0 }}", "zero"),
    ("{{ 1 % 0 }}", "zero"),
    ("{% include 'x' %}", "include"),
    ("{% include ['x', 'y'] %}", "include"),
    ("{% import '/etc/passwd' as p %}", "include"),
    ("{% extends 'memo.md.j2' %}", "include"),
    ("{{ [] | first }}", "value"),
    ("{{ 'a' + 1 }}", "value"),
    ("{{ title() }}", "value"),
    ("{{ 10**5000 }}", "value"),
    ("{% for a, b in [1] %}{% endfor %}", "value"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "deep"),
    ("{% block a %}{{ self.a() }}{% endblock %}", "deep"),
    ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", "deep"),
    ("{{ " + "+".join("1" * 3000) + " }}", "deep"),
]
BIG = [
    "{% for i in range(10**9) %}{% endfor %}",
    "{{ 'x' * 10**20 }}",
    "{{ 9 ** (9 ** 9) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{{ '' }}{% endfor %}{% endfor %}",
    pytest.param("{{ 'x' * 10**10 }}", marks=POSIX),
    pytest.param("{{ [1] * 10**9 }}", marks=POSIX),
    pytest.param("{{ 'x'.center(10**10) }}", marks=POSIX),
    pytest.param("{{ '%1000000000d' % 1 }}", marks=POSIX),
    pytest.param("{{ '{:>10000000000}'.format(1) }}", marks=POSIX),
    pytest.param(
        "{% set ns = namespace(x='xx') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", marks=POSIX
    ),
]
ENDLESS = [
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(50) }}",
    "{% set ns = namespace(x=7) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
]


@pytest.fixture
def template(home: Path) -> Path:
    home.mkdir()
    return home / "memo.md.j2"


def problem_of(template: Path, source: str):
    template.write_text(source, encoding="utf-8")
    with pytest.raises(TriageError) as caught:
        fill_own(template, CONTEXT)
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 1
    return problem


def kind_of(problem) -> str:
    assert problem.message.key == "error.template"
    return problem.message.params["what"].key.removeprefix("error.template.")


def test_a_template_fills_in_what_it_is_given(template):
    template.write_text("\ufeff# {{ title }}\n\n- {{ section.asked | join('\n- ') }}\n", encoding="utf-8")
    assert fill_own(template, CONTEXT) == "# A \\*title\\*\n\n- One.\n- Two."


@pytest.mark.parametrize("source", REACHING)
def test_a_template_reaches_nothing_else(template, source):
    problem = problem_of(template, "ok\n" + source)
    assert kind_of(problem) == "forbidden"
    assert problem.place.line == 2


@pytest.mark.parametrize(("source", "kind"), MISTAKES)
def test_every_mistake_is_one_line_with_its_place(template, source, kind):
    problem = problem_of(template, "ok\n" + source)
    assert kind_of(problem) == kind
    assert str(problem.place) == f"{template}:2"
    for language in ("da", "en"):
        assert "\n" not in load_catalog(language).text(problem.message)


def test_a_mistake_with_a_name_is_reported_with_it(template):
    words = load_catalog("da").text(problem_of(template, "{{ section.recomendation }}").message)
    assert words.startswith("Skabelonen til notatet bruger recomendation, som ikke findes. Ret skabelonen")


@pytest.mark.parametrize("source", BIG)
def test_what_would_be_too_big_is_refused_with_its_line(template, source):
    before = time.monotonic()
    problem = problem_of(template, "ok\n" + source)
    assert (kind_of(problem), problem.place.line) == ("big", 2)
    assert time.monotonic() - before < 15


@POSIX
@pytest.mark.parametrize("source", ENDLESS)
def test_what_never_ends_is_stopped(template, source, monkeypatch):
    monkeypatch.setattr(owntemplate, "MOST_SECONDS", 0.2)
    problem = problem_of(template, source)
    assert kind_of(problem) == "slow"


@POSIX
def test_three_seconds_of_work_are_the_most(template, monkeypatch):
    asked = {}
    monkeypatch.setattr(owntemplate, "_asked", lambda question: asked.update(question) or {"text": "page"})
    template.write_text("page", encoding="utf-8")
    assert fill_own(template, CONTEXT) == "page"
    assert asked["seconds"] == 3


def test_what_does_not_end_by_itself_is_ended(template, monkeypatch):
    monkeypatch.setattr(owntemplate, "PATIENCE", 0.5)
    problem = problem_of(template, ENDLESS[0])
    assert kind_of(problem) == "slow"


def test_what_a_template_makes_cannot_steer_a_terminal(template):
    template.write_text('{{ "\\x1b]52;c;aGk=\\x07" }}\x9b31m{{ "\\ud800" }}\n\tok', encoding="utf-8")
    assert fill_own(template, CONTEXT) == "31m?\n\tok"


def test_a_module_in_the_working_directory_is_not_imported(template, tmp_path, monkeypatch):
    (tmp_path / "jinja2.py").write_text("raise SystemExit(5)")
    (tmp_path / "json.py").write_text("raise SystemExit(5)")
    monkeypatch.chdir(tmp_path)
    template.write_text("{{ title }}")
    assert fill_own(template, {"title": "t"}) == "t"


@pytest.mark.parametrize("make", [Path.mkdir, getattr(os, "mkfifo", Path.mkdir)], ids=["folder", "pipe"])
def test_a_folder_or_pipe_as_template_is_reported_and_not_waited_for(template, make):
    make(template)
    with pytest.raises(TriageError) as caught:
        fill_own(template, CONTEXT)
    assert kind_of(caught.value.problems[0]) == "file"


@pytest.mark.parametrize("content", [b"ok\n\xe6", b"", b"x" * 1_000_001, b"a\0b"])
def test_a_file_that_is_no_text_is_one_line(template, content):
    template.write_bytes(content)
    with pytest.raises(TriageError) as caught:
        fill_own(template, CONTEXT)
    assert caught.value.problems[0].place.source == str(template)


@pytest.mark.parametrize("source", [REACHING[0], "{{ 1/0 }}", "{% include 'x' %}", "{{ 'x' * 10**20 }}", "{% if"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_command_answers_in_one_line(run, template, source, language):
    assert run("new", "--no-input", "--from", CASE, "--lang", language).code == 0
    template.write_text("ok\n" + source)
    result = run("memo", "last", "--lang", language)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith(f"{template}:2: {'Skabelonen til' if language == 'da' else 'The memo'}")
    assert not (template.parent / "bug.txt").exists()


def test_whatever_people_typed_is_escaped_before_a_template_sees_it(run, template, tmp_path):
    file = tmp_path / "request.yaml"
    file.write_text(Path(CASE).read_text("utf-8").replace("title:", 'title: "*x* {{ 1/0 }} <b>" #', 1), "utf-8")
    template.write_text("{{ title }}")
    run("new", "--no-input", "--from", str(file))
    assert run("memo", "last").out == "\\*x\\* {{ 1/0 }} \\<b\\>\n"


def test_the_page_of_a_bundled_template_may_be_of_any_length():
    assert len(templatesandbox.fill_template("{{ words }}", {"words": "x" * 6_000_000})) == 6_000_000


def test_the_longest_request_fits_in_the_page_of_an_own_template(template):
    template.write_text("{{ words }}{{ words }}")
    assert len(fill_own(template, {"words": "\\*" * 1_000_000})) == 4_000_000
