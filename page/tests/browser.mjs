// What all tests share: a browser, the page in it, and the program to compare with.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const PAGE = process.env.MINGCHA_PAGE ?? join(ROOT, "target/mingcha.html");
const PROGRAM = process.env.MINGCHA_PROGRAM ?? join(ROOT, "target/debug/mingcha");
export const DAY = "2026-03-01";

export const folder = () => mkdtempSync(join(tmpdir(), "mingcha-page-"));

/** A browser that can reach no network: it knows no name and its proxy does not exist. */
export async function browser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9"],
  });
}

/** The page, opened from the disk. It notes each request and each error. */
export async function open(browser, { isOnline = false, ...options } = {}) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1366, height: 768 }, ...options });
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  await context.setOffline(!isOnline);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(pathToFileURL(PAGE).href);
  await page.waitForSelector("body[data-ready]", { timeout: 60_000 });
  await page.evaluate((day) => (document.getElementById("day").value = day), DAY);
  return { context, page, requests, errors };
}

/** Chooses files: paths, or { name, mimeType, buffer }. */
export const choose = (page, files) => page.setInputFiles("#files", files);

export async function check(page, timeout = 120_000) {
  await page.click("#run");
  await page.waitForFunction(() => document.body.getAttribute("aria-busy") !== "true" && !document.getElementById("run").disabled, null, { timeout });
  await settled(page);
}

/** Waits until the page has the answers that it asked its worker for. The search waits for a pause in typing first. */
export async function settled(page) {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  await page.waitForFunction(() => new Promise((done) => {
    const look = () => (document.body.dataset.asks === "0" ? setTimeout(() => done(document.body.dataset.asks === "0"), 50) : setTimeout(look, 20));
    look();
  }), null, { timeout: 120_000 });
}

/** Saves a report. Returns its bytes and the name that the page gives it. */
export async function save(page, selector) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 300_000 }), page.click(selector)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

export const saved = (page, format) => save(page, `[data-format=${format}]`);

/** Rows by verdict as the page shows them. */
export const counts = (page) =>
  page.$$eval("#counts [data-verdict]", (cells) => Object.fromEntries(cells.map((cell) => [cell.dataset.verdict, Number(cell.textContent)])));

export const text = (page, selector) => page.$eval(selector, (element) => element.innerText);

/** What the program says. */
export function program(args, { cwd = ROOT, lang = "zh" } = {}) {
  const run = spawnSync(PROGRAM, [...args, "--lang", lang], { cwd, maxBuffer: 1 << 30 });
  return { out: run.stdout, err: run.stderr.toString(), status: run.status };
}

export const jsonl = (files, cwd, more = []) =>
  program(["check", ...files, "--format", "jsonl", "--no-summary", "--as-of", DAY, "--quiet", ...more], { cwd });

export const remove = (path) => rmSync(path, { recursive: true, force: true });
export { execFileSync };
