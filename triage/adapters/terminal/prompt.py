"""The prompt: one question on a terminal, with keys to go back and to ask why; what is asked next is decided elsewhere.

Built on questionary. The wording is printed above the prompt, wrapped at words; the prompt itself only holds the
answer, so that long Danish questions never break in the middle of a word.
"""

import textwrap
import threading
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, cast

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import (
    ConditionalContainer,
    ConditionalMargin,
    Dimension,
    FormattedTextControl,
    HSplit,
    ScrollbarMargin,
    Window,
)
from questionary.prompts.common import InquirerControl

from triage.adapters.home.settings import is_plain
from triage.adapters.terminal import plainprompt
from triage.adapters.terminal.replies import ListItem as ListItem  # noqa: PLC0414 - given to whoever asks
from triage.adapters.terminal.replies import Reply as Reply  # noqa: PLC0414 - as above
from triage.adapters.terminal.replies import Signal as Signal  # noqa: PLC0414 - as above
from triage.adapters.terminal.replies import Why as Why  # noqa: PLC0414 - as above
from triage.adapters.terminal.screen import width as width  # noqa: PLC0414 - whoever asks wraps as wide
from triage.adapters.terminal.searchedlist import (
    DONT_KNOW_KEY,
    HELP,
    NO_LINE,
    Searched,
    ask_why,
    choose_first,
    find,
    give_at_once,
    pointed,
)
from triage.adapters.terminal.waitingkeys import drop_waiting_keys

MOST_SHORTCUTS = 10
LINES_ABOVE = 11
"""Lines of a screen that a question and the heading of its group take at most, as a rule."""
FEWEST_LINES = 5
_asking: list[Application[Any]] = []
"""The question that is being asked, while it is."""


STYLE = questionary.Style(
    [
        ("qmark", "fg:ansicyan bold"),
        ("question", "bold"),
        ("answer", "fg:ansicyan"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold"),
        ("instruction", "fg:ansibrightblack"),
        ("separator", "fg:ansibrightblack"),
        ("unchosen", "fg:ansiyellow"),
    ]
)


def tell(text: str, style: str = "", *, indent: str = "") -> None:
    """Print a text wrapped at words; ``style`` is one of prompt_toolkit's, such as ``bold``."""
    if is_plain():
        plainprompt.tell(text, indent=indent)
        return
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, width(), initial_indent=indent, subsequent_indent=indent) or [""]
        for line in lines:
            questionary.print(line, style=style or None)


def ask_text(typed: str = "", *, may_be_empty: bool = False) -> Reply:
    """Let a line be typed; text pasted with line breaks is kept whole. Ctrl-C and Ctrl-D raise KeyboardInterrupt.

    An empty line is always taken; where it means don't know, ``may_be_empty``, a key returns it whatever was typed. A
    question mark alone asks why.
    """
    if is_plain():
        return plainprompt.ask_text(typed)
    session = questionary.text("", default=typed, qmark="›", style=STYLE)
    own = KeyBindings()

    @own.add(DONT_KNOW_KEY, eager=True, filter=Condition(lambda: may_be_empty))
    def nothing(event: KeyPressEvent) -> None:
        event.app.current_buffer.text = ""
        event.app.exit(result="")

    reply = _run(session, lambda app: app.current_buffer.text, own)
    return Why(typed) if isinstance(reply, str) and reply.strip() == HELP else reply


def ask_choice(
    lines: Sequence[ListItem],
    chosen: str | None = None,
    *,
    unchosen: str,
    nothing: str,
    suggested: str | None = None,
    unknown: str | None = None,
    searchable: bool = False,
) -> Reply:
    """Let one of the lines be chosen with arrows, by its number where the lines have one, or by typing part of it.

    Only ``chosen``, which somebody has answered before or which is safe, is taken by Enter alone. Without it no line is
    marked until one is chosen, and Enter says ``unchosen``; the arrows begin at ``suggested``. ``unknown`` is the value
    that a key gives at once; ``nothing`` is told where nothing is found by what was typed. Where a long list is
    ``searchable``, the plain mode shows of it what is searched for.
    """
    if is_plain():
        return plainprompt.ask_choice(lines, chosen, unchosen=unchosen, nothing=nothing, searchable=searchable)
    session = _select(lines, chosen)
    control = _searched(session.application)
    if all(line.value != chosen for line in lines if line.value is not None):
        control.pointed_at = NO_LINE
    _tell_below(session.application, control, unchosen, nothing)
    keys = [find(control), choose_first(control, suggested), give_at_once(control, unknown), ask_why(control)]
    return _run(session, lambda _app: pointed(control), merge_key_bindings(keys))


def _select(lines: Sequence[ListItem], chosen: str | None) -> questionary.Question:
    options = [
        questionary.Separator(line.title)
        if line.value is None
        else questionary.Choice(_wrapped(line.title), value=line.value)
        for line in lines
    ]
    values = [line.value for line in lines if line.value is not None]
    return questionary.select(
        "",
        options,
        default=chosen if chosen in values else None,
        qmark="›",
        pointer="»",
        instruction=" ",
        style=STYLE,
        use_shortcuts=len(values) <= MOST_SHORTCUTS,
        use_search_filter=True,
        use_jk_keys=False,
    )


def _searched(app: Application[Any]) -> Searched:
    """Let a list be searched, and take no more lines than leave its question in sight; the rest of it scrolls."""
    for window in app.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.content.__class__ = Searched
            control = cast("Searched", window.content)
            most = max(FEWEST_LINES, app.output.get_size().rows - LINES_ABOVE)
            window.height = partial(_height, control, most)
            window.right_margins = [ConditionalMargin(ScrollbarMargin(display_arrows=True), _scrolls(window))]
            return control
    raise LookupError


def _height(control: Searched, most: int) -> Dimension:
    """How many lines a list takes: none where nothing in it is what was searched for."""
    return Dimension.exact(0) if control.finds_nothing() else Dimension(max=most)


def _scrolls(window: Window) -> Condition:
    """Whether there is more in a window than it shows."""
    return Condition(lambda: (drawn := window.render_info) is None or drawn.content_height > drawn.window_height)


def _tell_below(app: Application[Any], control: Searched, unchosen: str, nothing: str) -> None:
    """Have lines ready below a list: once Enter was pressed and no line was chosen, and where nothing is found."""
    finds_nothing = Condition(control.finds_nothing)
    is_unchosen = Condition(lambda: control.submission_attempted and control.pointed_at == NO_LINE)
    for text, is_shown in ((nothing, finds_nothing), (unchosen, is_unchosen & ~finds_nothing)):
        below = Window(FormattedTextControl([("class:unchosen", text)]), dont_extend_height=True, wrap_lines=True)
        cast("HSplit", app.layout.container).children.append(ConditionalContainer(below, is_shown & ~is_done))


@cache
def _load_numpy_behind() -> None:
    """Load what the scorer will need while a person reads the first question, once that has been drawn."""
    threading.Thread(target=lambda: __import__("numpy"), daemon=True).start()


def _run(session: Any, typed: Callable[[Application[Any]], str], own: KeyBindingsBase) -> Reply:
    """Ask, and take only keys that are pressed from now on."""
    app = session.application
    app.after_render += lambda _: _load_numpy_behind()
    app.key_bindings = merge_key_bindings([app.key_bindings, own, _keys(typed)])
    drop_waiting_keys(app.input)
    _asking.append(app)
    try:
        reply: Reply = session.unsafe_ask()
    except EOFError as error:
        raise KeyboardInterrupt from error
    finally:
        _asking.clear()
    return reply


def interrupt() -> bool:
    """End the question that is being asked as Ctrl-C does, from a signal handler; returns whether there is one."""
    for app in _asking:
        if app.is_running and app.loop:
            app.loop.call_soon_threadsafe(_leave, app)
            return True
    return False


def _leave(app: Application[Any]) -> None:
    if app.is_running and app.future and not app.future.done():
        app.exit(exception=KeyboardInterrupt)


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

    @keys.add("<sigint>", eager=True)
    @keys.add("c-d", eager=True)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    return keys


def _wrapped(title: str) -> str:
    """A choice on as many lines as it takes, the later ones under the first."""
    return "\n      ".join(textwrap.wrap(title, width() - 8)) or title
