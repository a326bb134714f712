"""The words of a Word document. It is a zip of XML from anybody, so nothing in it is run, fetched or unfolded."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

from triage.core.messages import Number, Place, failure

DOCUMENT = "word/document.xml"
MOST_BYTES = 50_000_000
"""What the words of a document may take up once they are unpacked."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INSTEAD = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class _Plain(ET.TreeBuilder):
    """Takes no document type: entities, by which a small file grows without end, are declared in one."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise ET.ParseError(name)


def parts_of(content: bytes) -> list[str]:
    """Return the names of what is in a zip; none where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def document_words(source: str, content: bytes) -> str:
    """Return the words of a document, a line for each paragraph; what was deleted with changes tracked is left out."""
    place = Place(source)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(DOCUMENT).file_size > MOST_BYTES:
                raise failure("yaml.too_big", place=place, limit=Number(MOST_BYTES / 1_000_000, 0))
            xml = archive.read(DOCUMENT)
        parser = ET.XMLParser(target=_Plain())  # noqa: S314 - it refuses what declares entities
        parser.feed(xml)
        root = parser.close()
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise failure("post.damaged", place=place) from error
    except (ET.ParseError, LookupError) as error:
        raise failure("post.damaged", place=place) from error
    return "\n".join(_paragraphs(root)).strip("\n")


def _paragraphs(root: Any) -> list[str]:
    """The paragraphs in their order, also those of tables and boxes; what older programs show instead is left out."""
    lines = [""]
    waiting = [root]
    while waiting:
        each = waiting.pop()
        if each.tag == f"{_W}p":
            lines.append("")
        lines[-1] += _BREAKS.get(each.tag) or (each.text or "" if each.tag == f"{_W}t" else "")
        waiting += [child for child in reversed(each) if child.tag != _INSTEAD]
    return lines
