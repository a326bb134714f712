"""What to write today instead of what only older rules knew.

Belongs here: the keys of earlier versions, by where they stood. Does not: reading such rules, which are refused.
"""

from triage.adapters.files.yamlfiles import PathInFile
from triage.core.messages import Listed, Message, say
from triage.core.rules.ruleset import ACT_KINDS


def unknown(path: PathInFile, value: object) -> Message | None:
    """Say what takes the place of a key that is no longer known; ``None`` for any other key."""
    match path:
        case ("gates", _, "at_most" | "at_least" as limit):
            exact = f"{limit}_{value}"
            key = exact if exact in {"at_most_drop", "at_most_defer", "at_least_go"} else limit
            if key in {"at_most", "at_most_defer"}:
                return say(f"rules.old.{key}", kinds=Listed(ACT_KINDS, "or"))
            return say(f"rules.old.{key}")
        case ("verdicts", "drop_below") | ("questions", _, "can_act"):
            return say(f"rules.old.{path[-1]}")
    return None


def missing(path: PathInFile) -> Message | None:
    """Say what to write where older rules lack a key; ``None`` for any other key."""
    match path:
        case ("verdicts", "most_kinds") | ("task_types", _, "deliver"):
            return say(f"rules.old.no_{path[-1]}")
    return None
