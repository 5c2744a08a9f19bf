"""What several tests need."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mingcha import Checker

AS_OF = "2026-03-01"
PROGRAM = [sys.executable, "-m", "mingcha"]
PACKAGE = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker(as_of=AS_OF, lang="en")
