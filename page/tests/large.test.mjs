// Large lists: bounded memory, many flagged rows, and how fast it is.
import assert from "node:assert/strict";
import { createWriteStream, readFileSync, readdirSync, statSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { browser, check, choose, counts, folder, jsonl, open, remove, save, saved, settled } from "./browser.mjs";

const IS_FULL = Boolean(process.env.MINGCHA_PAGE_FULL);
const ROWS = IS_FULL ? 1_400_000 : 100_000;
const FLAGGED_EVERY = IS_FULL ? 28 : 2;
const SCOPE = "软件开发；信息技术咨询服务；技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；餐饮服务；住宿服务；";

async function list(at) {
  const path = join(at, "大名单.csv");
  const out = createWriteStream(path);
  out.write("统一社会信用代码,企业名称,经营范围\n");
  let text = "";
  for (let row = 1; row <= ROWS; row++) {
    const scope = row % FLAGGED_EVERY === 0 ? `${SCOPE}虚拟货币交易` : SCOPE;
    text += `91330100MA${String(row).padStart(8, "0")},杭州第${row}信息科技有限公司,${scope}${row}\n`;
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
  return path;
}

/** The most memory that a renderer of this test's browser has taken so far, in MB. */
function peak() {
  const processes = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const number = (key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
      const isRenderer = readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--type=renderer");
      processes.set(Number(pid), { parent: number("PPid"), megabytes: number("VmHWM") / 1024, isRenderer });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === process.pid || (processes.has(pid) && isOurs(processes.get(pid).parent));
  const ours = [...processes].filter(([pid, { isRenderer }]) => isRenderer && isOurs(pid));
  return Math.max(0, ...ours.map(([, { megabytes }]) => megabytes));
}

test("a large list is checked in bounded memory, and its rows stay usable", async (t) => {
  const at = folder();
  const path = await list(at);
  const megabytes = statSync(path).size / 1e6;
  const chromium = await browser();
  t.after(async () => {
    await chromium.close();
    remove(at);
  });
  const { page, errors } = await open(chromium);
  await choose(page, path);
  const began = Date.now();
  await check(page, 900_000);
  const seconds = (Date.now() - began) / 1000;
  const flagged = Math.floor(ROWS / FLAGGED_EVERY);
  assert.equal((await counts(page)).reject, flagged);
  const memory = peak();
  console.log(`${ROWS} rows, ${megabytes.toFixed(0)} MB: ${seconds.toFixed(1)} s, ${memory.toFixed(0)} MB of memory, ${flagged} rows listed`);
  assert.ok(memory > 50 && memory < 1024, `${memory} MB`);

  // From the first row to the last, and back by a filter.
  const since = Date.now();
  await page.fill("#by-text", `第${ROWS - (ROWS % FLAGGED_EVERY)}信息`);
  await page.waitForFunction(() => document.querySelectorAll(".part tbody[data-index]").length === 1, null, { timeout: 60_000 });
  await page.selectOption(".part tbody .decision select", "refuse");
  await settled(page);
  console.log(`found and decided in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  assert.match((await save(page, "#save-decisions")).bytes.toString(), /驳回/);
  assert.deepEqual(errors, []);

  const own = (await saved(page, "csv")).bytes;
  assert.equal(own.toString().split("\n").length - 2, ROWS);
  assert.ok(peak() < 1024, `${peak()} MB while saving`);
  if (!IS_FULL) {
    await page.selectOption(".part tbody .decision select", "");
    await settled(page);
    assert.ok((await saved(page, "jsonl")).bytes.equals(jsonl(["大名单.csv"], at).out));
  }
});
