"""The program that the package brings along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from conftest import PROGRAM
from mingcha import __version__, main

MINGCHA = Path(sysconfig.get_path("scripts"), "mingcha")
LIST = "企业名称,经营范围\n甲稳定币有限公司,软件开发\n乙公司,软件开发...\n"


def run(*arguments: str | Path, program: list[str | Path] | None = None, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [*(program or [MINGCHA]), *arguments]
    return subprocess.run(command, capture_output=True, **options)  # type: ignore[call-overload, no-any-return]


def test_the_script_and_the_module_are_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    arguments = ["check", "a.csv", "--lang", "en", "--as-of", "2026-03-01", "-q"]
    script, module = run(*arguments, cwd=tmp_path), run(*arguments, program=[*PROGRAM], cwd=tmp_path)
    assert (script.returncode, script.stdout, script.stderr) == (module.returncode, module.stdout, module.stderr)
    assert script.returncode == 2 and b"reject" in script.stdout and b"unchecked" in script.stdout
    assert run("check", "a.csv", "-q", "--allow-unchecked", cwd=tmp_path).returncode == 1


def test_it_says_its_version_and_its_errors(tmp_path: Path) -> None:
    assert run("--version").stdout.decode().split()[1] == __version__
    missing = run("check", "missing.csv", "--lang", "en", cwd=tmp_path)
    assert missing.returncode == 2 and missing.stderr.startswith(b"mingcha: ") and b"missing.csv" in missing.stderr


def test_it_is_the_program_that_cargo_builds(tmp_path: Path) -> None:
    built = os.environ.get("MINGCHA")
    if built is None:
        pytest.skip("MINGCHA names no program")
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    for arguments in [["check", "a.csv", "-f", form, "--as-of", "2026-03-01"] for form in ["csv", "jsonl", "html", "sarif"]] + [
            ["explain", "--name", "RWA"], ["terms"], ["man"], ["fold", "a.csv"], ["nonsense"]]:
        mine, theirs = (run(*arguments, program=program, cwd=tmp_path) for program in ([MINGCHA], [built]))
        assert (mine.returncode, mine.stdout) == (theirs.returncode, theirs.stdout), arguments


def test_it_is_a_function_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LIST, encoding="utf-8")
    assert main(["check", str(path), "-q", "--allow-unchecked"]) == 1
    assert "reject" in capfd.readouterr().out


def test_a_closed_pipe_is_never_a_success() -> None:
    code = f"import sys; from mingcha import main; sys.exit(main(['terms']))"
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    program.stdout.close()
    assert program.wait(60) == 2


def test_an_interrupt_ends_it_with_130() -> None:
    program = subprocess.Popen([MINGCHA, "check", "-", "-q"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert program.stdin is not None
    program.stdin.write("企业名称\n甲\n".encode())
    program.stdin.flush()
    time.sleep(1)
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130
