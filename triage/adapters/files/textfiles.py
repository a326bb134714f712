"""The one reader of text that people wrote with other programs: which letters a file's bytes stand for.

Windows' own letters are still common in Denmark, and are often called something else. Rules and request files in YAML
and JSON are UTF-8 and are read in ``adapters.files.yamlfiles``.
"""

import codecs
import io
from functools import partial
from typing import BinaryIO

from triage.core.messages import Number, Place, failure
from triage.core.regex import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = {"iso8859-1", "cp1252", "ascii"}
"""What Windows' letters are called, as Python names it; none of the true ones has any letter that they lack."""
_MEANT = {chr(code): letters for code in range(0x80, 0xA0) if (letters := bytes([code]).decode("cp1252", "ignore"))}
"""What the control characters stand for that are left where Windows' letters were taken for Latin 1."""
_LEFT = regex(f"[{''.join(_MEANT)}]")
LOOKED_AT = 4096
"""How much of a file's beginning tells what it is."""
_PIECE = 2**16


def read_text(content: bytes) -> str:
    """Return a text as :func:`open_text` reads it, mended."""
    return mended(open_text(io.BytesIO(content)).read())


def open_text(file: BinaryIO) -> io.TextIOWrapper:
    """Open a text by its byte order mark, else as UTF-16, UTF-8 or Windows' letters: the first that it can be.

    Every line ends with a bare line break. The file is read once before, a piece at a time.
    """
    head = _from_start(file).read(LOOKED_AT)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _without_mark(head)
    if encoding == "utf-8" and not is_utf8(file):
        encoding = "cp1252"
    return io.TextIOWrapper(_from_start(file), encoding, errors="replace")


def is_utf8(file: BinaryIO) -> bool:
    """Whether all of a file can be read as UTF-8."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        for piece in iter(partial(_from_start(file).read, _PIECE), b""):
            decode(piece)
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _from_start(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def read_as(content: bytes, charset: str | None) -> tuple[str, bool]:
    """Return a text in the letters that its sender names, and whether they fit; where they do not, the best guess."""
    try:
        known = codecs.lookup(charset).name if charset else ""
        if known and known not in _WINDOWS:
            return mended(content.decode(known).replace("\r\n", "\n").replace("\r", "\n")), True
    except (LookupError, ValueError):
        return read_text(content), False
    return read_text(content), True


def mended(text: str) -> str:
    """Return a text with what Windows' letters have become where they were called Latin 1."""
    return text if text.isascii() else _LEFT.sub(lambda found: _MEANT[found[0]], text)


def words_of(source: str, content: bytes, most_bytes: int) -> str:
    """Return the text of a file that has to be one, and not too big; raises what is wrong with it."""
    if len(content) > most_bytes:
        raise failure("yaml.too_big", place=Place(source), limit=Number(most_bytes / 1_000_000, 0))
    text = read_text(content)
    if "\0" in text[:LOOKED_AT]:
        raise failure("yaml.binary", place=Place(source))
    if not text.strip():
        raise failure("yaml.empty", place=Place(source))
    return text


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark has a zero in nearly every other byte of Danish and English."""
    for name, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros and zeros.count(0) > 0.8 * len(zeros) and not others.count(0):
            return name
    return "utf-8"
