"""Writes proposals for the reference classes as a patch of the rules file: only the figures change.

Comments and layout are people's work, so the YAML is not written anew; each figure is replaced in place. What
is proposed is decided in ``record.proposals``; nothing here writes a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import unified_diff
from io import StringIO
from typing import Any

from msgspec import Struct

from triage.adapters.pages.catalog import FIXED_SPACE, Catalog
from triage.adapters.rules.rulefiles import RulesSource
from triage.core.messages import Number
from triage.core.record.proposals import Proposal

MARK = "# triage rules suggest: "
"""What the comment above a changed figure begins with; the next suggestion takes its place."""


def task_types_text(source: RulesSource) -> tuple[str, str]:
    """Return name and text of the file with the task types: the one beside the rules, else the rules themselves."""
    *_, found = source.texts.items()
    return found


def patch(task_types_text: str, proposals: Sequence[Proposal], name: str, *, until: date, catalog: Catalog) -> str:
    """Return a unified diff that brings the proposals into a file, for ``patch`` or ``git apply``; empty for none."""
    new = patched(task_types_text, proposals, until=until, catalog=catalog)
    lines = unified_diff(_lines(task_types_text), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def patched(task_types_text: str, proposals: Sequence[Proposal], *, until: date, catalog: Catalog) -> str:
    """Return the file's text with the proposals in it, each under a comment: what it rests on, until which day."""
    made = [each for each in proposals if each.refused is None]
    text = task_types_text
    for edit in sorted(_edits(text, made, until, catalog) if made else (), key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def public_proposals(proposals: Iterable[Proposal], catalog: Catalog) -> list[dict[str, Any]]:
    """Return the proposals for ``--format json``; weeks as low, likely, high."""
    return [
        {
            "task_type": each.task_type,
            "part": each.part,
            "before": list(each.before),
            "after": list(each.after),
            "tasks": each.count,
            "grade": each.grade,
            "refused": catalog.text(each.refused) if each.refused else None,
        }
        for each in proposals
    ]


class _Edit(Struct, frozen=True):
    """Words in place of a piece of the text."""

    start: int
    end: int
    words: str


def _edits(text: str, proposals: Iterable[Proposal], until: date, catalog: Catalog) -> Iterator[_Edit]:
    import yaml

    top = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for each in proposals:
        kinds = _under(top, "task_types")[1]
        key, span = _under(_under(kinds, each.task_type)[1], each.part)
        yield from _comment(text, key.start_mark.index, _comment_words(each, until, catalog))
        for node, before, after in zip(span.value, each.before, each.after, strict=True):
            if after != before:
                yield _Edit(node.start_mark.index, node.end_mark.index, f"{after:g}")


def _under(mapping: Any, name: str) -> tuple[Any, Any]:
    """The nodes of a key and its value."""
    found: tuple[Any, Any] = next(pair for pair in mapping.value if pair[0].value == name)
    return found


def _comment_words(proposal: Proposal, until: date, catalog: Catalog) -> str:
    before = ", ".join(f"{weeks:g}" for weeks in proposal.before)
    said = catalog.say("suggest.comment", n=Number(proposal.count), until=until, before=before)
    return MARK + said.replace(FIXED_SPACE, " ")  # people edit the file


def _comment(text: str, at: int, words: str) -> Iterator[_Edit]:
    """A line above that of the key, in place of an earlier suggestion's; none where the key does not begin its line."""
    start = text.rfind("\n", 0, at) + 1
    indent = text[start:at]
    if not indent.strip():
        above = text.rfind("\n", 0, start - 1) + 1
        earlier = text[above:start].lstrip().startswith(MARK)
        end_of_line = "\r\n" if text[:start].endswith("\r\n") else "\n"
        yield _Edit(above if earlier else start, start, f"{indent}{words}{end_of_line}")


def _lines(text: str) -> list[str]:
    return StringIO(text).readlines()
