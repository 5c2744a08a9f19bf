"""Row by row the same verdicts, findings, problems and keys, however the filings come to the checker.

MINGCHA_PYTHON_ROWS says how many rows (20,000); MINGCHA_FILINGS may name a CSV of filings in place of the invented ones.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from conftest import AS_OF, PROGRAM
from filings import ID, NAME, SCOPE, table
from mingcha import Checker

ROWS = int(os.environ.get("MINGCHA_PYTHON_ROWS", 20_000))
FILINGS = os.environ.get("MINGCHA_FILINGS")
COLUMNS = [ID, NAME, SCOPE]


@pytest.fixture(scope="module")
def filings() -> pa.Table:
    if FILINGS is None:
        return table(ROWS)
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=True,
                                         null_values=[""], include_columns=COLUMNS)
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    return pyarrow.csv.read_csv(FILINGS, parse_options=parsing, convert_options=options)


def program(path: Path, *options: str) -> Iterator[dict[str, Any]]:
    """What the program says of each row of a file."""
    command = [*PROGRAM, "check", str(path), "-f", "jsonl", "--no-summary", "-q", "--as-of", AS_OF, "--allow-unchecked",
               "--fail-on", "never", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        for line in run.stdout:
            row = json.loads(line)
            yield {key: row[key] for key in ["verdict", "findings", "problems"]} | {"key": row["key"] or None}
    assert run.returncode == 0


@pytest.fixture(scope="module")
def results(checker: Checker, filings: pa.Table) -> pa.Table:
    return pa.table(checker.check_table(filings))


def rows_of(results: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in results.select(["verdict", "findings", "problems", "key"]).to_batches(10_000):
        yield from batch.to_pylist()


def assert_equal_rows(mine: Iterator[dict[str, Any]], theirs: Iterator[dict[str, Any]], filings: pa.Table) -> None:
    count = hits = 0
    for number, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        assert one == other, filings.slice(number, 1).to_pylist()
        count, hits = count + 1, hits + bool(one["findings"])
    assert count == filings.num_rows and hits > (0 if FILINGS else count / 50)


def test_as_the_program_over_csv(filings: pa.Table, results: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "filings.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for batch in filings.to_batches(10_000):
            writer.writerows(zip(*(batch[column].to_pylist() for column in COLUMNS)))
    assert_equal_rows(rows_of(results), program(path), filings)


def test_as_the_program_over_lines_of_json(filings: pa.Table, results: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "filings.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for batch in filings.to_batches(10_000):
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in batch.to_pylist())
    assert_equal_rows(rows_of(results), program(path, "--input-format", "jsonl"), filings)


def test_as_the_program_over_parquet(filings: pa.Table, results: pa.Table, tmp_path: Path) -> None:
    pq.write_table(filings, tmp_path / "filings.parquet", compression="zstd")
    assert_equal_rows(rows_of(results), program(tmp_path / "filings.parquet"), filings)


def test_as_lists_of_str(checker: Checker, filings: pa.Table, results: pa.Table) -> None:
    def alone() -> Iterator[tuple[Any, ...]]:
        for row in zip(*(filings[column].to_pylist() for column in COLUMNS)):
            result = checker.check(id=row[0], name=row[1] or "", scope=row[2] or "")
            yield result.verdict, [f.matched for f in result.findings], [p.kind for p in result.problems], result.key or None

    for row, one in zip(rows_of(results), alone(), strict=True):
        matched, kinds = [f["matched"] for f in row["findings"]], [p["kind"] for p in row["problems"]]
        assert one == (row["verdict"], matched, kinds, row["key"])


@pytest.mark.parametrize("library", ["pandas", "pandas of arrow", "polars", "duckdb", "parquet", "ipc"])
def test_as_a_frame_of_each_library(checker: Checker, filings: pa.Table, results: pa.Table, library: str, tmp_path: Path) -> None:
    import duckdb
    import pyarrow.feather

    frame: Any
    if library == "pandas":
        frame = filings.to_pandas()
    elif library == "pandas of arrow":
        frame = filings.to_pandas(types_mapper=pd.ArrowDtype)
    elif library == "polars":
        frame = pl.from_arrow(filings)
    elif library == "duckdb":
        frame = duckdb.connect().from_arrow(filings)
    elif library == "parquet":
        pq.write_table(filings, tmp_path / "filings.parquet")
        frame = pq.read_table(tmp_path / "filings.parquet", read_dictionary=[NAME])
    else:
        pyarrow.feather.write_feather(filings, tmp_path / "filings.arrow")
        frame = pyarrow.feather.read_table(tmp_path / "filings.arrow", memory_map=True)
    assert pa.table(checker.check_table(frame)).combine_chunks().equals(results.combine_chunks())
