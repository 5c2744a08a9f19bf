#!/usr/bin/env bash
# Compares mingcha with other tools on the same files, in one run, on one machine.
#
# usage: benches/compare.sh [ROWS [FILE.csv...]]
#
# Without a FILE, batches of two shapes with ROWS rows (1,000,000) are made: `filings` and `registry`, see made.py. A FILE is UTF-8
# with the columns 企业名称 and 经营范围. Needs ripgrep and python3. Other tools are compared with where they are found, and skipped
# otherwise: xan (PATH or target/tools/bin; `cargo install xan --locked --root target/tools`), polars and python-calamine with openpyxl
# (modules of $PYTHON; `python3 -m venv target/tools/py && target/tools/py/bin/pip install polars python-calamine openpyxl`).
#
# Prints a table in Markdown for each file. RUNS (9) is the number of runs of each pair of tools.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")/.." && pwd)
rows=${1:-1000000}
shift || true

cargo build --release --quiet --locked --manifest-path "$here/Cargo.toml"
export MINGCHA=${MINGCHA:-${CARGO_TARGET_DIR:-$here/target}/release/mingcha}
export PATH=$PATH:$here/target/tools/bin
if [ -z "${PYTHON:-}" ] && [ -x "$here/target/tools/py/bin/python" ]; then
    PYTHON=$here/target/tools/py/bin/python
fi
export PYTHON=${PYTHON:-python3}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
    for shape in filings registry; do
        python3 "$here/benches/made.py" "$shape" "$rows" "$work/$shape.csv"
        files+=("$work/$shape.csv")
    done
fi
for file in "${files[@]}"; do
    python3 "$here/benches/compare.py" "$file" "$work"
done
