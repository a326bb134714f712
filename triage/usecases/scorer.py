"""``triage.Scorer``: a batch of Arrow columns in, a batch of results out, on this machine or on many.

Loads nothing heavy until a batch comes, and pyarrow never by itself: whoever has a batch has loaded it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from triage.core.messages import Message, Place, Problem, TriageError

if TYPE_CHECKING:
    from triage.adapters.files.requestfiles import Reader, Rejected
    from triage.core.request.request import Request

ABOUT = ("title", "asked_by", "asked_on")
"""What may stand among the answers without being one."""
PROBLEMS = "problems"


class Scorer:
    """Weighs batches of Arrow columns, each row a request, and returns a batch with a row for each.

    A column is named as a question, ``title``, ``asked_by`` or ``asked_on``; null means don't know, as in ``Columns``.
    The columns named in ``keep`` are no answers and come back as they are. The columns that come out are those of
    ``triage score --format csv`` but for ``source``, and ``problems``: what is wrong with a row, which then has no
    result. It holds its rules, profile and day, so that it comes out of a pickle as it went in, on any machine.

    Raises :class:`TriageError` with what is wrong with the profile, the day or the names of the columns.
    """

    def __init__(
        self,
        *,
        profile: Mapping[str, object] | Literal["stored"] | None = None,
        ruleset: str | Path | None = None,
        today: date | str | None = None,
        keep: Sequence[str] = (),
        language: Literal["da", "en"] = "en",
    ) -> None:
        from triage.adapters.files.requestfiles import Reader, Rejected
        from triage.adapters.rules.rulefiles import MAIN, bundled_rules, load_ruleset
        from triage.core.request.request import Profile
        from triage.usecases.parts.given import day_of, firm_of
        from triage.usecases.parts.wording import worded

        self.language, self.keep = language, tuple(keep)
        with worded(language):
            self.today = day_of(today)
            self.ruleset = load_ruleset(Path(bundled_rules() / MAIN if ruleset is None else ruleset))
            firm = firm_of(Reader(self.ruleset, Profile(), self.today, partial=True), profile)
            if isinstance(firm, Rejected):
                raise TriageError(firm.problems)
        self.profile = firm.profile

    @property
    def columns(self) -> dict[str, Literal["string", "double"]]:
        """What comes out after the columns that were kept: the type of each column by name."""
        from triage.adapters.pages.resultcolumns import WORDS, column_names

        names = [name for name in column_names(self.ruleset) if name != "source"] + [PROBLEMS]
        return {name: "string" if name in {*WORDS, PROBLEMS} else "double" for name in names}

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Weigh one batch after another, as PySpark's ``mapInArrow`` passes them."""
        return map(self.score, batches)

    def score(self, batch: Any) -> Any:
        """Weigh one ``pyarrow.RecordBatch`` or ``Table``, and return the same kind of thing."""
        from triage.usecases.parts.wording import worded

        with worded(self.language):
            self._check(batch.schema.names)
            found = self._found({name: batch.column(name).to_pylist() for name in batch.schema.names}, batch.num_rows)
        kept = {name: batch.column(name) for name in self.keep}
        import pyarrow as pa

        types = {"string": pa.string(), "double": pa.float64()}
        made = {name: pa.array(found[name], types[kind]) for name, kind in self.columns.items()}
        return type(batch).from_pydict({**kept, **made})

    def _check(self, names: Sequence[str]) -> None:
        """Refuse columns that are no question, and the lack of one that has to be answered."""
        reader, questions = self._reader(), self.ruleset.questions
        unknown = [name for name in names if name not in {*questions, *ABOUT, *self.keep}]
        missing = [name for name, each in questions.items() if not each.may_be_left_out and name not in names]
        not_kept = [name for name in self.keep if name not in names]
        wrong = {name: reader.read_one(name, None) for name in (*unknown, *missing, *not_kept)}
        problems = [Problem(Place(name), why) for name, why in wrong.items() if isinstance(why, Message)]
        if problems:
            raise TriageError(problems)

    def _found(self, columns: Mapping[str, list[Any]], rows: int) -> dict[str, list[Any]]:
        """Weigh the rows, and return what comes out by column; nothing but ``problems`` where a row cannot be read."""
        from triage.adapters.files.columnfiles import ColumnReader
        from triage.adapters.pages.resultcolumns import result_columns
        from triage.core.judging.found import judged
        from triage.usecases.parts.chance import make_rng
        from triage.usecases.parts.wording import catalog_of

        answers = {name: _cells(name, column) for name, column in columns.items() if name not in self.keep}
        read = ColumnReader(self._reader(), "row", self._alone).of_columns(answers, range(rows))
        results = result_columns(judged(read.asked, self.ruleset, make_rng))
        found: dict[str, list[Any]] = {}
        for name, column in results.items():
            found[name] = [None] * rows
            for place, value in zip(read.places, column, strict=True):
                found[name][place] = value
        found[PROBLEMS] = [None] * rows
        wrong = sorted(set(range(rows)) - set(read.places))
        for place, each in zip(wrong, read.rejected, strict=True):
            found[PROBLEMS][place] = "\n".join(map(catalog_of(self.language).problem, each.problems))
        return found

    def _alone(self, row: int, answers: Mapping[str, Any]) -> "Request | Rejected":
        """Read a row by itself; what is wrong with it is said of the column."""
        data = {name: value for name, value in answers.items() if name in ABOUT and value is not None}
        given = {name: value for name, value in answers.items() if name not in ABOUT}
        return self._reader().request(f"row:{row}", {**data, "answers": given}, lambda path: Place(str(path[-1])))

    def _reader(self) -> "Reader":
        from triage.adapters.files.requestfiles import Reader

        return Reader(self.ruleset, self.profile, self.today)


def _cells(name: str, column: Iterable[Any]) -> list[Any]:
    """The cells of a column as they are read; a missing answer is "don't know"."""
    from triage.core.rules.ruleset import UNKNOWN
    from triage.usecases.parts.given import plain

    missing = None if name in ABOUT else UNKNOWN
    cells = (cell if type(cell) is str else plain(cell) for cell in column)
    return [missing if cell is None or cell == "" else cell for cell in cells]
