"""What a type checker has to understand of the package in its strictest mode."""

from datetime import date
from typing import assert_type

import mingcha
from mingcha import Checker, Field, Finding, Problem, Result, Tier, Verdict


def flagged(checker: Checker, names: list[str]) -> list[tuple[str, Verdict, tuple[int, int]]]:
    found: list[tuple[str, Verdict, tuple[int, int]]] = []
    for name in names:
        result = checker.check(name=name, scope=["软件开发", "货物进出口"], id="91")
        found.extend((name, result.verdict, finding.span) for finding in result.findings)
    return found


class Table:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return requested_schema


def whole(table: Table) -> dict[Verdict, int]:
    checker = Checker("stock", as_of=date(2026, 3, 1), terms=["own.csv"], disguises=False, lang="zh")
    checked = checker.check_table(table, name="企业名称", keep=["统一社会信用代码"], threads=2)
    again = checker.check_stream(checked)
    assert_type(again.column_names, list[str])
    assert_type(checked.columns, dict[str, list[str]])
    return checked.counts


def parts(result: Result) -> None:
    assert_type(result.findings, tuple[Finding, ...])
    assert_type(result.problems, tuple[Problem, ...])
    assert_type(result.findings[0].tier, Tier)
    assert_type(result.findings[0].field, Field)
    assert_type(result.reasons, tuple[str, ...])
    assert_type(mingcha.main(["--version"]), int)
