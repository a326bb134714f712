"""The prompt: one question on a terminal, with keys to go back and to ask why; what is asked next is decided elsewhere.

Built on questionary. The wording is printed above the prompt, wrapped at words; the prompt itself only holds the
answer, so that long Danish questions never break in the middle of a word.
"""

import shutil
import textwrap
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, cast

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalMargin, Dimension, ScrollbarMargin, Window
from questionary.prompts.common import InquirerControl

WIDEST = 100
MOST_SHORTCUTS = 10
LINES_ABOVE = 10
"""Lines of a screen that a question and the heading of its group take at most, as a rule."""
FEWEST_LINES = 5


class Signal(Enum):
    """What a person may do instead of answering."""

    BACK = "back"
    WHY = "why"


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for a question was asked for; ``typed`` is what stood at the prompt."""

    typed: str


Reply: TypeAlias = str | Signal | Why


@dataclass(frozen=True, slots=True)
class Line:
    """One choice of a list: the value it gives, and its wording. Without a value it is a heading."""

    value: str | None
    title: str


STYLE = questionary.Style(
    [
        ("qmark", "fg:ansicyan bold"),
        ("question", "bold"),
        ("answer", "fg:ansicyan"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold"),
        ("instruction", "fg:ansibrightblack"),
        ("separator", "fg:ansibrightblack"),
    ]
)


def width() -> int:
    """How wide lines may be."""
    return max(40, min(WIDEST, shutil.get_terminal_size().columns)) - 1


def tell(text: str, style: str = "", *, indent: str = "") -> None:
    """Print a text wrapped at words; ``style`` is one of prompt_toolkit's, such as ``bold``."""
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, width(), initial_indent=indent, subsequent_indent=indent) or [""]
        for line in lines:
            questionary.print(line, style=style or None)


def ask_text(typed: str = "") -> Reply:
    """Let a line be typed; text pasted with line breaks is kept whole. Ctrl-C and Ctrl-D raise KeyboardInterrupt."""
    session = questionary.text("", default=typed, qmark="›", style=STYLE)
    return _run(session, lambda app: app.current_buffer.text)


def ask_choice(lines: Sequence[Line], chosen: str | None = None, *, searchable: bool = False) -> Reply:
    """Let one of the lines be chosen with arrows, a figure, or by typing part of it."""
    options = [
        questionary.Separator(line.title)
        if line.value is None
        else questionary.Choice(_wrapped(line.title), value=line.value)
        for line in lines
    ]
    default = chosen if any(line.value == chosen for line in lines) else None
    values = [line for line in lines if line.value is not None]
    session = questionary.select(
        "",
        options,
        default=default,
        qmark="›",
        pointer="»",
        instruction=" ",
        style=STYLE,
        use_shortcuts=len(values) <= MOST_SHORTCUTS and not searchable,
        use_search_filter=searchable,
        use_jk_keys=False,
    )
    control = _kept_short(session.application)
    own = _search(control) if searchable else KeyBindings()
    return _run(session, lambda _app: str(control.get_pointed_at().value), own)


def _kept_short(app: Application[Any]) -> InquirerControl:
    """Let a list take no more lines than leave its question in sight; the rest of it scrolls."""
    for window in app.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.height = Dimension(max=max(FEWEST_LINES, app.output.get_size().rows - LINES_ABOVE))
            window.right_margins = [ConditionalMargin(ScrollbarMargin(display_arrows=True), _scrolls(window))]
            return window.content
    raise LookupError


def _scrolls(window: Window) -> Condition:
    """Whether there is more in a window than it shows."""
    return Condition(lambda: (drawn := window.render_info) is None or drawn.content_height > drawn.window_height)


def _search(control: InquirerControl) -> KeyBindings:
    """Let the letters that questionary does not know be searched for; where nothing is found, nothing is chosen."""
    keys = KeyBindings()

    @Condition
    def nothing_found() -> bool:
        found = str(control.search_filter or "").lower()
        return not any(found in str(choice.title).lower() for choice in control.choices)

    @keys.add("enter", eager=True, filter=nothing_found)
    def wait(event: KeyPressEvent) -> None:
        event.app.output.bell()

    for letter in "æøåÆØÅéÉ":

        @keys.add(letter, eager=True)
        def search(event: KeyPressEvent) -> None:
            control.add_search_character(cast("Keys", event.data))

    return keys


@cache
def _load_numpy_behind() -> None:
    """Load what the scorer will need while a person reads the first question; only once."""
    threading.Thread(target=lambda: __import__("numpy"), daemon=True).start()


def _run(session: Any, typed: Callable[[Application[Any]], str], own: KeyBindings | None = None) -> Reply:
    app = session.application
    app.pre_run_callables.append(_load_numpy_behind)
    app.key_bindings = merge_key_bindings([app.key_bindings, own or KeyBindings(), _keys(typed)])
    try:
        reply: Reply = session.unsafe_ask()
    except EOFError as error:
        raise KeyboardInterrupt from error
    return reply


def _keys(typed: Callable[[Application[Any]], str]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-b", eager=True)
    def back(event: KeyPressEvent) -> None:
        event.app.erase_when_done = True
        event.app.exit(result=Signal.BACK)

    @keys.add("c-w", eager=True)
    def why(event: KeyPressEvent) -> None:
        event.app.erase_when_done = True
        event.app.exit(result=Why(typed(event.app)))

    @keys.add("c-d", eager=True)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    return keys


def _wrapped(title: str) -> str:
    """A choice on as many lines as it takes, the later ones under the first."""
    return "\n      ".join(textwrap.wrap(title, width() - 8)) or title
