"""Reads YAML into plain data that knows the place of every key and value, and says plainly what is wrong with a file.

The data are built from the parser's events in one loop, so that no nesting can exhaust the stack, and by rules stricter
than YAML's own: what people mistype (``yes``, ``12:30``, ``1_000``, ``60.000``, repeated keys) is reported rather than
guessed at. What the keys mean is no business of this module; how a single word is read is that of
``adapters.files.yamlwords``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from msgspec import Struct, field

from triage.adapters.files.yamlwords import read_word, syntax_message
from triage.adapters.output.systemwords import is_too_long, why
from triage.core.messages import Message, Number, Place, Problem, TriageError, Typed, failure, say

MOST_BYTES = 1_000_000
DEEPEST = 50

PathInFile: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to a value."""


class Places(Struct, frozen=True):
    """The places of the keys and values of one file."""

    source: str
    keys: Mapping[PathInFile, tuple[int, int]]
    values: Mapping[PathInFile, tuple[int, int]]
    """Of a mapping or list that has a key, the place of the key."""

    def find(self, path: PathInFile, *, key: bool = False) -> Place:
        """Return the place of a value (or of its key), or of the nearest thing above it that is in the file."""
        known = self.keys if key else self.values
        if path in known:
            return Place(self.source, *known[path])
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return Place(self.source, *self.values[path[:length]])
        return Place(self.source)


class YamlFile(Struct, frozen=True):
    """What a file holds. ``data`` is ``None`` where it could not be read at all; then ``problems`` says why."""

    data: Any
    places: Places
    problems: tuple[Problem, ...] = ()

    def checked(self) -> "YamlFile":
        """Return the file itself; raises its problems where there are any."""
        if self.problems:
            raise TriageError(self.problems)
        return self


def read_yaml(source: str, text: bytes, *, strict: bool) -> YamlFile:
    """Read YAML; ``source`` names it in messages, ``strict`` refuses yes, no, on and off without quotes (rules files).

    Never raises: look at ``problems``, or call ``checked()``. Plain data are dict, list, str, int, float, bool, date
    and None; without ``strict`` a plain yes or no is given as that word.
    """
    builder = _Builder(source, strict)
    try:
        builder.build(decode(source, text))
    except TriageError as error:
        builder.problems.extend(error.problems)
        builder.top.clear()
    data = builder.top[0] if builder.top else None
    return YamlFile(data, Places(source, builder.keys, builder.values), tuple(builder.problems))


def load_yaml(path: Path, *, strict: bool) -> YamlFile:
    """Read a YAML file; raises one problem where there is no such file or it may not be read."""
    return read_yaml(str(path), read_content(path), strict=strict)


def read_content(path: Path, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Read a file's bytes, never more than one above the limit, so that a huge file costs nothing."""
    with opened(path) as file:
        return file.read(most_bytes + 1)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file; raises what is wrong with it, also while it is read."""
    place = Place(str(path))
    try:
        if path.is_dir():
            raise failure("yaml.folder", place=place)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        if is_too_long(error):
            raise failure("error.read", path=str(path), why=why(error)) from error
        raise failure("yaml.no_file", place=place) from error
    except (OSError, ValueError) as error:
        raise failure("error.read", path=str(path), why=why(error)) from error


def decode(source: str, content: bytes, most_bytes: int = MOST_BYTES) -> str:
    """Return the text; the byte order mark that Windows programs put first is dropped."""
    if len(content) > most_bytes:
        raise failure("yaml.too_big", place=Place(source), limit=Number(most_bytes / 1_000_000, 0))
    if b"\0" in content[:4096]:
        raise failure("yaml.binary", place=Place(source))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        place = _position(source, before, len(before))
        raise failure("yaml.not_utf8", place=place) from error
    if not text.strip():
        raise failure("yaml.empty", place=Place(source))
    return text


def _position(source: str, text: str, at: int) -> Place:
    before = text[:at]
    return Place(source, before.count("\n") + 1, at - before.rfind("\n"))


class _Open(Struct):
    """A mapping or list whose end has not been read yet."""

    node: Any
    path: PathInFile
    key: str | None = None
    """The key whose value comes next."""
    skipped: int = 0
    """Number of values dropped because their key could not be used; makes their paths unlike any other."""


class _Builder(Struct):
    """Turns events into data, one event at a time."""

    source: str
    strict: bool
    problems: list[Problem] = field(default_factory=list)
    keys: dict[PathInFile, tuple[int, int]] = field(default_factory=dict)
    values: dict[PathInFile, tuple[int, int]] = field(default_factory=dict)
    top: list[Any] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)

    def build(self, text: str) -> None:
        """Read all events; a mistake of syntax ends the reading, all others are noted."""
        import yaml

        try:
            for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                self._take(event, yaml)
        except yaml.reader.ReaderError as error:
            place = _position(self.source, text, error.position)
            raise failure("yaml.bad_character", place=place) from error
        except yaml.MarkedYAMLError as error:
            message, mark = syntax_message(error, text)
            if "nesting depth" in str(error.problem):  # libyaml from 0.2.6 on gives up by itself before our own limit
                message = say("yaml.deep", limit=DEEPEST)
            place = Place(self.source, mark.line + 1, mark.column + 1) if mark else Place(self.source)
            raise TriageError([Problem(place, message)]) from error
        if not self.top:
            raise failure("yaml.empty", place=Place(self.source))

    def _take(self, event: Any, yaml: Any) -> None:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        self._refuse_machinery(event, mark, yaml)
        if isinstance(event, yaml.DocumentStartEvent) and self.top:
            raise TriageError([self._problem(mark, "yaml.several")])
        if isinstance(event, yaml.ScalarEvent):
            self._word(event, mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _refuse_machinery(self, event: Any, mark: tuple[int, int], yaml: Any) -> None:
        """Anchors, aliases and tags make small files huge or run code; rules and requests need none of them."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise TriageError([self._problem(mark, "yaml.anchor")])
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
            raise TriageError([self._problem(mark, "yaml.tag", word=Typed(str(event.tag)))])

    def _begin(self, node: Any, mark: tuple[int, int]) -> None:
        if len(self._open) >= DEEPEST:
            raise TriageError([self._problem(mark, "yaml.deep", limit=DEEPEST)])
        if self._key_is_next():
            self._note(mark, "yaml.key_complex")
            self._open[-1].key = self._unusable(self._open[-1])
            path: PathInFile = (*self._open[-1].path, self._open[-1].key)
        else:
            path = self._place(node, mark)
        self._open.append(_Open(node, path))

    def _word(self, event: Any, mark: tuple[int, int]) -> None:
        plain = event.implicit[0]
        if self._key_is_next():
            self._begin_key(event.value, plain, mark)
            return
        value, problem = read_word(event.value, strict=self.strict) if plain else (event.value, None)
        if problem:
            self.problems.append(Problem(Place(self.source, *mark), problem))
        self._place(value, mark)

    def _begin_key(self, word: str, plain: bool, mark: tuple[int, int]) -> None:
        parent = self._open[-1]
        value, problem = read_word(word, strict=self.strict) if plain else (word, None)
        if plain and word == "<<":
            self._note(mark, "yaml.merge")
        elif problem or not isinstance(value, str):
            self._note(mark, "yaml.key_not_text", word=Typed(word))
        parent.key = word
        path = (*parent.path, word)
        if path in self.keys:
            self._note(mark, "yaml.repeated", name=Typed(word), line=self.keys[path][0])
            parent.key = self._unusable(parent)
        else:
            self.keys[path] = mark

    def _place(self, value: Any, mark: tuple[int, int]) -> PathInFile:
        """Put a value where it belongs and note its place."""
        if not self._open:
            self.top.append(value)
            self.values[()] = mark
            return ()
        parent = self._open[-1]
        if isinstance(parent.node, list):
            path: PathInFile = (*parent.path, len(parent.node))
            parent.node.append(value)
        else:
            key, parent.key = parent.key or "", None
            path = (*parent.path, key)
            if not key.startswith("\0"):
                parent.node[key] = value
        self.values[path] = self.keys.get(path, mark) if isinstance(value, dict | list) else mark
        return path

    def _key_is_next(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node, dict) and self._open[-1].key is None

    @staticmethod
    def _unusable(parent: _Open) -> str:
        parent.skipped += 1
        return f"\0{parent.skipped}"

    def _problem(self, mark: tuple[int, int], key: str, **params: Any) -> Problem:
        return Problem(Place(self.source, *mark), Message(key, params))

    def _note(self, mark: tuple[int, int], key: str, **params: Any) -> None:
        self.problems.append(self._problem(mark, key, **params))


def first_at_each_place(problems: list[Problem]) -> tuple[Problem, ...]:
    """Keep one problem for each place, the first that was found, in the order of the file."""
    kept: dict[str, Problem] = {}
    for problem in problems:
        kept.setdefault(str(problem.place), problem)
    return tuple(sorted(kept.values(), key=in_file_order))


def in_file_order(problem: Problem) -> tuple[str, int, int]:
    """Sort key of problems: by file, line and column."""
    place = problem.place or Place("")
    return place.source, place.line or 0, place.column or 0
