#!/usr/bin/env python3
"""Checks a registry on a Spark cluster whose workers do not have the package mingcha, and writes the verdicts as Parquet.

With the package check_registry.py does it in a fraction of the time. Here rows go to the program as lines of JSON, and there is
one folder a verdict.

usage: spark-submit check_by_pipe.py [--columns COL,...] MINGCHA INPUT OUTPUT [-- OPTION...]

MINGCHA is the program on this machine; Spark hands it to the workers. INPUT is Parquet, or CSV with a header if it ends in
.csv. OPTIONs are those of `mingcha check`, such as --profile stock. Prints the summary as JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

FILTER = ["check", "--input-format", "jsonl", "-f", "jsonl", "-q", "-j1", "--fail-on", "never", "--allow-unchecked"]
LONGEST_LINE = 16 << 20  # bytes of one verdict
Batches = Iterator[pa.RecordBatch]

texts, text, number = pa.list_(pa.string()), pa.string(), pa.int64()
FINDING = {"field": text, "column": text, "term": text, "rule": text, "tier": text, "verdict": text, "clause": text,
           "quote": text, "matched": text, "start": number, "end": number, "evidence": texts, "context": texts,
           "excerpt": text}
PROBLEM = {"kind": text, "field": text, "detail": text}
VERDICT = {"id": text, "name": text, "verdict": text, "findings": pa.list_(pa.struct(FINDING)),
           "problems": pa.list_(pa.struct(PROBLEM)), "key": text}
# What must be the same in every task, or the verdicts are not of one check.
SAME = {"tool_version": text, "rule_set_sha256": text, "as_of": text, "profile": text}
SUMMARY = pa.struct({**SAME, "rows": number})
OUTPUT = pa.schema({**VERDICT, "summary": SUMMARY})


def read_verdicts(stream: IO[bytes]) -> Iterator[pa.RecordBatch]:
    """The lines that mingcha writes, the summary in a column of its own."""
    options = pyarrow.json.ParseOptions(explicit_schema=OUTPUT, unexpected_field_behavior="ignore")
    yield from pyarrow.json.open_json(stream, pyarrow.json.ReadOptions(block_size=LONGEST_LINE), options)


def feed(batches: Batches, pipe: IO[bytes]) -> int:
    """Writes a column of lines to a pipe and closes it. Returns how many lines there were."""
    rows = 0
    with pipe:
        for batch in batches:
            if batch.num_rows:
                lines = pa.ListArray.from_arrays([0, batch.num_rows], batch.column(0))
                pipe.write(pc.binary_join(lines, "\n")[0].as_buffer())
                pipe.write(b"\n")
                rows += batch.num_rows
    return rows


def checker(program: str, options: list[str], expected: dict[str, Any]) -> Callable[[Batches], Batches]:
    """What a task does: lines of JSON go in, verdicts come out."""

    def check(batches: Batches) -> Batches:
        command = [SparkFiles.get(program), *FILTER, *options]
        summary: dict[str, Any] = {}
        with (subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mingcha,
              ThreadPoolExecutor(1) as pool):
            fed = pool.submit(feed, batches, mingcha.stdin)
            try:
                for batch in read_verdicts(mingcha.stdout):
                    is_verdict = batch["summary"].is_null()
                    yield batch.filter(is_verdict).select(list(VERDICT))
                    for last in batch["summary"].filter(pc.invert(is_verdict)).to_pylist():
                        summary = last
            except BaseException:  # also when Spark wants no more rows: nobody is left to read what mingcha writes
                mingcha.kill()
                raise
            if status := mingcha.wait():
                raise RuntimeError(f"mingcha ended with status {status}; see the executor's stderr")
            if summary != {**expected, "rows": fed.result()}:
                raise RuntimeError(f"not one check: the driver's mingcha says {expected}, this worker's {summary}")

    return check


def summary_of_nothing(mingcha: str, options: list[str]) -> dict[str, Any]:
    """What mingcha on this machine says of its version, its rules and the day."""
    run = subprocess.run([mingcha, *FILTER, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    summary = json.loads(run.stdout)["summary"]
    return {key: summary[key] for key in [*SAME, "rule_set", "counts"]}


def check_frame(filings: DataFrame, mingcha: str, options: list[str]) -> tuple[DataFrame, dict[str, Any]]:
    """The verdicts of a frame's rows, and the summary without counts."""
    summary = summary_of_nothing(mingcha, options)
    filings.sparkSession.sparkContext.addFile(mingcha)
    # All tasks check as of one day, also where the job runs past midnight.
    if not any(option.startswith("--as-of") for option in options):
        options = [*options, "--as-of", summary["as_of"]]
    lines = filings.select(F.to_json(F.struct("*"), {"ignoreNullFields": "false"}).alias("line"))
    schema = from_arrow_schema(pa.schema(VERDICT))
    expected = {key: summary[key] for key in SAME}
    return lines.mapInArrow(checker(Path(mingcha).name, options, expected), schema), summary


def read(spark: SparkSession, path: str) -> DataFrame:
    if path.endswith(".csv"):
        # Quotes are doubled, not escaped; a row of the wrong width is an error and not a row of nulls.
        return spark.read.csv(path, header=True, multiLine=True, quote='"', escape='"', mode="FAILFAST")
    return spark.read.parquet(path)


def check_registry(filings: DataFrame, output: str, mingcha: str, options: list[str]) -> dict[str, Any]:
    """Writes the verdicts of a frame to `output` and returns the summary."""
    verdicts, summary = check_frame(filings, mingcha, options)
    # One file open for each verdict, in place of a sort by verdict that takes as long as all the rest.
    filings.sparkSession.conf.set("spark.sql.maxConcurrentOutputFileWriters", len(summary["counts"]))
    verdicts.write.mode("overwrite").partitionBy("verdict").parquet(output)
    # Counted in what was written: a task that Spark ran twice was committed once.
    written = filings.sparkSession.read.schema(verdicts.schema).parquet(output).groupBy("verdict").count().collect()
    counts = {verdict: 0 for verdict in summary["counts"]} | {row["verdict"]: row["count"] for row in written}
    return {**summary, "counts": counts, "rows": sum(counts.values())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=lambda names: names.split(","), default=["*"])
    parser.add_argument("mingcha")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("mingcha").getOrCreate()
    filings = read(spark, arguments.input).select(*arguments.columns)
    summary = check_registry(filings, arguments.output, arguments.mingcha, arguments.options)
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    main()
