#!/usr/bin/env python3
"""Checks a registry with mingcha on a Spark cluster and writes the verdicts as Parquet, one folder a verdict.

usage: spark-submit check_registry.py [OPTION...] INPUT OUTPUT

INPUT is Parquet, or CSV with a header if it ends in .csv. The package mingcha is installed on all machines. Columns are found by
their headers, or named by --name, --scope and --id; --keep carries columns along. Prints the summary as JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from mingcha import Checker
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

Batches = Iterator[pa.RecordBatch]
VERDICTS = ["reject", "review", "unchecked", "notice", "allowed", "clear"]


def results_schema(checker: Checker, filings: DataFrame, columns: dict[str, Any]) -> tuple[pa.Schema, list[str]]:
    """The schema of the results, with verdicts as texts, and the columns that are read."""
    checked = checker.check_table(to_arrow_schema(filings.schema).empty_table(), **columns)
    schema = pa.schema(checked)
    schema = schema.set(schema.get_field_index("verdict"), pa.field("verdict", pa.string()))
    headers = [header for of_field in checked.columns.values() for header in of_field]
    return schema, list(dict.fromkeys([*headers, *columns.get("keep", [])]))


def task(checker: Checker, schema: pa.Schema, columns: dict[str, Any]) -> Callable[[Batches], Batches]:
    """What a task does: filings come in, their results go out.

    Spark pickles the checker with the function. Each task unpickles it, which compares tool version, rules, day and profile with
    those of the driver: a difference is an error.
    """

    def check(batches: Batches) -> Batches:
        for batch in batches:
            checked = pa.table(checker.check_table(batch, threads=1, **columns))
            yield from checked.cast(schema).to_batches()

    return check


def check_frame(filings: DataFrame, checker: Checker, **columns: Any) -> DataFrame:
    """The results of a frame's rows, in their order. Columns are those of `Checker.check_table`."""
    schema, read = results_schema(checker, filings, columns)
    filings = filings.select(*(f"`{header}`" for header in read))
    return filings.mapInArrow(task(checker, schema, columns), from_arrow_schema(schema))


def read(spark: SparkSession, path: str) -> DataFrame:
    if path.endswith(".csv"):
        # Quotes are doubled, not escaped; a row of the wrong width is an error and not a row of nulls.
        return spark.read.csv(path, header=True, multiLine=True, quote='"', escape='"', mode="FAILFAST")
    return spark.read.parquet(path)


def check_registry(filings: DataFrame, output: str, checker: Checker, **columns: Any) -> dict[str, Any]:
    """Writes the results of a frame to `output` and returns the summary."""
    results = check_frame(filings, checker, **columns)
    # One file open for each verdict, in place of a sort by verdict that takes as long as all the rest.
    filings.sparkSession.conf.set("spark.sql.maxConcurrentOutputFileWriters", len(VERDICTS))
    results.write.mode("overwrite").partitionBy("verdict").parquet(output)
    # Counted in what was written: a task that Spark ran twice was committed once.
    written = filings.sparkSession.read.schema(results.schema).parquet(output).groupBy("verdict").count().collect()
    counts = dict.fromkeys(VERDICTS, 0) | {row["verdict"]: row["count"] for row in written}
    return {**checker.identity, "counts": counts, "rows": sum(counts.values())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ["name", "scope", "text", "id", "keep"]:
        parser.add_argument(f"--{option}", action="append", default=[], metavar="COLUMN")
    parser.add_argument("--profile", default="filing")
    parser.add_argument("--as-of")
    for option in ["terms", "rules"]:
        parser.add_argument(f"--{option}", action="append", default=[], metavar="PATH")
    parser.add_argument("input")
    parser.add_argument("output")
    arguments = parser.parse_args()

    # All tasks check as of one day, also where the job runs past midnight.
    checker = Checker(arguments.profile, arguments.as_of, arguments.terms, arguments.rules)
    columns = {option: getattr(arguments, option) for option in ["name", "scope", "text", "id", "keep"]}
    spark = SparkSession.builder.appName("mingcha").getOrCreate()
    summary = check_registry(read(spark, arguments.input), arguments.output, checker, **columns)
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    main()
