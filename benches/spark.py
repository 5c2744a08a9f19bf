#!/usr/bin/env python3
"""Times the recipe of tests/spark/check_registry.py, and RDD.pipe beside it, on a local cluster of real workers.

usage: spark.py MINGCHA FILINGS.parquet [WORKERS...]

Prints a line a run: how the rows go to mingcha, workers, seconds, rows/s, and rows per second of CPU time that the driver,
the executors, their Python workers and mingcha spent together. Needs Java, and pyspark, pandas and pyarrow from PyPI.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/spark"))
import cluster
from check_registry import FILTER, VERDICT, check_registry
from pyarrow import schema
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema


def by_arrow(filings: DataFrame, output: str, mingcha: str) -> None:
    check_registry(filings, output, mingcha, [])


def by_pipe(filings: DataFrame, output: str, mingcha: str) -> None:
    lines = filings.select(F.to_json(F.struct("*"), {"ignoreNullFields": "false"})).rdd.map(lambda row: row[0])
    answers = lines.pipe(shlex.join([mingcha, *FILTER, "--no-summary"]), checkCode=True)
    verdicts = filings.sparkSession.read.schema(from_arrow_schema(schema(VERDICT))).json(answers)
    verdicts.write.mode("overwrite").partitionBy("verdict").parquet(output)


def cpu_seconds() -> float:
    """The CPU time of all descendants of this process, those that have ended included."""
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

    return sum(seconds for pid, seconds in times.items() if is_ours(parents[pid]))


def main() -> None:
    mingcha, path, *workers = sys.argv[1:]
    for count in workers or ["1", "2", "4"]:
        with cluster.start(int(count)) as spark, tempfile.TemporaryDirectory() as scratch:
            filings = spark.read.parquet(path)
            rows = filings.count()
            for name, check in [("mapInArrow", by_arrow), ("pipe", by_pipe)]:
                check(filings.limit(1000).repartition(int(count)), scratch, mingcha)
                begun, spent = time.monotonic(), cpu_seconds()
                check(filings, scratch, mingcha)
                seconds, spent = time.monotonic() - begun, cpu_seconds() - spent
                print(f"{name} {count} workers {seconds:.1f} s {rows / seconds:,.0f} rows/s {rows / spent:,.0f} rows/CPU s", flush=True)


if __name__ == "__main__":
    main()
