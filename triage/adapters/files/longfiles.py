"""Files of many requests, read together and in pieces, so that the memory they take does not grow with their length."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import SEEK_END
from typing import BinaryIO, cast

from msgspec.structs import replace

from triage.adapters.files.columnfiles import ColumnReader, Read
from triage.adapters.files.pieces import pieces_of_cells, pieces_of_lines
from triage.adapters.files.requestfiles import Reader, Rejected, form_of, nothing_in
from triage.adapters.files.tablefiles import MOST_ABOVE, MOST_BYTES, json_lines, table_cells
from triage.adapters.output.systemwords import why
from triage.core.messages import TriageError, failure
from triage.core.request.request import Request
from triage.core.scoring.asked import as_columns

TABLES = frozenset({".csv", ".jsonl", ".ndjson"})
MOST_IN_MEMORY = 8 * 2**20
"""Bytes out of a pipe up to which no file is made for them."""
_LINE = 2**16
"""Bytes of a line that are looked at to guess a format."""


@contextmanager
def from_start(file: BinaryIO) -> Iterator[BinaryIO]:
    """Give a file that can be read from its start more than once; what comes out of a pipe is copied for that."""
    if file.seekable() and file.tell() == 0:
        yield file
        return
    with tempfile.SpooledTemporaryFile(MOST_IN_MEMORY) as copy:
        shutil.copyfileobj(file, copy)
        yield cast("BinaryIO", copy)


def read_together(reader: Reader, files: Iterable[tuple[str, BinaryIO] | Rejected], size: int) -> Iterator[Read]:
    """Read files, so many requests at a time; what is no table is read request by request, from several files at once.

    Each file comes with its source, as in ``Reader.read``, and can be read again from its start.
    """
    waiting: list[Request | Rejected] = []
    for each in files:
        if isinstance(each, Rejected):
            waiting.append(each)
        elif form_of(each[0], _first_lines(each[1])) in TABLES:
            yield from _read_of(waiting)
            waiting = []
            yield from _read_table(reader, *each, size)
        else:
            for one in reader.read(each[0], each[1].read(MOST_BYTES + 1)):
                waiting.append(one)
                if len(waiting) == size:
                    yield from _read_of(waiting)
                    waiting = []
    yield from _read_of(waiting)


def _read_table(reader: Reader, source: str, file: BinaryIO, size: int) -> Iterator[Read]:
    columns = ColumnReader(reader, source, partial(reader.row, source))
    length = file.seek(0, SEEK_END) or 1
    try:
        if form_of(source, _first_lines(file)) == ".csv":
            header, rows = table_cells(source, file, named=reader.own_names())
            reader.check_header(source, header)
            pieces = pieces_of_cells(header, rows, size)
        else:
            pieces = pieces_of_lines(json_lines(source, file), size, columns.flat)
        is_empty = True
        for piece in pieces:
            read = replace(columns.of_piece(piece), share=file.tell() / length)
            is_empty = is_empty and not (len(read.asked) or read.rejected)
            yield read
        yield from _read_of([nothing_in(source)] if is_empty else [])
    except TriageError as error:
        yield from _read_of([Rejected(source, error.problems)])
    except OSError as error:
        problems = failure("error.read", path=source, why=why(error)).problems
        yield from _read_of([Rejected(source, problems)])


def _first_lines(file: BinaryIO) -> bytes:
    """The beginning of a file, by which its format is guessed; it is read from the start next."""
    file.seek(0)
    head = b"".join(file.readline(_LINE) for _ in range(MOST_ABOVE))
    file.seek(0)
    return head


def _read_of(read: Sequence[Request | Rejected]) -> Iterator[Read]:
    """Yield what was read one by one, if anything, as what was read together."""
    if read:
        requests = [each for each in read if isinstance(each, Request)]
        yield Read(as_columns(requests), tuple(each for each in read if isinstance(each, Rejected)))
