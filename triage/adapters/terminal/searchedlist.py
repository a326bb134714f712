"""What a list does beyond questionary's: no line is chosen at first, and whatever is typed is searched for."""

import re
import string
from typing import cast

import questionary
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from triage.adapters.terminal.replies import Why

DONT_KNOW_KEY = "c-k"
"""The key that answers don't know: not Ctrl-U, which empties a line, nor Ctrl-X, which is beside Ctrl-C."""
NO_LINE = -1
"""Where a list points as long as no line is chosen."""
HELP = "?"
"""What asks why, in a list and alone on a line."""
SEARCHED = (set(string.printable) - set(string.whitespace) - {HELP}) | set(" æøåÆØÅéÉ")


class Searched(InquirerControl):
    """A list that shows only the lines with what was typed, without their headings.

    A line is marked where it is the only one that is just that, that has it, or that has a word that begins with it.
    """

    @property
    def filtered_choices(self) -> list[questionary.Choice]:
        """The lines that are shown; all of them where nothing is found, as questionary asks for one in any case."""
        return self._found() or list(self.choices)

    def look(self) -> None:
        """Mark the line that was found, if it can only be one."""
        titles, typed = [_title(choice) for choice in self._found()], (self.search_filter or "").casefold().strip()
        same = [at for at, title in enumerate(titles) if title == typed]
        begin = [at for at, title in enumerate(titles) if re.search(rf"\b{re.escape(typed)}", title)]
        ways = (same, range(len(titles)), begin)
        self.pointed_at = next((way[0] for way in ways if len(way) == 1), NO_LINE)

    def finds_nothing(self) -> bool:
        """Whether something was typed that no line has."""
        return bool(self.search_filter) and not self._found()

    def is_selection_valid(self) -> bool:
        """Whether the pointer is at a line, not at a heading."""
        return not isinstance(self.get_pointed_at(), questionary.Separator)

    def _found(self) -> list[questionary.Choice]:
        lines = [choice for choice in self.choices if not isinstance(choice, questionary.Separator)]
        wanted = (self.search_filter or "").casefold()
        found = [choice for choice in lines if wanted in _title(choice)] if wanted else []
        self.found_in_search = bool(found)
        return found


def _title(choice: questionary.Choice) -> str:
    """The words of a line, as they are compared."""
    return " ".join(str(choice.title).split()).casefold()


def pointed(control: Searched) -> str:
    """Return the value of the marked line; nothing where none is."""
    return "" if control.pointed_at == NO_LINE else str(control.get_pointed_at().value)


def choose_first(control: Searched, suggested: str | None) -> KeyBindings:
    """Where no line is chosen, Enter chooses none either, and an arrow goes to the suggestion or to an end of the list.

    Only what differs from questionary's own keys is bound here: its arrow down goes to the first line by itself.
    """
    keys = KeyBindings()
    none_is_chosen = Condition(lambda: control.pointed_at == NO_LINE)
    at = next((at for at, choice in enumerate(control.choices) if choice.value == suggested), None)
    is_suggested = Condition(lambda: at is not None and not control.search_filter)

    @keys.add("enter", eager=True, filter=none_is_chosen)
    def wait(event: KeyPressEvent) -> None:
        control.submission_attempted = True
        event.app.output.bell()

    @keys.add("down", eager=True, filter=none_is_chosen & is_suggested)
    @keys.add("c-n", eager=True, filter=none_is_chosen & is_suggested)
    @keys.add("up", eager=True, filter=none_is_chosen)
    @keys.add("c-p", eager=True, filter=none_is_chosen)
    def begin(_event: KeyPressEvent) -> None:
        control.pointed_at = at if at is not None and is_suggested() else control.choice_count - 1

    return keys


def give_at_once(control: Searched, unknown: str | None) -> KeyBindings:
    """Bind a key that answers with one of the values, wherever the pointer is."""
    keys = KeyBindings()

    @keys.add(DONT_KNOW_KEY, eager=True, filter=Condition(lambda: unknown is not None))
    def give(event: KeyPressEvent) -> None:
        control.search_filter = None
        control.pointed_at = [choice.value for choice in control.choices].index(unknown)
        control.is_answered = True
        event.app.exit(result=unknown)

    return keys


def find(control: Searched) -> KeyBindings:
    """Search for any letter, also for those that questionary does not know; the number of a line goes to that line."""
    keys = KeyBindings()
    numbered = {choice.shortcut_key: at for at, choice in enumerate(control.choices)} if control.use_shortcuts else {}

    @keys.add("backspace", eager=True)
    def erase(_event: KeyPressEvent) -> None:
        if control.search_filter:
            control.remove_search_character()
            control.look()

    @keys.add("c-u", eager=True)
    def empty(_event: KeyPressEvent) -> None:
        if control.search_filter:
            control.search_filter = None
            control.look()

    for letter in SEARCHED:

        @keys.add(letter, eager=True)
        def search(event: KeyPressEvent) -> None:
            if event.data in numbered:
                control.search_filter, control.pointed_at = None, numbered[event.data]
            elif event.data != " " or control.search_filter:
                control.add_search_character(cast("Keys", event.data))
                control.look()

    return keys


def ask_why(control: Searched) -> KeyBindings:
    """Bind what asks why with a single key."""
    keys = KeyBindings()

    @keys.add(HELP, eager=True)
    def why(event: KeyPressEvent) -> None:
        event.app.erase_when_done = True
        event.app.exit(result=Why(pointed(control)))

    return keys
