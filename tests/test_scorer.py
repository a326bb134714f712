"""``triage.Scorer``: batches of Arrow columns in and out, the same bits as one call, in one process and in Spark."""

import pickle
import subprocess
import sys

import pytest
import triage
from triage import Columns, TriageError

from bundled import RULES
from test_startup import HEAVY

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
FIRM = {"yearly_budget": 2_000_000, "hourly_cost": 600}
ROWS = {
    "request": ["A film", "A fair", "Better pages"] * 4,
    "task_type": ["brand_video", "trade_fair", "cro"] * 4,
    "need": ["own_wish", None, "proven", "reported"] * 3,
    "cost": [[20_000.0, 40_000.0, 60_000.0], None, [5_000.0]] * 4,
    "hours": [40.0, 12.5, None] * 4,
    "effect_as": ["contribution"] * 12,
    "extra_contribution": [[0.0, 90_000.0, 400_000.0], [250_000.0], None] * 4,
    "evidence": ["feeling", "own_test", None] * 4,
    "visible_in": [26.0, None, 8.0, 52.0] * 3,
}


def batch(**more):
    return pa.RecordBatch.from_pydict({**ROWS, **more})


def test_a_batch_has_the_results_of_one_call():
    found = triage.Scorer(profile=FIRM).score(batch()).to_pydict()
    alone = triage.assess(Columns(ROWS), profile=FIRM)
    assert found["verdict"] == [each.verdict.value for each in alone]
    assert found["score_low"] == [each.score_low for each in alone]
    assert found["score_high"] == [each.score_high for each in alone]
    assert found["unknown_that_decides"] == [each.unknown_that_decides for each in alone]
    assert found["net"] == [each.measures["net"] for each in alone]
    for name in RULES.criteria:
        points = [each.criteria[name].points for each in alone]
        assert found[name] == [None if each is None else each.point for each in points]
    assert found["problems"] == [None] * 12
    assert len(set(found["verdict"])) > 1


def test_it_comes_out_of_a_pickle_as_it_went_in_and_a_split_batch_is_the_whole():
    whole = triage.Scorer(profile=FIRM, today="2026-11-23")
    again = pickle.loads(pickle.dumps(whole))  # noqa: S301 - our own, made a moment ago
    parts = [batch().slice(start, 5) for start in (0, 5, 10)]
    assert pa.Table.from_batches(again(parts)) == pa.Table.from_batches([whole.score(batch())])


def test_what_is_kept_comes_back_and_a_row_that_cannot_be_read_says_why():
    rows = batch(row=list(range(12)), need=["own_wish", "prooven", *["proven"] * 10])
    found = triage.Scorer(keep=["row"]).score(rows)
    assert found.schema.names == ["row", *triage.Scorer().columns]
    assert found.column("row") == rows.column("row")
    assert found.to_pydict()["problems"][:3] == [
        None, "need: prooven is none of the answers. Did you mean proven?", None
    ]  # fmt: skip
    assert found.to_pydict()["verdict"][1] is None


def test_columns_of_another_name_are_refused_before_anything_is_weighed():
    with pytest.raises(TriageError, match=r"costs: costs is not known. Did you mean cost\?"):
        triage.Scorer().score(batch(costs=[1] * 12))


def test_a_worker_loads_nothing_heavy_with_it():
    data = pickle.dumps(triage.Scorer())
    code = f"import pickle, sys; pickle.load(sys.stdin.buffer); print(sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_spark_gets_the_same_bits_from_its_workers(tmp_path, monkeypatch):
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'marketing-triage[spark]'")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.local.dir", str(tmp_path)).getOrCreate()
    try:
        rows, scorer = batch(row=list(range(12))), triage.Scorer(profile=FIRM, keep=["row"], today="2026-11-23")
        pq.write_table(pa.Table.from_batches([rows]), tmp_path / "rows.parquet")
        frame = spark.read.parquet(str(tmp_path / "rows.parquet")).repartition(3)
        schema = ", ".join(["row long", *(f"{name} {kind}" for name, kind in scorer.columns.items())])
        found = frame.mapInArrow(scorer, schema).orderBy("row").collect()
        assert [tuple(each) for each in found] == list(zip(*scorer.score(rows).to_pydict().values(), strict=True))
    finally:
        spark.stop()
