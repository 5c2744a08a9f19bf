// For each file of the repository's tests: the page gives the rows of the program, and refuses what the program refuses.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, browser, check, choose, folder, jsonl, open, remove, saved } from "./browser.mjs";

/** How many files one run of the page checks. */
const AT_ONCE = 40;
/** The most kept inputs that the gate looks at; `.ci/full` looks at all of them. */
const MOST_KEPT = process.env.MINGCHA_PAGE_FULL ? Infinity : 400;
/** No file of a test is larger, but for those that are made to be large. */
const LARGEST = 4 << 20;

let chromium;
before(async () => (chromium = await browser()));
after(() => chromium.close());

function filesIn(at) {
  if (!existsSync(at)) return [];
  const found = [];
  for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(at, entry.name);
    if (entry.isDirectory()) found.push(...filesIn(path));
    else if (entry.isFile() && statSync(path).size <= LARGEST) found.push(path);
  }
  return found;
}

/** The files under one folder with names of their own, as a clerk would have them side by side. */
function gathered(paths) {
  const at = folder();
  const names = paths.map((path, index) => {
    const name = `${String(index).padStart(4, "0")}${extname(path) || ".csv"}`;
    copyFileSync(path, join(at, name));
    return name;
  });
  return { at, names };
}

async function compare(paths, label) {
  const { at, names } = gathered(paths);
  const differing = [];
  let rows = 0;
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const some = names.slice(first, first + AT_ONCE);
    const expected = new Map();
    for (const name of some) {
      const { out, status, err } = jsonl([name], at);
      expected.set(name, { out: out.toString(), isRefused: status === 2 && out.length === 0, err });
    }

    const { page, context, errors } = await open(chromium);
    await choose(page, some.map((name) => join(at, name)));
    await check(page, 600_000);
    const refused = new Set(await page.$$eval("#refused p", (lines) => lines.map((line) => line.textContent.split("：")[0])));
    const isSaving = await page.isVisible("[data-format=jsonl]");
    const lines = isSaving ? (await saved(page, "jsonl")).bytes.toString().split(/(?<=\n)/) : [];
    assert.deepEqual(errors, []);
    await context.close();

    const own = new Map(some.map((name) => [name, ""]));
    for (const line of lines.filter(Boolean)) {
      const source = JSON.parse(line).source.split("#")[0].split("!")[0];
      const name = some.find((name) => source === name || source.startsWith(`${name}/`));
      assert.ok(name, `a row of no file: ${source}`);
      own.set(name, own.get(name) + line);
    }
    for (const name of some) {
      const { out, isRefused, err } = expected.get(name);
      const path = paths[names.indexOf(name)];
      rows += out.split("\n").length - 1;
      if (own.get(name) !== out) differing.push(`${path}: other rows: ${own.get(name).slice(0, 300)} for ${out.slice(0, 300)}`);
      if (isRefused !== refused.has(name)) differing.push(`${path}: refused by ${isRefused ? `the program alone: ${err}` : "the page alone"}`);
    }
  }
  remove(at);
  assert.deepEqual(differing, [], `${differing.length} of ${paths.length} files differ`);
  console.log(`${label}: ${paths.length} files, ${rows} rows, all alike`);
}

test("every fixture and seed gives the same rows", async () => {
  const paths = [...filesIn(join(ROOT, "fixtures")), ...filesIn(join(ROOT, "tests/laws/seeds"))];
  assert.ok(paths.length > 90, `only ${paths.length} files`);
  await compare(paths, "fixtures and seeds");
});

test("every file that others give to test with gives the same rows", async (t) => {
  const shared = join(ROOT, "../shared");
  const paths = [...filesIn(join(shared, "cases")), ...filesIn(join(shared, "conformance"))];
  if (paths.length === 0) return t.skip("there is no ../shared");
  await compare(paths, "shared");
});

test("the inputs that the program's own tests made give the same rows", async (t) => {
  const kept = filesIn(process.env.MINGCHA_KEEP_INPUTS ?? join(ROOT, "target/kept-inputs"));
  if (kept.length === 0) return t.skip("the tests have kept no inputs: set MINGCHA_KEEP_INPUTS for cargo test");
  // Their names are hashes, so that each step takes some of every kind.
  const step = Math.max(1, Math.ceil(kept.length / MOST_KEPT));
  await compare(kept.filter((_, index) => index % step === 0), "kept inputs");
});
