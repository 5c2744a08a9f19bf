#!/usr/bin/env python3
"""Times `Checker.check_table` over a pyarrow table beside the program over the same rows as CSV, on one core.

usage: python.py MINGCHA FILINGS.csv [ROUNDS]

Needs the package mingcha and pyarrow. Prints rows per second of CPU time, of user and system together, the best of ROUNDS (5) turns
about; with the start of the program, and without the start of Python and reading the table.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.csv
from mingcha import Checker



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


def main() -> None:
    mingcha, path, *rounds = sys.argv[1:]
    with open(path, newline="", encoding="utf-8-sig") as file:
        headers = next(csv.reader(file))
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(headers, pa.string()))
    table = pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options)
    checker = Checker()
    table_in_memory(checker, table.slice(0, 10_000))
    spent = [(program(mingcha, path), table_in_memory(checker, table)) for _ in range(int(*rounds or [5]))]
    native, package = (table.num_rows / min(column) for column in zip(*spent))
    print(f"{table.num_rows:,} rows; program over CSV {native:,.0f} rows per CPU second; "
          f"check_table {package:,.0f}; {package / native:.2f} of it")


if __name__ == "__main__":
    main()
