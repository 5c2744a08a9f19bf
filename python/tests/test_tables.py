"""Whole tables, of every library that speaks Arrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from filings import ID, NAME, SCOPE, table
from mingcha import Checker, MingchaError, TableError

RESULTS = ["verdict", "findings", "problems", "key", "unread"]
SOME = table(3000)
KINDS: dict[str, Callable[[pa.Table], Any]] = {
    "pyarrow": lambda table: table,
    "chunks": lambda table: pa.concat_tables([table.slice(0, 7), table.slice(7, 0), table.slice(7)]),
    "batch": lambda table: table.combine_chunks().to_batches()[0],
    "reader": lambda table: table.to_reader(100),
    "large": lambda table: table.cast(pa.schema([(name, pa.large_string()) for name in table.column_names])),
    "view": lambda table: table.cast(pa.schema([(name, pa.string_view()) for name in table.column_names])),
    "dictionary": lambda table: pa.table({name: table[name].dictionary_encode() for name in table.column_names}),
    "polars": pl.from_arrow,
    "categorical": lambda table: pl.from_arrow(table).with_columns(pl.col(NAME).cast(pl.Categorical)),
    "pandas": lambda table: table.to_pandas(),
    "pandas of arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "category": lambda table: table.to_pandas().astype({SCOPE: "category"}),
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
}


def plain(checked: Any) -> pa.Table:
    """Results in one chunk, with verdicts as texts."""
    results = pa.table(checked)
    verdict = results.column_names.index("verdict")
    return results.set_column(verdict, "verdict", results["verdict"].cast(pa.string())).combine_chunks()


@pytest.fixture(scope="module")
def expected(checker: Checker) -> pa.Table:
    return plain(checker.check_table(SOME, threads=1))


@pytest.mark.parametrize("kind", KINDS)
def test_every_library_gets_the_same_results(checker: Checker, expected: pa.Table, kind: str) -> None:
    given = KINDS[kind](SOME)
    assert plain(checker.check_table(given)).equals(expected)
    again = KINDS[kind](SOME)
    assert plain(checker.check_stream(again, threads=3)).equals(expected)


def test_each_row_is_that_of_its_texts_alone(checker: Checker, expected: pa.Table) -> None:
    counted = 0
    for row, result in zip(SOME.to_pylist(), expected.to_pylist(), strict=True):
        alone = checker.check(name=row[NAME] or "", scope=row[SCOPE] or "", id=row[ID])
        assert (alone.verdict, alone.key or None, alone.unread) == (result["verdict"], result["key"], result["unread"])
        for one, other in zip(alone.findings, result["findings"], strict=True):
            column = {"name": NAME, "scope": SCOPE}[one.field]
            assert other.pop("column") == column and row[column][one.start:one.end] == one.matched
            assert other == {name: getattr(one, name) for name in other}
        assert [(p.kind, p.field) for p in alone.problems] == [(p["kind"], p["field"]) for p in result["problems"]]
        counted += len(alone.findings)
    assert counted > 100


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_and_batches_change_nothing(checker: Checker, threads: int) -> None:
    rows = pa.concat_tables([SOME] * 20)
    whole = plain(checker.check_table(rows.combine_chunks(), threads=threads))
    assert whole.num_rows == 60_000
    assert plain(checker.check_table(rows.to_reader(777), threads=threads)).equals(whole)
    assert whole.slice(57_000).equals(plain(checker.check_table(SOME)))


def test_results_are_read_by_every_library(checker: Checker, expected: pa.Table) -> None:
    checked = checker.check_table(SOME, keep=ID)
    keys = expected["key"].to_pylist()
    assert pl.DataFrame(checked)["key"].to_list() == keys
    assert [None if pd.isna(key) else key for key in pa.table(checked).to_pandas()["key"]] == keys
    assert [row[0] for row in duckdb.connect().sql("select key from checked").fetchall()] == keys
    assert checked.column_names == [ID, *RESULTS] == pa.schema(checked).names
    assert pa.table(checked)[ID].equals(SOME[ID])
    assert len(checked) == checked.num_rows == SOME.num_rows


def test_rows_are_counted_by_verdict(checker: Checker, expected: pa.Table) -> None:
    checked = checker.check_table(SOME)
    counts = {row["values"]: row["counts"] for row in expected["verdict"].value_counts().to_pylist()}
    assert {verdict: count for verdict, count in checked.counts.items() if count} == counts
    assert list(checked.counts) == ["reject", "review", "unchecked", "notice", "allowed", "clear"]
    assert checked.unread == pc.sum(expected["unread"]).as_py() > 0
    assert all(count for verdict, count in checked.counts.items() if verdict not in ("allowed", "notice"))


def test_columns_are_found_by_their_headers_or_named(checker: Checker) -> None:
    rows = pa.table({"公司": ["甲RWA公司"], "ENTNAME": ["乙公司"], "经营范围1": ["稳定"], "经营范围2": ["币发行"], "REGNO": [7]})
    found = checker.check_table(rows)
    assert found.columns == {"name": ["ENTNAME"], "scope": ["经营范围1", "经营范围2"], "text": [], "id": ["REGNO"]}
    assert pa.table(found)["verdict"].to_pylist() == ["review"]
    named = checker.check_table(rows, name="公司", scope=["经营范围2"], id="REGNO")
    assert named.columns == {"name": ["公司"], "scope": ["经营范围2"], "text": [], "id": ["REGNO"]}
    assert pa.table(named)["findings"].to_pylist()[0][0]["column"] == "公司"
    assert pa.table(named)["key"].to_pylist() == [checker.check(name="甲RWA公司", scope="币发行", id="7").key]


def test_values_of_other_types_are_read_or_refused(checker: Checker) -> None:
    def one(values: pa.Array) -> Any:
        return pa.table(checker.check_table(pa.table({NAME: ["甲RWA公司"], ID: values})))["key"][0].as_py()

    digits = one(pa.array(["913"]))
    for value in [pa.array([913], pa.int64()), pa.array([913.0]), pa.array([Decimal("913")]), pa.array([913], pa.uint16())]:
        assert one(value) == digits
    assert one(pa.array([None], pa.string())) == one(pa.array([""])) == one(pa.nulls(1)) != digits
    with pytest.raises(TableError, match=f"{ID}.*neither text nor a number"):
        one(pa.array([[913]]))
    for column in [pa.array([b"RWA"]), pa.array([{"a": 1}])]:
        with pytest.raises(TableError, match=NAME):
            checker.check_table(pa.table({NAME: column}))


def test_what_is_wrong_with_a_table_is_said(checker: Checker) -> None:
    rows = pa.table({NAME: ["甲"], "key": ["1"]})
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (object(), {}, "no Arrow interface"), ([1], {}, "list"), ({NAME: ["甲"]}, {}, "dict"),
        (pa.table({"colour": ["red"]}), {}, "colour.*name and scope"), (rows, {"scope": "none"}, "none"),
        (rows, {"keep": ["key"]}, "`key`"), (rows, {"keep": "none"}, "none"), (pa.array(["甲"]), {}, "table"),
        (pd.DataFrame({NAME: ["甲", 3]}), {}, "cannot be read"),
    ]
    for given, options, said in cases:
        with pytest.raises(TableError, match=said):
            checker.check_table(given, **options)
    with pytest.raises(MingchaError, match="未发现.*scope"):
        Checker(as_of="2026-03-01", lang="zh").check_table(pa.table({"colour": ["red"]}))


def test_an_empty_table_has_no_results_and_all_columns(checker: Checker) -> None:
    checked = checker.check_table(SOME.slice(0, 0))
    assert (checked.num_rows, pa.table(checked).num_rows, pa.table(checked).column_names) == (0, 0, RESULTS)


def batches(count: int, read: list[int], failing: int | None = None) -> Iterator[pa.RecordBatch]:
    for number in range(count):
        if number == failing:
            raise RuntimeError("the disk is gone")
        read.append(number)
        yield SOME.to_batches()[0]


@pytest.mark.parametrize("threads", [1, 4])
def test_a_stream_is_read_as_far_as_its_results(checker: Checker, threads: int) -> None:
    read: list[int] = []
    source = pa.RecordBatchReader.from_batches(SOME.schema, batches(1000, read))
    stream = checker.check_stream(source, threads=threads)
    assert stream.column_names == RESULTS and read == []
    results = pa.RecordBatchReader.from_stream(stream)
    assert results.read_next_batch().num_rows == SOME.num_rows
    assert 1 <= len(read) <= 2 * threads
    del results

    with pytest.raises(TableError, match="once"):
        pa.table(stream)


@pytest.mark.parametrize("threads", [1, 4])
def test_a_source_that_fails_is_an_error_behind_the_rows_before_it(checker: Checker, threads: int) -> None:
    def source() -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(SOME.schema, batches(9, [], failing=6))

    with pytest.raises(TableError, match="the disk is gone"):
        checker.check_table(source(), threads=threads)
    results = pa.RecordBatchReader.from_stream(checker.check_stream(source(), threads=threads))
    for _ in range(6):
        assert results.read_next_batch().num_rows == SOME.num_rows
    with pytest.raises(Exception, match="the disk is gone"):
        results.read_next_batch()


def test_other_threads_of_python_run_while_a_table_is_checked(checker: Checker) -> None:
    rows = pa.concat_tables([SOME] * 100)
    ticks, stopped = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stopped.wait(0.001):
            ticks += 1

    ticking = threading.Thread(target=tick)
    ticking.start()
    before = ticks
    checker.check_table(rows, threads=1)
    during = ticks - before
    stopped.set()
    ticking.join()
    assert during >= 5, "no other thread ran"


def test_several_tables_are_checked_at_once(checker: Checker, expected: pa.Table) -> None:
    results: list[pa.Table] = []
    threads = [threading.Thread(target=lambda: results.append(plain(checker.check_table(SOME, threads=2)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6 and all(result.equals(expected) for result in results)
