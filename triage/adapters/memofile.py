"""The memo's own file, wherever the user wants it. What stands in it is made elsewhere."""

from pathlib import Path

from triage.core.messages import failure


def write_memo_file(path: Path, text: str, *, force: bool) -> None:
    """Write the file; one that is there already is only replaced with ``force``."""
    try:
        kept = path.is_file() and not force  # a pipe or /dev/stdout may be written to, there is nothing to lose
        if kept:
            raise failure("memo.exists", path=str(path))
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise failure("error.write", path=str(path), why=error.strerror or str(error)) from error
