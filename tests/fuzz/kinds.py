"""The kinds of things that go wrong: for each kind of input what may be in it, and what is done with it."""

import json
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bundled import RULES
from fuzz.world import World

Kind = tuple[SearchStrategy[Any], Callable[[World, Any], None]]
KINDS: dict[str, Kind] = {}


def kind(name: str, strategy: SearchStrategy[Any]) -> Callable[[Callable[[World, Any], None]], Callable[..., None]]:
    """Register what is done with a kind of input."""

    def register(tried: Callable[[World, Any], None]) -> Callable[[World, Any], None]:
        KINDS[name] = strategy, tried
        return tried

    return register


WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "x", "Lav en podcast", "?", "ved ikke", "unknown", "n/a", "-", "ja", "no", "true", "null"]
    ),
    st.sampled_from(["=1+1", "@x", "'x", '"', "\\", "{{ 7*7 }}", "<b>x</b>", "| a | b |", "# x", "%s", "{x}", "$(id)"]),
    st.sampled_from(
        ["\x1b[2J", "\x1b]52;c;eA==\x1b\\", "\u202eabc", "a\nb", "a\r\nb", "\x00", "\ufeffx", "\x85", "\u2028"]
    ),
    st.sampled_from(["a.. b..", "..", "æøåÆØÅ", "Århus", "日本", "🙂" * 20, "x" * 300, "ord " * 3000, "e\u0301"]),
    st.text(max_size=12),
)
"""Nothing, formulas and markup, what steers a terminal, and letters of all sorts."""
AMOUNTS = st.one_of(
    st.sampled_from(
        ["20.000", "20-60k", "20-60.000", "1234.567", "10/20/60 t", "max 20.000", "12 x 20.000", "1e400", "-5"]
    ),
    st.sampled_from(
        ["9" * 30, "9" * 5000, "0", "0,5", "70 %", "20.000 om måneden", "et par hundrede", "½", "٣", "1_000"]
    ),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True),
    st.lists(st.integers(-10, 10**6), max_size=4),
)
"""Amounts as people type them, and figures that nobody means."""
DATES = st.sampled_from(
    ["24.12", "01.02", "jul", "påske", "11/2/2026", "søndag den 30. november", "i januar", "Q2", "primo juni", "u. 16",
     "2027/05/01", "efter sommerferien", "0000-00-00", "9999-12-31", "0001-01-01", "31.2", "uge 99", "2026-02-30", "-1"]
)  # fmt: skip
VALUES = st.one_of(
    WORDS,
    AMOUNTS,
    DATES,
    st.sampled_from([None, True, False, [], {}, [[]], {"a": {"b": [1]}}, [None, "x"], {"date": "x"}]),
    st.sampled_from([name for question in RULES.questions.values() for name in (question.choices or ())]),
)
QUESTIONS = st.sampled_from(list(RULES.questions))
NAMES = st.one_of(
    QUESTIONS, st.sampled_from(["title", "asked_by", "asked_on", "profile", "answers", "expect", "id"]), WORDS
)
FIGURES = st.dictionaries(
    st.sampled_from(
        ["yearly_budget", "hourly_cost", "currency", "horizon_months", "goals", "agreed_on", "language", "x"]
    ),
    VALUES,
    max_size=3,
)
ANSWERS = st.builds(
    lambda must, more: must | more,
    st.fixed_dictionaries({"request": WORDS, "task_type": st.sampled_from(["tiktok", "seo_content", "other", "x"])}),
    st.dictionaries(QUESTIONS, VALUES, max_size=8),
)
REQUESTS = st.one_of(
    st.builds(lambda answers, profile, more: more | {"answers": answers} | ({"profile": profile} if profile else {}),
              ANSWERS, FIGURES, st.dictionaries(NAMES, VALUES, max_size=2)),
    ANSWERS,
    st.dictionaries(NAMES, VALUES, max_size=5),
    VALUES,
)  # fmt: skip
"""Whole requests, flat ones, and what is none."""


@st.composite
def damaged(draw: Callable[..., Any], content: bytes) -> bytes:
    """Bytes of which some were cut out, doubled, or written over."""
    found = bytearray(content)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(found)))
        length = draw(st.sampled_from([0, 1, 2, 10, 100, 5000]))
        other = draw(st.one_of(st.binary(max_size=6), st.just(bytes(found[at : at + length])), WORDS.map(_encoded)))
        found[at : at + (0 if draw(st.booleans()) else length)] = other
    return bytes(found)


def _encoded(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


@kind("requests", st.tuples(REQUESTS, st.sampled_from(["yaml", "json", "jsonl"]), st.data()))
def try_requests(world: World, drawn: Any) -> None:
    """Files with requests in every form, weighed, kept, and read again."""
    request, form, data = drawn
    text = yaml.safe_dump(request, allow_unicode=True) if form == "yaml" else json.dumps(request)
    file = world.file(f"request.{form}", data.draw(damaged(_encoded(text))))
    world.run("score", file)
    world.run("score", file, "--format", data.draw(st.sampled_from(["csv", "json", "jsonl"])))
    if world.run("new", "--no-input", "--from", file).code == 0:
        world.run("show", "last", may=0)
        world.run("memo", "last", "--lang", "da", may=0)
        world.run("export", "--format", "csv", may=0)


HEADINGS = st.one_of(
    QUESTIONS,
    st.sampled_from(
        ["Opgave", "Pris", "Deadline", "Dato", "Timer", "Type", "Hvem", "Customer", "Time", "title", "currency"]
    ),
    st.sampled_from(["profile.yearly_budget", "yearly_budget", "Summary", "Labels", "id", "", "x"]),
    WORDS,
)


@kind(
    "csv",
    st.tuples(
        st.lists(HEADINGS, min_size=1, max_size=7),
        st.lists(st.lists(VALUES.map(str), max_size=8), max_size=4),
        st.sampled_from([";", ",", "\t"]),
        st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from(["", "sep=;\r\n", "Rapport\n\n"]),
    ),
)
def try_csv(world: World, drawn: Any) -> None:
    """Sheets with any heading, separator, encoding and end of line, weighed and read in."""
    heading, rows, separator, encoding, end, above = drawn
    lines = [separator.join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in (heading, *rows)]
    content = (above + end.join(lines) + end).encode(encoding, "replace")
    file = world.file("sheet.csv", content)
    world.run("score", file)
    before = world.run("list", "--format", "json", may=0)
    if world.run("import", file, "--yes").code:
        assert world.run("list", "--format", "json", may=0) == before
    else:
        world.run("report", may=0)


@st.composite
def mails(draw: Callable[..., Any]) -> bytes:
    """Mails with parts, charsets and headers as programs write them, and as they should not."""
    sender = draw(st.sampled_from(["Lars <l@example.dk>", "", "=?utf-8?q?=C3=86?=", "a@b, c@d", "=?x?q?=FF?="]))
    charset = draw(st.sampled_from(["utf-8", "unknown-8bit", "iso-8859-1", "x\udcff", '"', "utf-16", "idna", "rot13"]))
    how = draw(st.sampled_from(["8bit", "7bit", "quoted-printable", "base64", "x-unknown"]))
    words = draw(WORDS).replace("\x00", "")
    html = f"<html><p>{words}</p><script>x</script></html>"
    bodies = draw(st.lists(st.sampled_from([("text/plain", words), ("text/html", html), ("application/ms-tnef", "x"),
                                            ("message/rfc822", "Subject: x"), ("text/calendar", "BEGIN:VCALENDAR")]),
                           min_size=1, max_size=3))  # fmt: skip
    of = f'charset="{charset}"\nContent-Transfer-Encoding: {how}\n\n'
    parts = [f"Content-Type: {kind}; {of}{body}\n" for kind, body in bodies]
    several = 'Content-Type: multipart/mixed; boundary="AAA"\n\n--AAA\n' + "--AAA\n".join(parts) + "--AAA--\n"
    head = f"Subject: {' '.join(draw(WORDS).split())[:80]}\nFrom: {sender}\nMIME-Version: 1.0\n"
    mail = head + (several if len(parts) > 1 or draw(st.booleans()) else parts[0])
    return mail.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


@kind("mails", st.tuples(mails(), st.sampled_from(["eml", "txt", "html", "msg", "docx", "md"]), st.data()))
def try_mails(world: World, drawn: Any) -> None:
    """Mails and texts that an interview begins with, and that are read as a form."""
    content, ending, data = drawn
    file = world.file(f"mail.{ending}", data.draw(damaged(content)))
    world.run("new", "--from", file, "--no-input")
    world.run("ask", "1", "--read", file)
    world.run("new", "--from", file, "--rules", str(world.toy), typed=["x"])


@kind("forms", st.tuples(st.lists(st.tuples(st.integers(0, 60), VALUES.map(str)), max_size=12), st.data()))
def try_forms(world: World, drawn: Any) -> None:
    """The director's form with anything behind its arrows, quoted, and torn."""
    answers, data = drawn
    lines = world.run("ask", "1", "--form", may=0).out.splitlines()
    arrows = [at for at, line in enumerate(lines) if line.startswith("-> ")]
    for at, answer in answers:
        lines[arrows[at % len(arrows)]] = f"-> {answer}"
    quoted = data.draw(st.sampled_from(["", "> ", ">> ", "| "]))
    content = "\r\n".join(quoted + line for line in lines)
    file = world.file("form.txt", data.draw(damaged(_encoded(content))))
    if world.run("ask", "1", "--read", file).code == 0:
        world.run("ask", "1", "--compare", may=0)
        world.run("show", "1", may=0)
        world.run("memo", "1", may=0)


LINES = st.one_of(
    st.sampled_from(["1", "2", "3", "<", "?", "*", "", "x", "ved ikke", "Tag", "99"]),
    VALUES.map(lambda each: str(each)[:200]),
)


ASKING = st.sampled_from([("new",), ("new", "--quick"), ("init",), ("decide", "1"), ("agree", "2"), ()])


@kind("prompts", st.tuples(ASKING, st.lists(LINES, min_size=1, max_size=40)))
def try_prompts(world: World, drawn: Any) -> None:
    """Any lines at the prompt, then Ctrl-D: what was answered is there, and can be gone on with."""
    command, typed = drawn
    rules = ("--rules", str(world.toy)) if command[:1] == ("new",) else ()
    typed = [line.replace("\n", " ").replace("\r", " ") for line in typed]
    ran = world.run(*command, *rules, typed=typed)
    if command[:1] == ("new",) and ran.code == 130 and "--resume" in ran.out:
        world.run("list", "--state", "draft", may=0)
        again = world.run("new", "--resume", *rules, typed=typed[:1])
        assert again.code in {0, 130}, again


@cache
def _export(world: World) -> list[Any]:
    return [json.loads(line) for line in world.run("export", may=0).out.splitlines()]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(leaf for name, each in below for leaf in _leaves(each, (*path, name)))]


@kind("exports", st.tuples(st.lists(st.tuples(st.integers(0, 10**6), VALUES, st.booleans()), max_size=3)))
def try_exports(world: World, drawn: Any) -> None:
    """Exports with other values inside: refused at the door, or everything works with them and nothing is lost."""
    rows = json.loads(json.dumps(_export(world)))
    requests = [at for at, row in enumerate(rows) if "request" in row]
    for at, value, removed in drawn[0]:
        row = rows[requests[at % len(requests)]]
        leaves = _leaves(row)[1:]
        *above, last = leaves[at % len(leaves)]
        holder = row
        for name in above:
            holder = holder[name]
        if removed:
            del holder[last]
        else:
            holder[last] = value
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file = world.file("export.jsonl", content)
    world.renew(empty=True)
    if world.run("import", file).code:
        world.run("list", may=0)
        assert not (world.home / "register.sqlite3").exists() or world.run("export", may=0).out.count('{"request"') == 0
        return
    for command in ("list", "report", "due --on 2030-01-01", "list --load", "list --first", "export --format csv",
                    "rules suggest", "show 1 --answers"):  # fmt: skip
        world.run(*command.split(), may=0)
    for at in (1, 2, 3):
        for command in ("show", "memo", "ask --form", "show --format json"):
            first, *rest = command.split()
            world.run(first, f"2026-{at:03d}", *rest)
    assert len(world.run("export", may=0).out.splitlines()) == len(rows)


@kind("register", st.tuples(st.integers(0, 2**32), st.sampled_from([1, 4, 30]), st.sampled_from([1, 64, 4096, 20_000])))
def try_register(world: World, drawn: Any) -> None:
    """A register with damaged bytes: told with exit code 4, never written to on the way, and saved as far as can be."""
    seed, times, length = drawn
    chance = random.Random(seed)  # noqa: S311 - damage that is the same each time
    register = world.home / "register.sqlite3"
    content = bytearray(register.read_bytes())
    for _ in range(times):
        at = chance.randrange(len(content))
        content[at : at + length] = chance.choice([bytes(length), chance.randbytes(length)])[: len(content) - at]
    register.write_bytes(content)
    for command in (
        "list",
        "show 1",
        "memo 2",
        "report",
        "due",
        "list --load",
        "help doctor",
        "export",
        "list --text seo",
    ):
        world.run(*command.split())
    world.run("backup", str(world.folder / "backup"), "--force")
    saved = world.folder / "saved.jsonl"
    saved.unlink(missing_ok=True)
    world.run("export", "--rescue", "-o", str(saved))
    if saved.exists() and '{"request"' in saved.read_text("utf-8"):
        world.renew(empty=True)
        world.run("import", str(saved), may=0)
        for each in json.loads(world.run("list", "--format", "json", may=0).out):
            world.run("show", each["id"], may=0)


PIECES = st.sampled_from(
    ["{{ title }}", "{{ section }}", "{% for x in table %}{{ x }}{% endfor %}", "{{ 1/0 }}", "{% include 'x' %}",
     "{{ x.y }}",
     "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ cycler.__init__ }}", "{{ ''.__class__.__mro__ }}",
     "{{ 9**9**9 }}",
     "{{ 'a' * 10**10 }}", "{% for i in range(10**9) %}{% endfor %}", "{{ foo", "{% if %}", "{# ", "{{ [1]|sum('x') }}",
     "{{ words|replace('a', 'b'*999) }}", "{{ lipsum() }}", "{{ range(10)|list|tojson }}", "{{ '%d'|format('x') }}",
     "\x1b[2J",
     "{% set x = namespace(a=1) %}{{ x.a }}", "{{ heading|attr('__class__') }}", "{% extends 'a' %}", "{{ namespace }}"]
)  # fmt: skip


@kind("templates", st.tuples(st.lists(st.one_of(PIECES, WORDS), max_size=4)))
def try_templates(world: World, drawn: Any) -> None:
    """Templates of anybody: the page, or one line with the place."""
    (world.home / "memo.md.j2").write_bytes("\n".join(drawn[0]).encode("utf-8", "surrogatepass"))
    ran = world.run("memo", "1")
    assert ran.code == 0 or ran.err.count("\n") == 1, ran


@st.composite
def rules(draw: Callable[..., Any]) -> bytes:
    """Small rules of which lines were moved, doubled, indented or given another value."""
    from toy import TOY

    lines = TOY.splitlines()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        name, mark, _ = lines[at].partition(": ")
        change = draw(st.sampled_from(["gone", "twice", "in", "out", "value", "moved"]))
        other = draw(st.one_of(VALUES.map(json.dumps), WORDS))
        changed = {"gone": [], "twice": [lines[at]] * 2, "in": [f"  {lines[at]}"], "out": [lines[at].lstrip()]}
        changed |= {"value": [f"{name}{mark or ': '}{other}"], "moved": [draw(st.sampled_from(lines)), lines[at]]}
        lines[at : at + 1] = changed[change]
    return draw(damaged(_encoded("\n".join(lines)))) if draw(st.booleans()) else _encoded("\n".join(lines))


@kind("rules", st.tuples(rules(), ANSWERS))
def try_rules(world: World, drawn: Any) -> None:
    """A colleague's rules: every mistake a line, and rules without one can be used."""
    content, answers = drawn
    file = world.file("rules.yaml", content)
    request = world.file("request.json", json.dumps({"answers": answers}))
    checked = world.run("rules", "check", file)
    world.run("score", request, "--rules", file, "--analysis")
    world.run("rules", "show", "--rules", file)
    world.run("rules", "explain", "need", "--rules", file)
    world.run("rules", "backtest", file)
    if checked.code == 0:
        world.run("new", "--from", request, "--no-input", "--rules", file)


SKIPPED = {
    ("help", "demo"),
    ("rules", "check"),
    ("rules", "test"),
    ("rules", "backtest"),
    ("rules", "copy"),
    ("help", "guide"),
}


@cache
def commands() -> list[tuple[tuple[str, ...], list[Any]]]:
    """Every command with its parameters."""
    from triage.cli.main import _command

    def below(command: Any, name: tuple[str, ...]) -> list[tuple[tuple[str, ...], list[Any]]]:
        found = [(name, command.params)] if not hasattr(command, "commands") else []
        return found + [
            each for word, sub in getattr(command, "commands", {}).items() for each in below(sub, (*name, word))
        ]

    return [(name, params) for name, params in below(_command(""), ()) if name not in SKIPPED]


GIVEN = st.one_of(
    VALUES.map(str),
    st.sampled_from(["1", "2026-002", "last", "need=proven", "cost=1", "visible_in=10", "go", "json", "da"]),
).map(lambda words: words.replace("\x00", "").encode("utf-8", "replace").decode())


@st.composite
def typed(draw: Callable[..., Any]) -> list[str]:
    """A command with any of its options, and any values."""
    name, params = draw(st.sampled_from(commands()))
    words = list(name)
    for each in draw(st.lists(st.sampled_from(params), max_size=4)) if params else []:
        option = [each.opts[0]] if each.opts[0].startswith("-") else []
        is_flag = bool(getattr(each, "is_flag", False))
        words += [*option, *([] if is_flag else [draw(GIVEN)])]
    return words + (["1"] if draw(st.booleans()) else [])


@kind("options", st.tuples(typed()))
def try_options(world: World, drawn: Any) -> None:
    """Commands with any options: done, or one line; and whatever was kept can be shown."""
    world.run(*drawn[0])
    world.run("list", may=0)
    world.run("show", "1")
