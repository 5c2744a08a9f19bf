#!/usr/bin/env python3
"""Times `Checker.check_table` over a pyarrow table beside the program over the same rows as CSV and as Parquet, on one core.

usage: python.py MINGCHA FILINGS.csv [ROUNDS]

Needs the package mingcha and pyarrow, and a program with the feature `arrow`. Prints rows per second of CPU time, of user and system
together, the best of ROUNDS (5) turns about; with the start of the program, and without the start of Python and reading the table.
Then, what the program takes for Parquet (zstd), as a multiple of reading the columns of names and scopes by pyarrow and checking
them in memory.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from mingcha import Checker

CHECKED = ["企业名称", "经营范围"]


def program(mingcha: str, path: str) -> float:
    """CPU seconds of the program, which writes its csv report to nowhere."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([mingcha, "check", path, "-f", "csv", "-j1", "-q", "--fail-on", "never", "--allow-unchecked"],
                   stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table_in_memory(checker: Checker, table: pa.Table) -> float:
    begun = time.process_time()
    checker.check_table(table, threads=1)
    return time.process_time() - begun


def read_columns(path: str) -> float:
    begun = time.process_time()
    pq.read_table(path, columns=CHECKED, use_threads=False)
    return time.process_time() - begun


def main() -> None:
    mingcha, path, *rounds = sys.argv[1:]
    with open(path, newline="", encoding="utf-8-sig") as file:
        headers = next(csv.reader(file))
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(headers, pa.string()))
    table = pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options)
    checker = Checker()
    table_in_memory(checker, table.slice(0, 10_000))
    with tempfile.NamedTemporaryFile(suffix=".parquet") as parquet:
        pq.write_table(table, parquet.name, compression="zstd", row_group_size=100_000)
        turns = [
            (program(mingcha, path), program(mingcha, parquet.name), table_in_memory(checker, table), read_columns(parquet.name))
            for _ in range(int(*rounds or [5]))
        ]
    of_csv, of_parquet, in_memory, read = (min(column) for column in zip(*turns))
    rows = table.num_rows
    print(f"{rows:,} rows; program over CSV {rows / of_csv:,.0f} rows per CPU second; check_table {rows / in_memory:,.0f}; "
          f"{of_csv / in_memory:.2f} of it")
    print(f"program over Parquet {rows / of_parquet:,.0f} rows per CPU second, {of_parquet:.2f} s; reading {read:.2f} s and checking "
          f"{in_memory:.2f} s; {of_parquet / (read + in_memory):.2f} of both")


if __name__ == "__main__":
    main()
