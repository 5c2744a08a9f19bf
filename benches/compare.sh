#!/usr/bin/env bash
# Compares mingcha with raw text search and with the nearest CSV tool, in one run, on one machine.
#
# usage: benches/compare.sh FILINGS.csv [SCRATCH-FOLDER]
#
# FILINGS.csv is a UTF-8 batch with the columns 企业名称 and 经营范围. Needs ripgrep, hyperfine and python3; xan is compared
# with if it is there. Prints a table in Markdown: median wall time of nine runs, the ratio to rg, CPU time, GB/s, and peak memory.
set -euo pipefail
export LC_ALL=C.UTF-8
input=$1
scratch=${2:-$(mktemp -d)}
here=$(cd "$(dirname "$0")/.." && pwd)
cargo build --release --quiet --manifest-path "$here/Cargo.toml"
mingcha=${CARGO_TARGET_DIR:-$here/target}/release/mingcha

printf '%s\n' 虚拟货币 虚拟资产 加密货币 加密资产 稳定币 现实世界资产代币化 RWA > "$scratch/words.txt"

# The same batch in other dress: every field quoted, Traditional characters, hits in every twentieth row and in every row,
# and GBK; and own terms that do not occur.
python3 - "$input" "$scratch" <<'PY'
import csv, random, sys
source, scratch = sys.argv[1:]
rows = list(csv.reader(open(source, encoding="utf-8", newline="")))
scope = rows[0].index("经营范围")
def write(name, rows, encoding="utf-8", **how):
    with open(f"{scratch}/{name}.csv", "w", encoding=encoding, errors="replace", newline="") as f:
        csv.writer(f, lineterminator="\n", **how).writerows(rows)
def with_hits(every):
    hit = lambda n, row: row[:scope] + [row[scope] + "；虚拟货币交易"] + row[scope + 1:] if n and n % every == 0 else row
    return (hit(n, row) for n, row in enumerate(rows))
traditional = str.maketrans("业务开发术询转让设备销售电项货进动经营关会产资", "業務開發術詢轉讓設備銷售電項貨進動經營關會產資")
write("quoted", rows, quoting=csv.QUOTE_ALL)
write("traditional", ([cell.translate(traditional) for cell in row] for row in rows))
write("hits-5", with_hits(20))
write("hits-100", with_hits(1))
write("gbk", rows, encoding="gbk")
common = [chr(c) for c in range(0x4E00, 0x9FA6) if len(chr(c).encode("gb2312", "ignore")) == 2]
pick = random.Random(5)
terms = sorted({"".join(pick.choices(common, k=pick.choice([3, 4, 5]))) for _ in range(5000)})
with open(f"{scratch}/own.csv", "w", encoding="utf-8") as f:
    f.write("term\n" + "".join(f"{term}\n" for term in terms))
PY

measure() { # label, file, rg's seconds, command...
    local label=$1 file=$2 base=$3; shift 3
    local peak
    hyperfine --shell=none --ignore-failure --warmup 2 --runs 9 --export-json "$scratch/time.json" "$*" >/dev/null 2>&1
    peak=$(python3 - "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PY
)
    last=$(python3 - "$scratch/time.json" "$label" "$(stat -c %s "$file")" "${base:-0}" "$peak" <<'PY'
import json, sys
path, label, size, base, peak = sys.argv[1:]
run = json.load(open(path))["results"][0]
wall, cpu = run["median"], run["user"] + run["system"]
ratio = wall / float(base) if float(base) else 1
print(f"| {label} | {wall:.3f} | {ratio:.1f} | {cpu:.2f} | {int(size) / wall / 1e9:.2f} | {peak} |", file=sys.stderr)
print(wall)
PY
)
}

echo "| | wall, s | × rg | CPU, s | GB/s | peak, MiB |" >&2
echo "|---|---|---|---|---|---|" >&2
measure "rg -c -F -f, seven raw words" "$input" "" rg -c -F -f "$scratch/words.txt" "$input"
base=$last
check() { local label=$1 file=$2; shift 2; measure "$label" "$file" "$base" "$mingcha" check -q -o csv=/dev/null "$@" "$file"; }
check "mingcha check" "$input"
check "the same, -j 1" "$input" -j 1
check "--disguises off" "$input" --disguises off
check "--disguises off -j 1" "$input" --disguises off -j 1
if command -v xan >/dev/null; then
    # The count of a row is the nearest that it has to a verdict for every row.
    measure "xan search --patterns --count" "$input" "$base" \
        xan search -s 企业名称,经营范围 --count hits --patterns "$scratch/words.txt" "$input"
fi
for dress in quoted traditional hits-5 hits-100 gbk; do
    check "$dress, --disguises off" "$scratch/$dress.csv" --disguises off
done
check "5,000 own terms, --disguises off" "$input" --terms "$scratch/own.csv" --disguises off
