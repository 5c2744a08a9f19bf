"""The recipe for Spark on a cluster of two workers: the results of one machine, whatever happens to a worker."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from conftest import AS_OF
from filings import ID, NAME, SCOPE, table
from mingcha import Checker

RECIPES = Path(__file__).parents[2] / "tests/spark"
sys.path.insert(0, str(RECIPES))

if os.environ.get("MINGCHA_REQUIRE_SPARK") is None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Java is not there", allow_module_level=True)

import check_registry
import cluster
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

ROWS = int(os.environ.get("MINGCHA_SPARK_ROWS", 20_000))
FILINGS = os.environ.get("MINGCHA_FILINGS")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with cluster.start(2) as session:
        yield session


@pytest.fixture(scope="module")
def filings() -> pa.Table:
    """Filings with ids of their own, by which results are put into one order: those of a file, or invented ones."""
    if FILINGS is None:
        rows = table(ROWS)
    else:
        texts = {column: pa.string() for column in [ID, NAME, SCOPE, "成立日期"]}
        rows = pyarrow.csv.read_csv(FILINGS, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
                                    convert_options=pyarrow.csv.ConvertOptions(column_types=texts, strings_can_be_null=True))
    return rows.append_column("number", pa.array(range(rows.num_rows), pa.int64()))


@pytest.fixture(scope="module")
def parquet(filings: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    part = filings.num_rows // 6 + 1
    for begin in range(0, filings.num_rows, part):
        pq.write_table(filings.slice(begin, part), folder / f"{begin}.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(filings: pa.Table, checker: Checker) -> pa.Table:
    checked = pa.table(checker.check_table(filings, keep="number"))
    return checked.set_column(1, "verdict", checked["verdict"].cast(pa.string()))


def written(folder: Path, schema: pa.Schema) -> pa.Table:
    partitions = ds.partitioning(pa.schema([("verdict", pa.string())]), flavor="hive")
    rows = ds.dataset(folder, partitioning=partitions).to_table()
    return rows.select(schema.names).cast(schema).sort_by("number").combine_chunks()


def assert_the_results_of_one_machine(folder: Path, summary: dict[str, Any], expected: pa.Table, checker: Checker) -> None:
    mine = written(folder, expected.schema)
    assert mine.num_rows == expected.num_rows == summary["rows"]
    for column in expected.column_names:
        assert mine[column].combine_chunks().equals(expected[column].combine_chunks()), column
    counts = {row["values"]: row["counts"] for row in expected["verdict"].value_counts().to_pylist()}
    assert {verdict: count for verdict, count in summary["counts"].items() if count} == counts
    assert {key: summary[key] for key in checker.identity} == checker.identity


def test_parquet_gets_the_results_of_one_machine(
        spark: SparkSession, parquet: Path, expected: pa.Table, checker: Checker, tmp_path: Path) -> None:
    rows = spark.read.parquet(str(parquet))
    summary = check_registry.check_registry(rows, str(tmp_path / "out"), checker, keep=["number"])
    assert_the_results_of_one_machine(tmp_path / "out", summary, expected, checker)


def test_csv_gets_the_results_of_one_machine(
        spark: SparkSession, filings: pa.Table, checker: Checker, tmp_path: Path) -> None:
    import csv

    some = filings.slice(0, 20_000)
    with open(tmp_path / "batch.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([some.column_names, *zip(*some.to_pydict().values())])
    rows = check_registry.read(spark, str(tmp_path / "batch.csv"))
    summary = check_registry.check_registry(rows, str(tmp_path / "out"), checker, keep=["number"])
    checked = pa.table(checker.check_table(some, keep="number"))
    alone = checked.set_column(1, "verdict", checked["verdict"].cast(pa.string()))
    assert_the_results_of_one_machine(tmp_path / "out", summary, alone, checker)


def killer(scratch: Path) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Passes rows on, and kills the executor over it, once, in the middle of them."""

    def kill(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for number, batch in enumerate(batches):
            yield batch.slice(0, batch.num_rows // 2)
            try:
                (scratch / "killed").mkdir()
            except FileExistsError:
                yield batch.slice(batch.num_rows // 2)
                continue
            pid = os.getpid()
            while "CoarseGrainedExecutorBackend" not in Path(f"/proc/{pid}/cmdline").read_text():
                status = Path(f"/proc/{pid}/status").read_text()
                pid = int(status.partition("PPid:")[2].split()[0])
            os.kill(pid, 9)

    return kill


def test_a_killed_worker_changes_nothing(
        spark: SparkSession, parquet: Path, expected: pa.Table, checker: Checker, tmp_path: Path) -> None:
    rows = spark.read.parquet(str(parquet))
    rows = rows.mapInArrow(killer(tmp_path), rows.schema)
    summary = check_registry.check_registry(rows, str(tmp_path / "out"), checker, keep=["number"])
    assert (tmp_path / "killed").exists(), "no worker was killed"
    assert_the_results_of_one_machine(tmp_path / "out", summary, expected, checker)


@pytest.mark.parametrize("part", ["tool_version", "rule_set_sha256", "profile"])
def test_a_worker_with_another_check_is_an_error(
        spark: SparkSession, parquet: Path, checker: Checker, tmp_path: Path, part: str) -> None:
    """The checker of a driver whose version, rules or profile are not those of the workers."""
    value = checker.identity[part]
    restore, (state,) = checker.__reduce__()
    other = state.replace(f'"{part}":"{value}"', f'"{part}":"9{value[1:]}"')
    assert other != state

    class Elsewhere:
        def __reduce__(self) -> Any:
            return restore, (other,)

    schema, _ = check_registry.results_schema(checker, rows := few(spark, parquet), {})
    from pyspark.sql.pandas.types import from_arrow_schema

    results = rows.mapInArrow(check_registry.task(Elsewhere(), schema, {}), from_arrow_schema(schema))  # type: ignore[arg-type]
    with pytest.raises(PySparkException, match="not one check"):
        results.write.parquet(str(tmp_path / "out"))
    assert not (tmp_path / "out/_SUCCESS").exists()


def few(spark: SparkSession, parquet: Path) -> DataFrame:
    return spark.read.parquet(str(parquet)).where("number < 12").repartition(20)


def test_small_and_empty_partitions_are_checked(
        spark: SparkSession, parquet: Path, expected: pa.Table, checker: Checker, tmp_path: Path) -> None:
    summary = check_registry.check_registry(few(spark, parquet), str(tmp_path / "out"), checker, keep=["number"])
    assert summary["rows"] == 12
    assert written(tmp_path / "out", expected.schema).equals(expected.slice(0, 12).combine_chunks())


def test_a_job_that_wants_few_results_does_not_hang(spark: SparkSession, parquet: Path, checker: Checker) -> None:
    assert len(check_registry.check_frame(spark.read.parquet(str(parquet)), checker).limit(3).collect()) == 3


def test_rules_of_files_that_only_the_driver_has(spark: SparkSession, parquet: Path, tmp_path: Path) -> None:
    terms = tmp_path / "own.csv"
    terms.write_text("term\n软件开发\n", encoding="utf-8")
    own = Checker("stock", as_of=AS_OF, terms=[terms])
    results = check_registry.check_frame(few(spark, parquet), own, keep=["number"])
    terms.unlink()
    rows = {row["number"]: row["verdict"] for row in results.collect()}
    alone = pickle.loads(pickle.dumps(own))
    some = few(spark, parquet).toPandas()
    assert rows == {row.number: alone.check(name=row.企业名称 or "", scope=row.经营范围 or "", id=row.统一社会信用代码).verdict
                    for row in some.itertuples()}
    assert "review" in rows.values()
