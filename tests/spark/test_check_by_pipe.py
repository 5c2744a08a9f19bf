#!/usr/bin/env python3
"""The recipe on a cluster of two workers: the verdicts of one machine, whatever happens to a worker.

Needs MINGCHA, the path of the program; MINGCHA_FILINGS may name a CSV of filings to check in place of the fixture's.
"""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import cluster
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from check_by_pipe import FILTER, VERDICT, check_frame, check_registry, read, read_verdicts
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

MINGCHA = os.environ["MINGCHA"]
PROJECT = Path(__file__).parents[2]
AS_OF = ["--as-of", "2026-03-01"]
COLUMNS = ["统一社会信用代码", "企业名称", "经营范围", "成立日期"]
ODD = [
    ["甲\"虚拟货币\"公司", "a\\b\t稳,定币\n第二行"], ["", "软件..."], ["乙\u2028RWA", "N/A"],
    ["{\"丙\":1}", "\U0001f600虚\u200b拟货币"],
    ["\ufeff丁", "=1+1"], ["戊", ""], ["虛擬貨幣行", "加密 资产"], ["己", "数字货币研究"],
]
# Kills the executor over it, once, in the middle of its input; then does what mingcha does.
KILLER = """#!/bin/sh
parent() { sed -n 's/^PPid:[[:space:]]*//p' "/proc/$1/status"; }
pid=$$
while [ "$pid" -gt 1 ] && ! grep -q CoarseGrainedExecutorBackend "/proc/$pid/cmdline"; do pid=$(parent "$pid"); done
if [ "$pid" -gt 1 ] && mkdir "SCRATCH/killed" 2>/dev/null; then head -c 100000 | "MINGCHA" "$@" | head -n 50; kill -9 "$pid"; fi
exec "MINGCHA" "$@"
"""
# Has more rules in an executor than on the driver.
OTHER = """#!/bin/sh
if grep -q pyspark.daemon "/proc/$PPID/cmdline"; then exec "MINGCHA" "$@" --terms "SCRATCH/terms.csv"; fi
exec "MINGCHA" "$@"
"""


def batch(path: Path) -> None:
    """Writes filings: those that MINGCHA_FILINGS names, or the fixture's over and over; and odd ones."""
    named = os.environ.get("MINGCHA_FILINGS")
    with open(named or PROJECT / "fixtures/filings.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    filings = [[row[c] for c in COLUMNS] for row in rows] if named else [
        [f"91{n:016}", row["企业名称"], row["经营范围"], "2026-02-06"] for n in range(5000)
        for row in [rows[n % len(rows)]] if row.get("经营范围") is not None]
    filings += [[f"ODD{n}", *odd, ""] for n, odd in enumerate(ODD)]
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *filings])


class Recipe(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.spark: SparkSession = cls.enterClassContext(cluster.start(2))
        cls.csv, cls.parquet = cls.scratch / "batch.csv", cls.scratch / "batch.parquet"
        batch(cls.csv)
        texts = {column: pa.string() for column in COLUMNS}
        options = pa.csv.ConvertOptions(column_types=texts, strings_can_be_null=True, null_values=[""])
        parsing = pa.csv.ParseOptions(newlines_in_values=True)
        table = pa.csv.read_csv(cls.csv, parse_options=parsing, convert_options=options)
        cls.rows, part = table.num_rows, table.num_rows // 6 + 1
        cls.parquet.mkdir()
        for begin in range(0, table.num_rows, part):
            pq.write_table(table.slice(begin, part), cls.parquet / f"{begin}.parquet")
        command = [MINGCHA, "check", cls.csv, *FILTER[3:], *AS_OF]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as alone:
            lines = pa.Table.from_batches(read_verdicts(alone.stdout))
        is_verdict = lines["summary"].is_null()
        cls.verdicts = lines.filter(is_verdict).select(list(VERDICT)).sort_by("id")
        cls.summary = lines["summary"][-1].as_py()

    def check(self, filings: DataFrame | None = None, program: str = MINGCHA) -> tuple[pa.Table, dict[str, Any]]:
        output = str(self.scratch / self.id())
        filings = self.spark.read.parquet(str(self.parquet)) if filings is None else filings
        summary = check_registry(filings, output, program, AS_OF)
        partitions = ds.partitioning(pa.schema([("verdict", pa.string())]), flavor="hive")
        return ds.dataset(output, partitioning=partitions).to_table().select(list(VERDICT)).sort_by("id"), summary

    def few(self) -> DataFrame:
        return self.spark.read.parquet(str(self.parquet)).where("`统一社会信用代码` like 'ODD%'").repartition(20)

    def program(self, name: str, text: str) -> str:
        path = self.scratch / name
        path.write_text(text.replace("MINGCHA", MINGCHA).replace("SCRATCH", str(self.scratch)))
        path.chmod(0o755)
        return str(path)

    def assert_the_verdicts_of_one_machine(self, verdicts: pa.Table, summary: dict[str, Any]) -> None:
        self.assertEqual(verdicts.num_rows, self.rows)
        for column in VERDICT:
            mine, expected = verdicts[column], self.verdicts[column]
            if not mine.equals(expected):
                first = next(pair for pair in zip(mine, expected) if pair[0] != pair[1])
                self.fail(f"{column}: of the cluster, of one machine: {first}")
        of_one_machine = {row["values"]: row["counts"] for row in self.verdicts["verdict"].value_counts().to_pylist()}
        self.assertEqual({verdict: n for verdict, n in summary["counts"].items() if n}, of_one_machine)
        self.assertEqual({key: summary[key] for key in self.summary}, self.summary)

    def test_parquet_gets_the_verdicts_of_one_machine(self) -> None:
        self.assert_the_verdicts_of_one_machine(*self.check())

    def test_csv_gets_the_verdicts_of_one_machine(self) -> None:
        self.assert_the_verdicts_of_one_machine(*self.check(read(self.spark, str(self.csv))))

    def test_a_killed_worker_changes_nothing(self) -> None:
        program = self.program("killer", KILLER)
        self.assert_the_verdicts_of_one_machine(*self.check(program=program))
        self.assertTrue((self.scratch / "killed").exists(), "no worker was killed")

    def test_a_worker_with_other_rules_is_an_error(self) -> None:
        (self.scratch / "terms.csv").write_text("term\n软件开发\n", encoding="utf-8")
        with self.assertRaisesRegex(PySparkException, "not one check"):
            self.check(self.few(), self.program("other", OTHER))
        self.assertFalse((self.scratch / self.id() / "_SUCCESS").exists())

    def test_a_job_that_wants_few_verdicts_does_not_hang(self) -> None:
        verdicts, _ = check_frame(self.spark.read.parquet(str(self.parquet)), MINGCHA, AS_OF)
        self.assertEqual(len(verdicts.limit(3).collect()), 3)

    def test_small_and_empty_partitions_are_checked(self) -> None:
        verdicts, summary = self.check(self.few())
        self.assertEqual((verdicts.num_rows, summary["rows"]), (len(ODD), len(ODD)))
        self.assertEqual(verdicts["key"].combine_chunks(), self.verdicts["key"].slice(self.rows - len(ODD)).combine_chunks())


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
