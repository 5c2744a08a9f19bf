#!/usr/bin/env python3
"""Times the recipe of tests/spark/check_registry.py, and that without the package beside it, on a local cluster of real workers.

usage: spark.py FILINGS.parquet [--pipe MINGCHA] [--stages] [WORKERS...]

--stages times, twice each, what Spark does without mingcha: reading, and rows that go to Python and back.

Prints a line a run: how the rows go to mingcha, workers, seconds, rows/s, and rows per second of CPU time that the driver, the
executors, their Python workers and mingcha spent together, without their start. Needs Java, and mingcha, pyspark, pandas and
pyarrow.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/spark"))
import check_by_pipe
import check_registry
import cluster
from mingcha import Checker
from pyspark.sql import DataFrame


def by_package(filings: DataFrame, output: str) -> None:
    check_registry.check_registry(filings, output, Checker(), keep=["统一社会信用代码", "企业名称"])


def nowhere(rows: DataFrame) -> None:
    rows.write.format("noop").mode("overwrite").save()


def same(batches: check_registry.Batches) -> check_registry.Batches:
    yield from batches


def there_and_back(rows: DataFrame) -> DataFrame:
    return rows.mapInArrow(same, rows.schema)


def stages() -> dict[str, Callable[[DataFrame, str], None]]:
    columns = ["统一社会信用代码", "企业名称", "经营范围"]
    return {
        "read": lambda filings, _: nowhere(filings.select(columns)),
        "there and back": lambda filings, _: nowhere(there_and_back(filings.select(columns))),
        "check": lambda filings, _: nowhere(check_registry.check_frame(filings, Checker(), keep=columns[:2])),
    }


def cpu_seconds() -> float:
    """The CPU time of this process and of all its descendants, those that have ended included."""
    parents, times = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[stat.parent.name] = fields[1]
        times[stat.parent.name] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def is_ours(pid: str | None) -> bool:
        return pid == str(os.getpid()) or (pid in parents and is_ours(parents[pid]))

    return sum(seconds for pid, seconds in times.items() if is_ours(pid))


def measure(name: str, check: Callable[[DataFrame, str], None], filings: DataFrame, rows: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        check(filings.limit(1000).repartition(workers), scratch)
        begun, spent = time.monotonic(), cpu_seconds()
        check(filings, scratch)
        seconds, spent = time.monotonic() - begun, cpu_seconds() - spent
    print(f"{name} {workers} workers {seconds:.1f} s {rows / seconds:,.0f} rows/s {rows / spent:,.0f} rows/CPU s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filings")
    parser.add_argument("--pipe", metavar="MINGCHA")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("workers", nargs="*", type=int, default=[1, 2, 4])
    arguments = parser.parse_intermixed_args()

    ways: dict[str, Callable[[DataFrame, str], None]] = {"package": by_package}
    if arguments.pipe:
        ways["pipe"] = lambda filings, output: check_by_pipe.check_registry(filings, output, arguments.pipe, [])
    if arguments.stages:
        ways = {**stages(), **ways}
    for workers in arguments.workers:
        with cluster.start(workers) as spark:
            filings = spark.read.parquet(arguments.filings)
            rows = filings.count()
            for name, check in [*ways.items()] * (1 + arguments.stages):
                measure(name, check, filings, rows, workers)


if __name__ == "__main__":
    main()
