"""The one reader of text that people wrote with other programs: which letters a file's bytes stand for.

Windows' own letters are still common in Denmark, and are often called something else. Rules and request files in YAML
and JSON are UTF-8 and are read in ``adapters.files.yamlfiles``.
"""

import codecs

from triage.core.messages import Number, Place, failure

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = {"iso8859-1", "cp1252", "ascii"}
"""What Windows' letters are called, as Python names it; none of the true ones has any letter that they lack."""
_MEANT = {code: letters for code in range(0x80, 0xA0) if (letters := bytes([code]).decode("cp1252", "ignore"))}
"""What the control characters stand for that are left where Windows' letters were taken for Latin 1."""
_LOOKED_AT = 4096


def read_text(content: bytes) -> str:
    """Return a text by its byte order mark, else as UTF-16, UTF-8 or Windows' letters: the first that it can be.

    Every line ends with a bare line break.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _without_mark(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace") if encoding == "utf-8" else content.decode(encoding, "replace")
    return mended(text.replace("\r\n", "\n").replace("\r", "\n"))


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
    return text.translate(_MEANT)


def words_of(source: str, content: bytes, most_bytes: int) -> str:
    """Return the text of a file that has to be one, and not too big; raises what is wrong with it."""
    if len(content) > most_bytes:
        raise failure("yaml.too_big", place=Place(source), limit=Number(most_bytes / 1_000_000, 0))
    text = read_text(content)
    if "\0" in text[:_LOOKED_AT]:
        raise failure("yaml.binary", place=Place(source))
    if not text.strip():
        raise failure("yaml.empty", place=Place(source))
    return text


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark has a zero in nearly every other byte of Danish and English."""
    for name, zeros in (("utf-16-le", content[1:_LOOKED_AT:2]), ("utf-16-be", content[0:_LOOKED_AT:2])):
        others = content[0:_LOOKED_AT:2] if name == "utf-16-le" else content[1:_LOOKED_AT:2]
        if zeros and zeros.count(0) > 0.8 * len(zeros) and not others.count(0):
            return name
    return "utf-8"
