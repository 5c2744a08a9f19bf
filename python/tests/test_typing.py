"""The types of the package, in the strictest mode of a type checker."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from conftest import PACKAGE


def test_the_types_are_complete_and_strict() -> None:
    pytest.importorskip("pyright")
    command = [sys.executable, "-m", "pyright", "--project", str(PACKAGE), "--pythonpath", sys.executable, "--outputjson"]
    report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert report["generalDiagnostics"] == []
    assert report["summary"]["filesAnalyzed"] >= 4


def test_the_stub_has_what_the_extension_has() -> None:
    import ast

    from mingcha import _mingcha

    stub = ast.parse((PACKAGE / "mingcha/_mingcha.pyi").read_text(encoding="utf-8"))
    declared = {node.name: node for node in stub.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    for name in dir(_mingcha):
        if not name.startswith("__"):
            assert name in declared, f"the stub lacks {name}"
    for name in ["Checker", "Result", "Finding", "Problem", "CheckedTable", "CheckedStream"]:
        there = {member for member in vars(getattr(_mingcha, name)) if not member.startswith("__")}
        node = declared[name]
        assert isinstance(node, ast.ClassDef)
        said = {member.name for member in node.body if isinstance(member, ast.FunctionDef) and not member.name.startswith("__")}
        assert said == there, name
