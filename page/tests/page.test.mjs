// The page in a real browser, as a clerk uses it. What it says is compared with the program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DAY, ROOT, browser, check, choose, counts, folder, jsonl, open, program, remove, save, saved, settled, text } from "./browser.mjs";

let chromium;
before(async () => (chromium = await browser()));
after(() => chromium.close());

const FILINGS = join(ROOT, "fixtures/filings.csv");
const file = (name, content) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** Runs with a page of its own, and sees that it asked for nothing but itself and made no mistake. */
async function withPage(work, options) {
  const opened = await open(chromium, options);
  try {
    await work(opened.page, opened);
    const foreign = opened.requests.filter((url) => !/^(file:.*\/mingcha\.html|blob:|data:)/.test(url));
    assert.deepEqual(foreign, [], "the page asked for something outside itself");
    assert.deepEqual(opened.errors, [], "the page reported errors");
  } finally {
    await opened.context.close();
  }
}

const jsonlCounts = (out) => {
  const found = { reject: 0, review: 0, unchecked: 0, notice: 0, allowed: 0, clear: 0 };
  for (const line of out.toString().trimEnd().split("\n")) found[JSON.parse(line).verdict] += 1;
  return found;
};

test("a list is checked with the verdicts, reports and words of the program", async () => {
  await withPage(async (page) => {
    await choose(page, FILINGS);
    await check(page);
    const cwd = join(ROOT, "fixtures");
    const rows = jsonl(["filings.csv"], cwd);
    assert.deepEqual(await counts(page), jsonlCounts(rows.out));
    assert.equal((await saved(page, "jsonl")).bytes.toString(), rows.out.toString());

    for (const [format, more] of [["csv", ["--bom"]], ["html", []], ["xlsx", []]]) {
      const own = await saved(page, format);
      assert.equal(own.name, `filings-检查报告.${format}`);
      const theirs = program(["check", "filings.csv", "--format", format, "--as-of", DAY, "--quiet", ...more], { cwd });
      assert.ok(own.bytes.equals(theirs.out), `${format} differs from the program's`);
    }

    // The first row with a result is shown with its mark, its ground and its opinion.
    assert.ok((await page.$$(".part mark")).length > 0);
    assert.match(await text(page, ".part"), /银发〔2026〕42号/);
    assert.ok((await page.$$(".part .opinion")).length > 0);
    assert.match(await text(page, "#prose"), /filings\.csv：/);
  });
});

test("the other language is one key away, and everything is said in it", async () => {
  await withPage(async (page) => {
    await choose(page, FILINGS);
    await check(page);
    await page.click("#language");
    await settled(page);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    const shown = await page.evaluate(() => [...document.querySelectorAll("[data-word], #prose, th.verdict, .part small")]
      .filter((element) => element.offsetParent !== null).map((element) => element.textContent).join("\n"));
    assert.match(shown, /Check again/);
    // Names of files and of the notice stay.
    const left = shown.split("\n").filter((line) => /[一-龥]/.test(line) && !/42号|filings/.test(line));
    assert.deepEqual(left, []);
    assert.equal((await saved(page, "html")).name, "filings-check-report.html");
  });
});

test("a dropped file, a dropped archive and a dropped report are taken for what they are", async () => {
  const at = folder();
  await withPage(async (page) => {
    const drop = (files) => page.evaluate((files) => {
      const data = new DataTransfer();
      for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
      document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, files.map(([name, bytes]) => [name, [...bytes]]));

    writeFileSync(join(at, "甲.csv"), "企业名称,经营范围\n甲公司,虚拟货币交易\n");
    writeFileSync(join(at, "乙.csv"), "企业名称,经营范围\n乙公司,软件开发\n");
    const zip = join(at, "名单.zip");
    execFileSync("python3", ["-m", "zipfile", "-c", zip, "甲.csv", "乙.csv"], { cwd: at });
    await drop([["名单.zip", readFileSync(zip)]]);
    await settled(page);
    await check(page);
    assert.equal((await saved(page, "jsonl")).bytes.toString(), jsonl(["名单.zip"], at).out.toString());
    assert.equal((await counts(page)).reject, 1);

    await drop([["名单-检查报告.csv", Buffer.from("x")]]);
    await settled(page);
    assert.match(await text(page, "#chosen li:last-child"), /先前的决定/);
  });
  remove(at);
});

test("rows pasted from a spreadsheet are checked, line breaks in a cell included", async () => {
  await withPage(async (page) => {
    const rows = '企业名称\t经营范围\n甲公司\t"软件开发\n虚擬貨幣交易"\n乙公司\t餐饮服务\n';
    await page.evaluate((rows) => {
      const data = new DataTransfer();
      data.setData("text/plain", rows);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, rows);
    await check(page);
    const found = await counts(page);
    assert.deepEqual([found.reject, found.clear], [1, 1]);

    // Without a header the page says what to do, and columns can be given by number.
    await page.fill("#pasted", "甲公司\t虚拟货币交易\n");
    await check(page);
    assert.match(await text(page, "#refused"), /名称列、经营范围列/);
    await page.click("#options summary");
    await page.fill("#name-column", "1");
    await page.fill("#scope-column", "2");
    await page.check("#no-headers");
    await check(page);
    assert.equal((await counts(page)).reject, 1);
  });
});

test("one typed filing has the verdict of the program", async () => {
  await withPage(async (page) => {
    await page.click("#tab-typed");
    await page.fill("#typed-name", "某某稳定币科技有限公司");
    await page.fill("#typed-scope", "软件开发；RWA项目");
    await page.keyboard.press("Tab");
    await page.press("#typed-name", "Enter");
    await page.waitForSelector("#results:not([hidden])");
    await settled(page);
    const theirs = program(["check", "--name-text", "某某稳定币科技有限公司", "--scope-text", "软件开发；RWA项目",
      "--format", "jsonl", "--no-summary", "--as-of", DAY, "--quiet"]);
    assert.equal((await saved(page, "jsonl")).bytes.toString(), theirs.out.toString());
  });
});

test("what is decided counts at once, is written into reports, and is read by the program and by the page", async () => {
  const at = folder();
  const list = "企业名称,经营范围\n甲公司,虚拟货币交易\n乙公司,比特币矿机销售\n丙公司,软件开发\n甲公司,虚拟货币交易\n";
  writeFileSync(join(at, "名单.csv"), list);
  let decisions;
  await withPage(async (page) => {
    await choose(page, join(at, "名单.csv"));
    await check(page);
    const before = await counts(page);
    const cell = (row) => `.part tbody[data-index="${row}"] .decision`;

    // Without a reason it does nothing, and says so.
    await page.selectOption(`${cell(0)} select`, "allow");
    await settled(page);
    assert.match(await text(page, `${cell(0)} .hint`), /未填写理由/);
    assert.deepEqual(await counts(page), before);

    await page.fill(`${cell(0)} input`, "经核实，系历史名称");
    await page.fill(`${cell(0)} input[type=date]`, "2030-12-31");
    await page.press(`${cell(0)} input[type=date]`, "Tab");
    await settled(page);
    const now = await counts(page);
    assert.equal(now.allowed, 2, "the equal filing is decided with it");
    assert.equal(now.reject, before.reject - 2);
    assert.equal(await page.inputValue(`${cell(2)} select`), "allow");
    await page.selectOption(`${cell(1)} select`, "refuse");
    await settled(page);

    decisions = await save(page, "#save-decisions");
    assert.equal(decisions.name, "名单-决定.csv");
    writeFileSync(join(at, decisions.name), decisions.bytes);
    const theirs = jsonl(["名单.csv"], at, ["--decisions", decisions.name]);
    assert.equal((await saved(page, "jsonl")).bytes.toString(), theirs.out.toString());
    assert.deepEqual(jsonlCounts(theirs.out), now);

    const workbook = await saved(page, "xlsx");
    writeFileSync(join(at, workbook.name), workbook.bytes);
    const fromWorkbook = jsonl(["名单.csv"], at, ["--decisions", workbook.name]);
    assert.equal(fromWorkbook.out.toString(), theirs.out.toString());

    // It holds on in the next run of the same page.
    await check(page);
    assert.deepEqual(await counts(page), now);
    assert.equal(await page.inputValue(`${cell(0)} input`), "经核实，系历史名称");

    // Taken back.
    await page.selectOption(`${cell(0)} select`, "");
    await settled(page);
    assert.deepEqual(await counts(page), before);
  });

  // A page that is opened anew takes the file, and the workbook of the program's kind.
  for (const name of [decisions.name, "名单-检查报告.xlsx"]) {
    await withPage(async (page) => {
      await choose(page, [join(at, "名单.csv"), join(at, name)]);
      await check(page);
      const found = await counts(page);
      assert.deepEqual([found.allowed, found.reject + found.review], [2, 1], name);
      assert.equal(await page.inputValue('.part tbody[data-index="1"] select'), "refuse");
    });
  }
  remove(at);
});

test("the text of a cell stays text, wherever it is shown", async () => {
  const evil = `<img src=x onerror="document.body.dataset.run=1"><script>document.body.dataset.run=1</script>`;
  const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;
  const list = `企业名称,经营范围,${quoted(evil)}\n${quoted(evil + "虚拟货币")},${quoted("=cmd|calc 虚拟货币" + evil + "\u202e\u0007")},x\n`;
  await withPage(async (page) => {
    await choose(page, [{ ...file("a.csv", list), name: `<b onclick=alert(1)>&amp;.csv` }, file("空.csv", evil)]);
    await check(page);
    assert.equal((await counts(page)).reject, 1);
    assert.equal(await page.evaluate(() => document.body.dataset.run), undefined);
    assert.equal((await page.$$("img, b[onclick], main script")).length, 0);
    const shown = await text(page, ".part");
    assert.match(shown, /<img src=x onerror=/);
    assert.match(shown, /\\u\{202e\}/);
    assert.match(shown, /<b onclick=alert\(1\)>&amp;\.csv/);

    // And so it does where somebody types it.
    await page.fill('.part tbody[data-index="0"] .decision input', evil);
    await page.selectOption('.part tbody[data-index="0"] .decision select', "allow");
    await page.fill("#by-text", evil);
    await settled(page);
    await settled(page);
    assert.equal((await page.$$("img, main script")).length, 0);
    assert.equal(await page.evaluate(() => document.body.dataset.run), undefined);
  });
});

test("nothing leaves the page, even where a script tries, and markup from text is refused", async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  const opened = await open(chromium, { isOnline: true });
  const tried = await opened.page.evaluate(async (port) => {
    const loads = (element, attribute) => new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = reject;
      element[attribute] = `http://127.0.0.1:${port}/x`;
      document.body.append(element);
      setTimeout(reject, 500);
    });
    const markup = async () => document.body.insertAdjacentHTML("beforeend", "<p>x</p>");
    const outcomes = [];
    for (const attempt of [
      () => fetch(`http://127.0.0.1:${port}/x`),
      () => loads(new Image(), "src"),
      () => loads(Object.assign(document.createElement("link"), { rel: "stylesheet" }), "href"),
      () => loads(document.createElement("iframe"), "src").then(() => { throw new Error("an empty frame"); }),
      () => new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
      markup,
    ]) {
      outcomes.push(await attempt().then(() => "done", () => "refused"));
    }
    navigator.sendBeacon(`http://127.0.0.1:${port}/x`, "x");
    await new Promise((done) => setTimeout(done, 500));
    return outcomes;
  }, port);
  assert.deepEqual(tried, Array(6).fill("refused"));
  assert.equal(connections, 0, "something left the page");
  assert.ok(opened.errors.some((error) => /Content Security Policy/.test(error)), opened.errors.join("\n"));
  await opened.context.close();
  server.close();
});

test("a file that cannot be read keeps no other from being checked, and is named with the reason", async () => {
  const good = readFileSync(FILINGS);
  const workbook = readFileSync(join(ROOT, "fixtures/input/table.xlsx"));
  const cut = workbook.subarray(0, workbook.length - 200);
  await withPage(async (page) => {
    await choose(page, [
      file("空.csv", ""),
      { ...file("坏.xlsx", ""), buffer: cut },
      { ...file("filings.csv", ""), buffer: good },
      file("图.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ]);
    await check(page);
    const refused = await text(page, "#refused");
    for (const name of ["空.csv", "坏.xlsx", "图.csv"]) assert.match(refused, new RegExp(name));
    const rows = jsonl(["filings.csv"], join(ROOT, "fixtures"));
    assert.deepEqual(await counts(page), jsonlCounts(rows.out));
    assert.equal((await saved(page, "jsonl")).bytes.toString(), rows.out.toString());
    assert.match((await saved(page, "html")).bytes.toString(), /坏\.xlsx/);
  });
});

test("own terms, a profile, a day and further rule sets change what is found, as they do in the program", async () => {
  const at = folder();
  writeFileSync(join(at, "词表.csv"), "term\n时光机\n");
  writeFileSync(join(at, "名单.csv"), "企业名称,经营范围\n甲公司,時光機体验；NFT艺术品\n乙公司,虚擬貨币\n");
  await withPage(async (page) => {
    await choose(page, join(at, "名单.csv"));
    await page.click("#options summary");
    await page.setInputFiles("#terms", join(at, "词表.csv"));
    await page.selectOption("#profile", "stock");
    await page.uncheck("#disguises");
    await page.check("#rule-sets input >> nth=0");
    await check(page);
    const id = await page.inputValue("#rule-sets input >> nth=0");
    const more = ["--terms", "词表.csv", "--profile", "stock", "--disguises", "off", "--rules", `built-in:${id}`];
    assert.equal((await saved(page, "jsonl")).bytes.toString(), jsonl(["名单.csv"], at, more).out.toString());

    await page.fill("#day", "2020-01-01");
    await check(page);
    assert.match(await text(page, "#message"), /2020-01-01/);
  });
  remove(at);
});

test("rows are found by verdict, term and text, and page by page", async () => {
  let list = "企业名称,经营范围\n";
  for (let row = 1; row <= 120; row++) list += `第${row}公司,${row % 3 === 0 ? "虚擬貨幣交易" : "比特币矿机"}\n`;
  await withPage(async (page) => {
    await choose(page, file("多.csv", list));
    await check(page);
    const rows = () => page.$$eval(".part tbody:not(.source)", (bodies) => bodies.length);
    assert.equal(await rows(), 50);
    await page.click("#after");
    await page.click("#after");
    await settled(page);
    assert.equal(await rows(), 20);
    assert.match(await text(page, "#place"), /101–120/);
    assert.ok(await page.isDisabled("#after"));

    await page.selectOption("#by-term", "虚拟货币");
    await settled(page);
    assert.match(await text(page, "#place"), /共 40 行/);
    await page.fill("#by-text", "第12");
    await page.waitForFunction(() => /共 2 行/.test(document.getElementById("place").textContent));
    // The fold finds the traditional form as well.
    await page.selectOption("#by-term", "");
    await page.fill("#by-text", "虚拟货币");
    await page.waitForFunction(() => /共 40 行/.test(document.getElementById("place").textContent));
    await page.selectOption("#by-verdict", "notice");
    await settled(page);
    assert.equal(await rows(), 0);
  });
});

test("a run is stopped in the middle, and the next one is whole", async () => {
  const at = folder();
  const row = "甲信息科技有限公司,软件开发；信息技术咨询服务；技术服务、技术开发、技术转让、技术推广；餐饮服务\n";
  writeFileSync(join(at, "大.csv"), "企业名称,经营范围\n" + row.repeat(400_000));
  await withPage(async (page) => {
    await choose(page, join(at, "大.csv"));
    await page.click("#run");
    await page.waitForFunction(() => document.getElementById("progress").value > 0.02);
    // The page answers while the worker works.
    const began = Date.now();
    await page.click("#tab-typed");
    assert.ok(Date.now() - began < 3000, "the page does not freeze");
    await page.click("#stop");
    await page.waitForFunction(() => !document.getElementById("run").disabled);
    assert.match(await text(page, "#status"), /已停止/);
    assert.ok(await page.isHidden("#outcome"));

    await page.fill("#typed-name", "虚拟货币有限公司");
    await check(page);
    assert.equal((await counts(page)).reject, 1);
  });
  remove(at);
});

test("everything can be reached with the keyboard and has a name", async () => {
  await withPage(async (page) => {
    await choose(page, FILINGS);
    await page.focus("#run");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#results:not([hidden]) .part tbody[data-index]");
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea")]
      .filter((field) => field.offsetParent !== null)
      .filter((field) => !(field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim() || field.textContent.trim()))
      .map((field) => field.outerHTML));
    assert.deepEqual(nameless, []);
    await page.focus("#tab-files");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), "tab-paste");
    assert.ok(await page.isVisible("#pasted"));
  });
});

test("it fits a laptop, a phone and paper", async () => {
  for (const width of [1366, 390]) {
    await withPage(async (page) => {
      await choose(page, FILINGS);
      await check(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} pixels are outside of a window ${width} wide`);
      if (process.env.MINGCHA_PICTURES) {
        await page.screenshot({ path: join(process.env.MINGCHA_PICTURES, `page-${width}.png`), fullPage: width < 1000 });
        if (width > 1000) {
          await page.evaluate(() => document.getElementById("results").scrollIntoView());
          await page.screenshot({ path: join(process.env.MINGCHA_PICTURES, "page-list.png") });
          await page.pdf({ path: join(process.env.MINGCHA_PICTURES, "page.pdf"), format: "A4", landscape: true });
        }
      }
    }, { viewport: { width, height: width > 1000 ? 768 : 844 } });
  }
});

const decision = (row) => `.part tbody[data-index="${row}"] .decision`;
const idle = (page) => page.waitForFunction(() => !document.getElementById("run").disabled, null, { timeout: 120_000 });
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.format || document.activeElement.tagName);

test("a report is not saved without the rows of a file that changed after it was checked", async () => {
  const at = folder();
  const [one, other] = ["甲.csv", "乙.csv"].map((name) => join(at, name));
  for (const path of [one, other]) writeFileSync(path, "企业名称,经营范围\n甲公司,虚拟货币交易\n");
  writeFileSync(join(at, "空.csv"), "");
  await withPage(async (page) => {
    let downloads = 0;
    page.on("download", () => (downloads += 1));
    await choose(page, [one, other, join(at, "空.csv")]);
    await check(page);
    await page.fill(`${decision(0)} input`, "已核实");
    await page.selectOption(`${decision(0)} select`, "allow");
    await settled(page);
    // A file that the check refused does not keep the others from being saved.
    const whole = (await saved(page, "jsonl")).bytes.toString();
    assert.equal(whole.trimEnd().split("\n").length, 2);
    assert.equal(downloads, 1);

    writeFileSync(one, "企业名称,经营范围\n丙公司,软件开发\n");
    utimesSync(one, new Date(), new Date(Date.now() + 20_000));
    for (const format of ["csv", "xlsx", "html", "jsonl"]) {
      await page.click(`[data-format=${format}]`);
      await idle(page);
      await settled(page);
      assert.match(await text(page, "#message"), /没有保存。甲\.csv：.*修改、移动/, format);
      assert.ok(await page.isVisible("#unsaved"), "the decisions are not saved");
    }
    assert.equal(downloads, 1, "a report without rows was saved");
  });
  remove(at);
});

test("a file that is gone when it is checked is said to be gone, not empty", async () => {
  const at = folder();
  const path = join(at, "甲.csv");
  writeFileSync(path, "企业名称,经营范围\n甲公司,虚拟货币交易\n");
  await withPage(async (page) => {
    await choose(page, path);
    rmSync(path);
    await check(page);
    assert.match(await text(page, "#refused"), /修改、移动/);
    assert.doesNotMatch(await text(page, "#refused"), /为空/);
  });

  // A report has the rows that were in sight: a file that comes back stays refused until the next check.
  const time = new Date("2026-01-01T00:00:00Z");
  const put = () => {
    writeFileSync(path, "企业名称,经营范围\n甲公司,虚拟货币交易\n");
    utimesSync(path, time, time);
  };
  put();
  await withPage(async (page) => {
    await choose(page, [path, FILINGS]);
    rmSync(path);
    await check(page);
    assert.match(await text(page, "#refused"), /甲\.csv：.*修改、移动/);
    put();
    assert.equal((await saved(page, "jsonl")).bytes.toString(), jsonl(["filings.csv"], join(ROOT, "fixtures")).out.toString());
    await check(page);
    assert.equal(await text(page, "#refused"), "");
  });
  remove(at);
});

/** Drops files and folders of the disk, as a file manager does. */
async function dropPaths(page, paths) {
  const client = await page.context().newCDPSession(page);
  const box = await (await page.$("#drop")).boundingBox();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await client.send("Input.dispatchDragEvent", { type, x: box.x + 20, y: box.y + 10, data });
  }
  await settled(page);
}

test("a folder is dropped or chosen with a button, and files beside a dropped one are taken", async () => {
  const at = folder();
  mkdirSync(join(at, "名单/内"), { recursive: true });
  for (const name of ["名单/b.csv", "名单/内/a.csv", "名单/~$b.csv", "单.csv"]) {
    writeFileSync(join(at, name), "企业名称,经营范围\n甲公司,虚拟货币交易\n");
  }
  const names = (page) => page.$$eval("#chosen li span", (spans) => spans.map((span) => span.textContent));
  await withPage(async (page) => {
    await dropPaths(page, [join(at, "名单"), join(at, "单.csv")]);
    assert.deepEqual(await names(page), ["名单/b.csv", "名单/内/a.csv", "单.csv"]);
    await check(page);
    assert.equal((await counts(page)).reject, 3);
  });
  await withPage(async (page) => {
    await page.setInputFiles("#folder", join(at, "名单"));
    await settled(page);
    assert.deepEqual((await names(page)).sort(), ["名单/b.csv", "名单/内/a.csv"]);
    await check(page);
    assert.equal((await counts(page)).reject, 2);
  });
  // A browser that cannot read the folder says so, and the file beside it is taken.
  await withPage(async (page) => {
    await page.evaluate(() => delete DataTransferItem.prototype.getAsFileSystemHandle);
    await dropPaths(page, [join(at, "名单"), join(at, "单.csv")]);
    assert.deepEqual(await names(page), ["单.csv"]);
    assert.match(await text(page, "#message"), /无法读取拖入的文件夹：名单/);
  });
  remove(at);
});

test("decisions are made with the keyboard alone, and the focus and what is typed stay", async () => {
  await withPage(async (page) => {
    await choose(page, file("名单.csv", "企业名称,经营范围\n甲公司,虚拟货币交易\n乙公司,比特币矿机\n"));
    await check(page);
    const before = await counts(page);
    await page.focus(`${decision(0)} select`);
    await page.selectOption(`${decision(0)} select`, "allow");
    await settled(page);
    assert.equal(await focused(page), "SELECT");
    await page.keyboard.press("Tab");
    await page.keyboard.type("经核实");
    await settled(page);
    assert.equal(await page.inputValue(`${decision(0)} input`), "经核实");

    // The answer to the reason comes while the date is being typed.
    await page.keyboard.press("Tab");
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement.type), "date");
    for (const key of "12312030") {
      await page.keyboard.type(key);
      await settled(page);
    }
    assert.equal(await page.inputValue(`${decision(0)} input[type=date]`), "2030-12-31");
    assert.equal(await page.evaluate(() => document.activeElement.type), "date");
    await page.focus(`${decision(1)} select`);
    await settled(page);
    assert.equal((await counts(page)).allowed, 1);
    assert.match((await save(page, "#save-decisions")).bytes.toString(), /经核实,2030-12-31/);

    // A year that was not typed to its end does nothing, and says so.
    await page.fill(`${decision(1)} input`, "经核实");
    await page.fill(`${decision(1)} input[type=date]`, "0203-12-31");
    await page.selectOption(`${decision(1)} select`, "allow");
    await settled(page);
    assert.match(await text(page, `${decision(1)} .hint`), /2000 年/);
    assert.equal((await counts(page)).allowed, 1);
    await page.fill(`${decision(1)} input[type=date]`, "2031-01-01");
    await page.focus("#by-text");
    await settled(page);
    assert.equal(await text(page, `${decision(1)} .hint`), "");
    assert.equal((await counts(page)).allowed, 2);
    assert.equal((await counts(page)).reject + (await counts(page)).review, before.reject + before.review - 2);

    // On paper there is no field for a date that is not given.
    await page.fill(`${decision(1)} input[type=date]`, "");
    await page.focus("#by-text");
    await settled(page);
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.isHidden(`${decision(1)} input[type=date]`));
    assert.ok(await page.isVisible(`${decision(0)} input[type=date]`));
  });
});

test("nothing is lost while a long run goes on: decisions, language, focus, the results in sight", async () => {
  const at = folder();
  const row = "甲信息科技有限公司,软件开发；信息技术咨询服务；技术服务、技术开发、技术转让、技术推广；餐饮服务\n";
  writeFileSync(join(at, "大.csv"), "企业名称,经营范围\n甲公司,虚拟货币交易\n" + row.repeat(250_000));
  await withPage(async (page) => {
    const goes = () => page.waitForFunction(() => document.getElementById("progress").value > 0.02);
    await choose(page, join(at, "大.csv"));
    await page.click("#run");
    await goes();
    await page.click("#language");
    await idle(page);
    await settled(page);
    assert.match(await text(page, "#prose"), /rows/);
    assert.doesNotMatch(await text(page, "#prose"), /行/);
    await page.click("#language");
    await settled(page);

    // What is decided after a report was asked for is not in it.
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), (async () => {
      await page.click("[data-format=csv]");
      await goes();
      await page.fill(`${decision(0)} input`, "已核实");
      await page.selectOption(`${decision(0)} select`, "allow");
    })()]);
    assert.doesNotMatch(readFileSync(await download.path()).toString(), /已核实/);
    await idle(page);
    await settled(page);
    assert.ok(await page.isVisible("#unsaved"), "the decision counts as saved");
    await save(page, "#save-decisions");
    assert.ok(await page.isHidden("#unsaved"));

    // A check that is stopped leaves the results, and says whose they are. No decision is made meanwhile.
    await page.focus("#run");
    await page.keyboard.press("Enter");
    await goes();
    assert.ok(await page.isDisabled(`${decision(0)} select`));
    await page.click("#stop");
    await idle(page);
    assert.match(await text(page, "#status"), /上一次的结果/);
    assert.ok(await page.isVisible("#old"));
    assert.equal(await focused(page), "run");
    assert.ok(await page.isEnabled(`${decision(0)} select`));
    assert.equal((await counts(page)).allowed, 1);

    await page.focus("[data-format=jsonl]");
    await page.keyboard.press("Enter");
    await goes();
    await page.click("#stop");
    await idle(page);
    assert.match(await text(page, "#status"), /没有保存报告/);
    assert.equal(await focused(page), "jsonl");
  });
  remove(at);
});

test("turning pages fast ends at the last and at the first page, and a filter that finds nothing says so", async () => {
  let list = "企业名称,经营范围\n";
  for (let row = 1; row <= 60; row++) list += `第${row}公司,比特币矿机\n`;
  await withPage(async (page) => {
    await choose(page, file("多.csv", list));
    await check(page);
    const fast = (id) => page.evaluate((id) => [1, 2, 3].forEach(() => document.getElementById(id).click()), id);
    await fast("after");
    await settled(page);
    assert.match(await text(page, "#place"), /51–60/);
    await fast("before");
    await settled(page);
    assert.match(await text(page, "#place"), /1–50/);
    assert.ok(await page.isHidden("#no-match"));
    await page.fill("#by-text", "没有这样的文字");
    await settled(page);
    assert.match(await text(page, "#no-match"), /没有符合条件的行/);
  });
});

test("an empty day is asked for where it stands, and results of another day are marked", async () => {
  await withPage(async (page) => {
    await choose(page, FILINGS);
    await check(page);
    assert.ok(await page.isHidden("#old"));
    await page.evaluate(() => (document.getElementById("day").value = ""));
    await page.click("#run");
    await settled(page);
    assert.ok(await page.isVisible("#day"), "the options are open");
    assert.equal(await focused(page), "day");
    assert.match(await text(page, "#message"), /适用日期/);
    assert.match(await text(page, "#old"), /上一次检查/);
    await page.fill("#day", "2020-01-01");
    await check(page);
    assert.match(await text(page, "#message"), /2020-01-01/);
    assert.ok(await page.isVisible("#old"));
    await page.fill("#day", DAY);
    await check(page);
    assert.equal(await text(page, "#message"), "");
    assert.ok(await page.isHidden("#old"));
  });
});

test("names of files cannot hide or reorder themselves, and many files leave the button in sight", async () => {
  await withPage(async (page) => {
    await choose(page, file("a\u202evsc\u200b.csv", ""));
    await check(page);
    for (const place of ["#chosen", "#refused"]) {
      assert.match(await text(page, place), /a\\u\{202e\}vsc\\u\{200b\}\.csv/, place);
      assert.doesNotMatch(await text(page, place), /[\u202e\u200b]/, place);
    }
    await choose(page, Array.from({ length: 300 }, (_, index) => file(`${index}.csv`, "x")));
    assert.equal((await page.$$("#chosen li")).length, 301);
    const top = await page.evaluate(() => document.getElementById("run").getBoundingClientRect().top + scrollY);
    assert.ok(top < 768, `the button is ${top} pixels down`);
    await page.click("#remove-all");
    assert.equal((await page.$$("#chosen li")).length, 0);
    assert.ok(await page.isHidden("#remove-all"));
  });
});
