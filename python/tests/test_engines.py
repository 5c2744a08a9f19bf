"""The recipes of the README, and what they give on folders of Parquet."""

from __future__ import annotations

import re
from pathlib import Path

import dask
import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import PACKAGE
from filings import ID, NAME, SCOPE, table
from mingcha import Checker

SOME = table(5000)
RECIPES = re.findall(r"^```python\n(.*?)^```$", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.S | re.M)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A folder of Parquet with a partition for each year."""
    for number in range(5):
        folder = tmp_path / f"registry/year={2020 + number}"
        folder.mkdir(parents=True)
        pq.write_table(SOME.slice(number * 1000, 1000), folder / "part.parquet", row_group_size=300)
    return tmp_path


def expected(checker: Checker) -> dict[str | None, str]:
    verdicts = pa.table(checker.check_table(SOME))["verdict"].to_pylist()
    return dict(zip(SOME[ID].to_pylist(), verdicts))


@pytest.mark.parametrize("number", range(len(RECIPES)))
def test_each_recipe_runs_as_it_stands(registry: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.chdir(registry)
    pd.DataFrame(SOME.to_pandas()).to_csv("registry.csv", index=False)
    pq.write_table(SOME, "registry.parquet")
    recipe = RECIPES[number]
    if "pyspark" in recipe:
        pytest.skip("runs in test_spark.py")
    with dask.config.set(scheduler="threads"):
        exec(compile(recipe, f"README.md, recipe {number}", "exec"), {"__name__": "recipe"})


def test_there_is_a_recipe_for_each_library() -> None:
    for name in ["pandas", "polars", "duckdb", "dask", "pyspark"]:
        assert any(f"import {name}" in recipe or f"from {name}" in recipe for recipe in RECIPES), name


def test_duckdb_streams_a_folder_of_parquet_through_the_checker(checker: Checker, registry: Path) -> None:
    filings = duckdb.connect().sql(f"from read_parquet('{registry}/registry/**/*.parquet', hive_partitioning=true)")
    results = pa.RecordBatchReader.from_stream(checker.check_stream(filings, keep=[ID, "year"], threads=2))
    into = duckdb.connect()
    into.sql(f"copy (from results) to '{registry}/verdicts' (format parquet, partition_by (verdict))")
    rows = into.sql(f"select \"{ID}\", verdict, year from '{registry}/verdicts/**/*.parquet'").fetchall()
    assert {row[0]: row[1] for row in rows} == expected(checker)
    assert len(rows) == SOME.num_rows and {row[2] for row in rows} == set(range(2020, 2025))


def test_dask_checks_each_partition_in_a_process_of_its_own(checker: Checker, registry: Path) -> None:
    import dask.dataframe as dd

    filings = dd.read_parquet(registry / "registry", columns=[ID, NAME, SCOPE])
    assert filings.npartitions == 5

    def check(part: pd.DataFrame) -> pd.DataFrame:
        return pa.table(checker.check_table(part, keep=ID, threads=1)).to_pandas()

    with dask.config.set(scheduler="processes", num_workers=2):
        rows = filings.map_partitions(check, meta=check(filings._meta)).compute()
    assert len(rows) == SOME.num_rows
    assert {None if pd.isna(row[0]) else row[0]: row[1] for row in rows[[ID, "verdict"]].values} == expected(checker)
