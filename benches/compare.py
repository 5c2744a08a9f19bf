#!/usr/bin/env python3
"""Measures mingcha and other tools on one file, in turn, and prints a table in Markdown. Called by compare.sh.

usage: compare.py FILE.csv SCRATCH-FOLDER

In each run one tool follows the other, so that both meet the same machine. A ratio is that of one run: the table has the median of all
runs, and between brackets the second lowest and the second highest (with nine runs, an interval of 96 % for the median).
"""
import csv
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time

FILE, SCRATCH = sys.argv[1:]
MINGCHA, PYTHON = os.environ["MINGCHA"], os.environ["PYTHON"]
RUNS = int(os.environ.get("RUNS", "9"))
WORDS = "虚拟货币 虚拟资产 加密货币 加密资产 稳定币 现实世界资产代币化 RWA".split()
TRADITIONAL = str.maketrans("虚拟货币资产加密稳定现实币", "虛擬貨幣資產加密穩定現實幣")
# The rows of a workbook: a spreadsheet has at most 1,048,576.
SHEET_ROWS = 200_000

POLARS = """
import sys, polars as pl
words = sys.argv[2].split(",")
name, scope = (pl.col(column).str.contains_any(words) for column in ("企业名称", "经营范围"))
pl.scan_csv(sys.argv[1], infer_schema=False).with_columns(hit=name | scope).collect().write_csv("/dev/null")
"""
CALAMINE = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
WORKBOOK = """
import csv, itertools, sys, openpyxl
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in itertools.islice(csv.reader(file), int(sys.argv[3]) + 1):
        sheet.append(row)
book.save(sys.argv[2])
"""


class Tool:
    """A command, by the name that it has in the table. The path of the file is its last argument."""

    def __init__(self, name, *command, env=None):
        self.name, self.command, self.env = name, command, {**os.environ, **(env or {})}

    def run(self, path):
        """Wall time and CPU time in seconds, and peak memory in MiB."""
        with open(os.devnull, "w") as null:
            begin = time.perf_counter()
            process = subprocess.Popen([*self.command, path], stdout=null, stderr=null, env=self.env)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"{self.name} fails with status {process.returncode}: {' '.join(self.command)} {path}")
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def check(name, *options):
    return Tool(name, MINGCHA, "check", "-q", "-o", f"csv={os.devnull}", "--allow-unchecked", *options)


def into_page_cache(path):
    """Drops a file from the page cache and reads it once: how its pages lie there depends on how they came."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while file.read(1 << 20):
            pass


def compare(own, other, path, by="wall", other_path=None):
    """Runs both in turn and prints a line: the ratio is that of the times of `own` to those of `other`, of one run each."""
    which = {"wall": 0, "CPU": 1}[by]
    own.run(path), other.run(other_path or path)
    pairs = [(own.run(path), other.run(other_path or path)) for _ in range(RUNS)]
    ratios = sorted(mine[which] / theirs[which] for mine, theirs in pairs)
    low, high = (ratios[1], ratios[-2]) if RUNS > 4 else (ratios[0], ratios[-1])
    (wall, cpu, peak), (their_wall, their_cpu, _) = ([statistics.median(column) for column in zip(*runs)] for runs in zip(*pairs))
    # A command begins as a copy of this script: no peak is less than what the script takes.
    known = f"{peak:.0f}" if peak > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 else ""
    gigabytes = os.path.getsize(path) / wall / 1e9
    print(
        f"| {own.name} | {other.name} | {statistics.median(ratios):.2f} [{low:.2f}–{high:.2f}] × {by} "
        f"| {wall:.3f} | {their_wall:.3f} | {cpu:.2f} | {their_cpu:.2f} | {gigabytes:.2f} | {known} |",
        flush=True,
    )


def skipped(other, why):
    print(f"| | {other} | skipped: {why} | | | | | | |", flush=True)


def has_modules(*modules):
    return subprocess.run([PYTHON, "-c", f"import {', '.join(modules)}"], capture_output=True).returncode == 0


def scratch(name, write):
    path = os.path.join(SCRATCH, name)
    write(path)
    into_page_cache(path)
    return path


def recoded(encoding):
    def write(path):
        with open(FILE, encoding="utf-8", newline="") as source, open(path, "w", encoding=encoding, newline="") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    return write


def rewritten(change, **how):
    """Writes the rows again, each changed by a function of its number, itself and the index of its scope."""

    def write(path):
        with open(FILE, encoding="utf-8", newline="") as source, open(path, "w", encoding="utf-8", newline="") as target:
            rows, out = csv.reader(source), csv.writer(target, lineterminator="\n", **how)
            header = next(rows)
            out.writerow(header)
            scope = header.index("经营范围")
            out.writerows(change(number, row, scope) for number, row in enumerate(rows))

    return write


def with_hits(every):
    def change(number, row, scope):
        if number % every == 0:
            row[scope] += "；虚拟货币交易"
        return row

    return change


def folding_pattern():
    """The nearest that a shell user has to the fold: both scripts of each character, and anything that is no letter between them."""
    words = []
    for word in WORDS:
        letters = []
        for c in word:
            other = c.translate(TRADITIONAL) if not c.isascii() else c.lower() + chr(ord(c) + 0xFEE0)
            letters.append(f"[{c}{other}]" if c != other else c)
        words.append(r"[\pZ\pP\pS]*".join(letters))
    return "|".join(words)


raw_words = scratch("words.txt", lambda path: open(path, "w", encoding="utf-8").write("".join(f"{word}\n" for word in WORDS)))
rg = Tool("rg -c -F -f", "rg", "-c", "-F", "-f", raw_words)
default, exact = check("mingcha check"), check("--disguises off", "--disguises", "off")

into_page_cache(FILE)
print(f"\n{os.path.basename(FILE)}, {os.path.getsize(FILE) / 1e6:.0f} MB. It was dropped from the page cache and read once, 1 MiB at a time.\n")
print(f"| | compared with | ratio, {RUNS} runs in turn | wall, s | its wall | CPU, s | its CPU | GB/s | peak, MiB |")
print("|---|---|---|---|---|---|---|---|---|")
compare(default, rg, FILE)
compare(check("the same, -j 1", "-j", "1"), rg, FILE)
compare(exact, rg, FILE)
compare(default, Tool("rg, both scripts and gaps", "rg", "-c", folding_pattern()), FILE, by="CPU")

if shutil.which("xan"):
    # The count of a row is the nearest that it has to a verdict for every row.
    xan = Tool("xan search --patterns --count", "xan", "search", "-s", "企业名称,经营范围", "--count", "hits", "--patterns", raw_words)
    compare(default, xan, FILE)
else:
    skipped("xan search --patterns --count", "xan is not there")

if has_modules("polars"):
    # The words come last in its program: the path is the first argument.
    polars = Tool("polars, contains_any", PYTHON, "-c", POLARS.replace("sys.argv[2]", repr(",".join(WORDS))), env={"POLARS_MAX_THREADS": "2"})
    compare(default, polars, FILE)
else:
    skipped("polars, contains_any", f"{PYTHON} has no polars")

compare(check("GB18030"), rg, scratch("gb18030.csv", recoded("gb18030")), other_path=FILE)
compare(check("UTF-16"), rg, scratch("utf16.csv", recoded("utf-16")), other_path=FILE)
compare(check("quotes everywhere"), rg, scratch("quoted.csv", rewritten(lambda number, row, scope: row, quoting=csv.QUOTE_ALL)))
compare(check("hits in 5 % of the rows"), rg, scratch("hits-5.csv", rewritten(with_hits(20))))
compare(check("hits in every row"), rg, scratch("hits-100.csv", rewritten(with_hits(1))))

if has_modules("python_calamine", "openpyxl"):
    def write_workbook(path):
        subprocess.run([PYTHON, "-c", WORKBOOK, FILE, path, str(SHEET_ROWS)], check=True)

    calamine = Tool("python-calamine, reading it", PYTHON, "-c", CALAMINE)
    compare(check(f".xlsx, {SHEET_ROWS:,} rows at most"), calamine, scratch("rows.xlsx", write_workbook), by="CPU")
else:
    skipped("python-calamine", f"{PYTHON} has no python_calamine and openpyxl")
