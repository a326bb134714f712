"""What people do to YAML files, and what they are told."""

import sys
from datetime import date
from pathlib import Path

import pytest
from triage.adapters.files.yamlfiles import load_yaml, read_yaml
from triage.core.messages import Place, TriageError


def told(text: str | bytes, *, strict: bool = True) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    file = read_yaml("f.yaml", content, strict=strict)
    return [f"{problem.place} {problem.message.key}" for problem in file.problems]


def test_plain_data() -> None:
    text = 'a: "x"\nb: [1, -2.5, 1e3, true, null, 2026-11-02]\nc:\n  d: word\n  "no": 1\n'
    file = read_yaml("f.yaml", text.encode(), strict=True).checked()
    numbers = [1, -2.5, 1000.0, True, None, date(2026, 11, 2)]
    assert file.data == {"a": "x", "b": numbers, "c": {"d": "word", "no": 1}}


def test_places() -> None:
    file = read_yaml("f.yaml", b"a: 1\nb:\n  - x: 2\n    y: {z: 3}\n", strict=True)
    find = file.places.find
    assert find(("a",)) == Place("f.yaml", 1, 4)
    assert find(("a",), key=True) == Place("f.yaml", 1, 1)
    assert find(("b",)) == Place("f.yaml", 2, 1)
    assert find(("b", 0)) == Place("f.yaml", 3, 5)
    assert find(("b", 0, "y", "z")) == Place("f.yaml", 4, 12)
    assert find(("b", 0, "y", "nope", "deeper")) == Place("f.yaml", 4, 5)
    assert find(("nowhere",)) == Place("f.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: yes\n", "f.yaml:1:4 yaml.yes_no"),
        ("a: [x, Off]\n", "f.yaml:1:8 yaml.yes_no"),
        ("a: 12:30\n", "f.yaml:1:4 yaml.misread"),
        ("a: 1_000\n", "f.yaml:1:4 yaml.misread"),
        ("a: 010\n", "f.yaml:1:4 yaml.misread"),
        ("a: 0x1F\n", "f.yaml:1:4 yaml.misread"),
        ("a: .inf\n", "f.yaml:1:4 yaml.misread"),
        ("a: 1e999\n", "f.yaml:1:4 yaml.misread"),
        (f"a: {'9' * 5000}\n", "f.yaml:1:4 yaml.misread"),
        ("a: 60.000\n", "f.yaml:1:4 yaml.thousands"),
        ("a: 2026-02-30\n", "f.yaml:1:4 yaml.no_such_date"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1 yaml.repeated"),
        ("1: x\n", "f.yaml:1:1 yaml.key_not_text"),
        ("no: x\n", "f.yaml:1:1 yaml.key_not_text"),
        ("? [a]\n: x\n", "f.yaml:1:3 yaml.key_complex"),
        ("<<: {a: 1}\n", "f.yaml:1:1 yaml.merge"),
        ("a: &x 1\nb: *x\n", "f.yaml:1:4 yaml.anchor"),
        ("a: !!python/object:os.system x\n", "f.yaml:1:4 yaml.tag"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1 yaml.several"),
        ("en: Who: me?\n", "f.yaml:1:8 yaml.syntax.colon"),
        ("a: ?\n", "f.yaml:1:4 yaml.syntax.question_mark"),
        ("a: - b\n", "f.yaml:1:4 yaml.syntax.dash"),
        ("a: b\nc\nd: e\n", "f.yaml:2:1 yaml.syntax.no_colon"),
        ("a: 'b\nc: d\n", "f.yaml:1:4 yaml.syntax.quote_open"),
        ('a: "\\q"\n', "f.yaml:1:5 yaml.syntax.backslash"),
        ("a: *\n", "f.yaml:1:5 yaml.syntax.star"),
        ("a: {b: 1\n", "f.yaml:1:4 yaml.syntax.braces"),
        ("a: [1\nb: 2\n", "f.yaml:1:4 yaml.syntax.brackets"),
        ("a: ]\n", "f.yaml:1:4 yaml.syntax.bracket_left"),
        ("a:\n\tb: 1\n", "f.yaml:2:1 yaml.syntax.tab"),
        ("a: @b\n", "f.yaml:1:4 yaml.syntax.first_character"),
        ('a: "b" c\n', "f.yaml:1:8 yaml.syntax.after_quote"),
        ("a:\n  b: 1\n c: 2\n", "f.yaml:3:2 yaml.syntax.indent"),
        ("a: b\x07\n", "f.yaml:1:5 yaml.bad_character"),
        (b"a: 1\nb: \xe6\n", "f.yaml:2:4 yaml.not_utf8"),
        (b"\x89PNG\r\n\0\0", "f.yaml yaml.binary"),
        ("", "f.yaml yaml.empty"),
        ("# only this\n", "f.yaml yaml.empty"),
        ("a: " + "{b: " * 100_000, "f.yaml:1:200 yaml.deep"),
        ("a" * 1_000_001, "f.yaml yaml.too_big"),
    ],
)
def test_one_mistake(text: str | bytes, expected: str) -> None:
    assert told(text) == [expected]


def test_too_many_levels_are_reported_by_either_version_of_the_library() -> None:
    assert told("[" * 400_000) in (["f.yaml:1:51 yaml.deep"], ["f.yaml:1:1001 yaml.deep"])


def test_many_mistakes_in_one_pass() -> None:
    assert told("a: yes\na: 1\nb: 1_0\n2: x\n") == [
        "f.yaml:1:4 yaml.yes_no",
        "f.yaml:2:1 yaml.repeated",
        "f.yaml:3:4 yaml.misread",
        "f.yaml:4:1 yaml.key_not_text",
    ]


def test_a_request_file_may_say_yes() -> None:
    file = read_yaml("f.yaml", b"a: yes\nb: No\nc: true\n", strict=False).checked()
    assert file.data == {"a": "yes", "b": "No", "c": True}


def test_windows_files() -> None:
    text = b'\xef\xbb\xbfa: "x"\r\nb:\r\n  c: yes\r\n'
    assert told(text) == ["f.yaml:3:6 yaml.yes_no"]


def test_a_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    assert told("\n".join(lines)) == ["f.yaml:1:5 yaml.anchor"]


def test_texts_that_look_like_numbers_stay_texts() -> None:
    file = read_yaml("f.yaml", b"a: 1.250.000\nb: 2,5\nc: 1.5\nd: 0.125\ne: y\n", strict=True).checked()
    assert file.data == {"a": "1.250.000", "b": "2,5", "c": 1.5, "d": 0.125, "e": "y"}


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_yaml("f.yaml", b"a: [1, {b: 2}]\n", strict=True).data == {"a": [1, {"b": 2}]}
    assert told("en: Who: me?\n") == ["f.yaml:1:8 yaml.syntax.colon"]
    assert told("ask: {da: Hvem?, en: Who?}\n") == ["f.yaml:1:6 yaml.syntax.braces"]


@pytest.mark.parametrize(("name", "key"), [("nope.yaml", "yaml.no_file"), (".", "yaml.folder")])
def test_no_file(tmp_path: Path, name: str, key: str) -> None:
    with pytest.raises(TriageError) as caught:
        load_yaml(tmp_path / name, strict=True)
    assert [problem.message.key for problem in caught.value.problems] == [key]


@pytest.mark.skipif(sys.platform == "win32", reason="makes a sparse file")
def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    assert [problem.message.key for problem in load_yaml(path, strict=True).problems] == ["yaml.too_big"]


@pytest.mark.parametrize("word", ["24.12", "01.02", "0.7", "1234.567"])
def test_a_decimal_that_may_be_more_than_a_number_stays_as_it_is_written_in_a_request(word):
    assert read_yaml("f.yaml", f"a: {word}\n".encode(), strict=False).data == {"a": word}
    assert read_yaml("f.yaml", f"a: {word}\n".encode(), strict=True).data == {"a": float(word)}


@pytest.mark.parametrize(("word", "part"), [("60.000", "60.0"), ("1.200", "1.2")])
def test_a_group_of_three_is_reported_as_the_number_that_yaml_makes_of_it(word, part):
    (problem,) = read_yaml("f.yaml", f"a: {word}\n".encode(), strict=False).problems
    assert problem.message.params["part"] == part
