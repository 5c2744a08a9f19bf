"""Checks company names and business scopes against clause (八) of 银发〔2026〕42号.

A text:

>>> from mingcha import Checker
>>> checker = Checker(as_of="2026-03-01", lang="en")
>>> result = checker.check(name="甲贸易有限公司", scope="软件开发；虛.擬.貨.幣交易")
>>> result.verdict
'reject'
>>> finding = result.findings[0]
>>> finding.term, finding.matched, finding.span
('虚拟货币', '虛.擬.貨.幣', (5, 12))
>>> "软件开发；虛.擬.貨.幣交易"[finding.start:finding.end]
'虛.擬.貨.幣'
>>> finding.clause
'银发〔2026〕42号（八）'

Text that was not read is never clear, and nothing found is no approval:

>>> checker.check(scope="软件开发；稳定...").verdict
'unchecked'
>>> checker.check(name="海通证券股份有限公司").verdict
'clear'

A table of any library that speaks Arrow, such as pyarrow, polars, pandas and DuckDB:

>>> import pyarrow as pa
>>> table = pa.table({"企业名称": ["甲公司", "乙RWA公司"], "经营范围": ["软件开发", None]})
>>> checked = checker.check_table(table)
>>> checked.counts["reject"], checked.num_rows
(1, 2)
>>> pa.table(checked)["verdict"].to_pylist()
['clear', 'reject']
"""

from typing import Literal, TypeAlias

from ._mingcha import (
    CheckedStream,
    CheckedTable,
    Checker,
    Finding,
    MingchaError,
    OtherCheckError,
    Problem,
    Result,
    RulesError,
    TableError,
    TextError,
    __version__,
    main,
)

Verdict: TypeAlias = Literal["reject", "review", "unchecked", "notice", "allowed", "clear"]
Field: TypeAlias = Literal["name", "scope", "text", "other"]
Tier: TypeAlias = Literal["named", "content", "related"]

__all__ = [
    "CheckedStream",
    "CheckedTable",
    "Checker",
    "Field",
    "Finding",
    "MingchaError",
    "OtherCheckError",
    "Problem",
    "Result",
    "RulesError",
    "TableError",
    "TextError",
    "Tier",
    "Verdict",
    "__version__",
    "main",
]
