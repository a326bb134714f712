"""What every picture is made of: shapes and words in the house style, as SVG.

Each shape carries its colour and, as a class, the part that it plays, so that a page can give it another one where it
is dark. Colours differ in lightness, and shapes in form, so that a picture reads as well in grey.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.core.messages import without_steering

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PICTURE = "picture:"
"""How the address of a picture begins in the Markdown that documents are made from."""
WIDTH = 460
"""Units across, which are 13.5 cm on a page."""
SIZE = 10.2
"""Of all words in a picture: 8.5 points on a page, as its caption is."""
FONT = "Libertinus Serif, Georgia, serif"

_STYLES = {
    "ink": {"fill": "#1d2a33"},
    "muted": {"fill": "#55626b"},
    "accent": {"fill": "#0b5563"},
    "strong": {"fill": "#0b5563", "font-weight": "bold"},
    "soft": {"fill": "#9fc3c9"},
    "pale": {"fill": "#dfeaec"},
    "onaccent": {"fill": "#ffffff"},
    "paper": {"fill": "#ffffff", "stroke": "#1d2a33", "stroke-width": "1.2"},
    "axis": {"stroke": "#55626b", "stroke-width": "0.8"},
    "grid": {"stroke": "#cdd6da", "stroke-width": "0.6"},
    "limit": {"stroke": "#1d2a33", "stroke-width": "1.1", "stroke-dasharray": "3 2"},
    "curve": {"stroke": "#0b5563", "stroke-width": "1.6", "fill": "none"},
}


class Picture(Struct, frozen=True):
    """A drawn picture, what it shows in words for those who do not see it, and its caption."""

    svg: str
    alt: str
    caption: str
    width: float
    height: float


def shape(tag: str, part: str, **where: float | str) -> "Element":
    """Return a shape that plays a part."""
    from xml.etree.ElementTree import Element  # where nothing is drawn, as in a memo in Markdown, no XML is loaded

    at = {name.replace("_", "-"): _number(value) for name, value in where.items()}
    return Element(tag, {"class": f"p-{part}", **_STYLES[part], **at})


def rect(part: str, x: float, y: float, width: float, height: float) -> "Element":
    """Return a bar."""
    return shape("rect", part, x=x, y=y, width=max(width, 0.0), height=height)


def line(part: str, x1: float, y1: float, x2: float, y2: float) -> "Element":
    """Return a straight line."""
    return shape("line", part, x1=x1, y1=y1, x2=x2, y2=y2)


def dot(part: str, x: float, y: float, radius: float = 3.2) -> "Element":
    """Return a dot."""
    return shape("circle", part, cx=x, cy=y, r=radius)


def corners(part: str, *points: tuple[float, float]) -> "Element":
    """Return a closed shape with straight sides."""
    return shape("polygon", part, points=" ".join(f"{_number(x)},{_number(y)}" for x, y in points))


def diamond(part: str, x: float, y: float, radius: float = 4.2) -> "Element":
    """Return a diamond."""
    return corners(part, (x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))


def words(part: str, x: float, y: float, text: str, anchor: str = "start") -> "Element":
    """Return words on one line; ``y`` is what they stand on."""
    found = shape("text", part, x=x, y=y, text_anchor=anchor)
    found.text = clean(text)
    return found


def clean(text: str) -> str:
    """Take out what no format may hold, and what turns the direction of reading."""
    return _NOT_IN_XML.sub("", without_steering(text))


_NOT_IN_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def width_of(text: str) -> float:
    """Return about how wide words are; a little more rather than less."""
    return sum(_LETTER.get(letter, 0.52) for letter in text) * SIZE


_LETTER = dict.fromkeys("iljtfr.,:;'!|()[] \u00a0", 0.31) | dict.fromkeys("mwMWÆ@%—", 0.86)


def shortened(text: str, room: float) -> str:
    """Return words that fit into so much room, cut with dots where they are too long."""
    text = " ".join(text.split())
    if width_of(text) <= room:
        return text
    while text and width_of(text) + width_of("…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def picture(shapes: "Iterable[Element]", height: float, *, alt: str, caption: str) -> Picture:
    """Put shapes together; ``alt`` says what they show."""
    from xml.etree.ElementTree import Element, tostring

    alt, caption = clean(alt), clean(caption)
    size = {"viewBox": f"0 0 {WIDTH} {_number(height)}", "width": str(WIDTH), "height": _number(height)}
    font = {"font-family": FONT, "font-size": _number(SIZE)}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **font, "role": "img", "aria-label": alt})
    root.extend(shapes)
    return Picture(tostring(root, encoding="unicode"), alt, caption, WIDTH, height)


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
