"""Asking a person before something is done that cannot be taken back."""

from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.attended import is_attended
from triage.core.messages import USAGE_IS_WRONG, Message, failure


def is_confirmed(catalog: Catalog, question: Message, *, yes: bool, likely: bool = False) -> bool:
    """Whether it is to be done: ``yes`` says so beforehand, else a person at the terminal does.

    Enter alone never does it: it means no, or nothing at all where a yes is ``likely`` and so comes first.
    Where nobody can be asked, the command line has to say it.
    """
    if yes:
        return True
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.choosing import choose

    if not is_attended():
        raise failure("move.needs_yes", exit_code=USAGE_IS_WRONG)
    names = ("yes", "no") if likely else ("no", "yes")
    lines = [prompt.ListItem(name, catalog.say(f"prompt.{name}")) for name in names]
    prompt.tell("\n" + catalog.text(question), "bold")
    return choose(catalog, lines, None if likely else "no", why=catalog.say("move.why")) == "yes"
