"use strict";
// The page: what was chosen, asked and decided. All texts of lists are set as text, never as markup.
(() => {
  const PAGE = 50;
  const NOBODY = { end: () => {} };
  const $ = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("mingcha", { createScriptURL: (url) => url })
    : { createScriptURL: (url) => url };

  let words = null;
  let lang = "zh";
  let code = null;
  let workerUrl = null;
  let hidden = null; // matches the characters of which nothing is seen
  let chosen = []; // { file, size, kind: "list" | "decisions" | "terms" }
  let spare = null; // a worker that is ready for the next run
  let busy = null; // the worker that is at work
  let began = null; // where the focus was when the work began
  let shown = null; // { worker, request, files, outcome, first, found } of the run that is shown
  let changes = 0; // how many decisions were made
  let savedChanges = 0; // how many of them a file has
  let lastError = null; // { zh, en }
  let tab = "files";

  const label = (id) => words[lang].labels[id];
  const visible = (text) => text.replace(hidden, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  const put = (id, values, of = lang) => words[of].labels[id].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  // ---- the module and its workers

  async function unpack() {
    const packed = atob($("code").textContent.trim());
    const bytes = new Uint8Array(packed.length);
    for (let at = 0; at < packed.length; at++) bytes[at] = packed.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  }

  // Whoever watches the page sees when it has its answers.
  let asking = 0;
  function count(more) {
    asking += more;
    document.body.dataset.asks = String(asking);
  }

  // Each worker has an instance of its own, which is thrown away when it breaks or is stopped.
  function newWorker() {
    const worker = new Worker(policy.createScriptURL(workerUrl));
    const waiting = new Map();
    let next = 0;
    const failed = (event) => {
      for (const { reject } of waiting.values()) reject({ broken: { text: String(event.message || event.type), file: -1 } });
      count(-waiting.size);
      waiting.clear();
    };
    worker.onerror = failed;
    worker.onmessageerror = failed;
    const own = {
      onprogress: null,
      ask: (ask, data = {}) => new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject });
        count(1);
        worker.postMessage({ ...data, ask, id: next++ });
      }),
      end: () => {
        worker.terminate();
        for (const { reject } of waiting.values()) reject({ stopped: true });
        count(-waiting.size);
        waiting.clear();
      },
    };
    worker.onmessage = ({ data }) => {
      if (data.told === "progress") return own.onprogress?.(data);
      const { resolve, reject } = waiting.get(data.id) ?? {};
      if (waiting.delete(data.id)) count(-1);
      if (data.error || data.broken) reject?.(data);
      else resolve?.(data.answer);
    };
    own.ready = own.ask("start", { code });
    own.ready.catch(() => {});
    return own;
  }

  async function takeWorker() {
    const worker = spare ?? newWorker();
    spare = null;
    await worker.ready;
    return worker;
  }

  // ---- words

  function say() {
    document.documentElement.lang = words[lang].tag;
    document.title = label("page_title");
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = label(element.dataset.word);
    $("language").textContent = lang === "zh" ? "English" : "中文";
    $("version").textContent = `mingcha ${words.version}`;
    $("filter").setAttribute("aria-label", label("filter"));
    $("progress").setAttribute("aria-label", label("working"));
    fill($("profile"), words[lang].profiles.map(([key, word]) => [key, word]));
    fill($("by-verdict"), [["", label("every")], ...words[lang].verdicts.filter(([key]) => key !== "clear")]);
    sayRuleSets();
    sayChosen();
    sayError();
    if (shown?.outcome) $("run").textContent = label("run_again");
  }

  function fill(select, choices) {
    const value = select.value;
    select.replaceChildren(...choices.map(([key, word]) => {
      const option = make("option", "", word);
      option.value = key;
      return option;
    }));
    if (choices.some(([key]) => key === value)) select.value = value;
  }

  function sayRuleSets() {
    const checked = new Set([...document.querySelectorAll("#rule-sets input:checked")].map((box) => box.value));
    $("rule-sets").replaceChildren(...words[lang].ruleSets.map(([id, number, title]) => {
      const line = make("label", "check");
      const box = make("input");
      box.type = "checkbox";
      box.value = id;
      box.checked = checked.has(id);
      line.append(box, ` ${number} ${title}`);
      return line;
    }));
  }

  function sayError(error = lastError) {
    lastError = error;
    $("message").textContent = error ? error[lang] : "";
  }

  const both = (id, values = {}) => ({ zh: put(id, values, "zh"), en: put(id, values, "en") });

  // ---- what is chosen

  function kindOf(file) {
    const [stem, ending] = [file.name.replace(/\.[^.]*$/, ""), file.name.replace(/^.*\./, "").toLowerCase()];
    const marks = [...words.marks, words.zh.labels.decisions_mark, words.en.labels.decisions_mark];
    const isOwn = marks.some((mark) => stem.replace(/ \(\d+\)$/, "").endsWith(mark));
    return isOwn && ["csv", "xlsx"].includes(ending) ? "decisions" : "list";
  }

  function choose(files, kind) {
    // The size is asked for now: a file that is gone later has none.
    for (const file of files) chosen.push({ file, size: file.size, kind: kind ?? kindOf(file) });
    showTab("files");
    sayChosen();
  }

  const nameOf = (file) => file.path || file.webkitRelativePath || file.name;

  // What an office program or the system hides in a folder is no list.
  const isHidden = (name) => /^(\.|~\$)/.test(name);

  function chooseFolder(files) {
    const lists = [...files].filter((file) => !file.webkitRelativePath.split("/").slice(1).some(isHidden));
    choose(lists);
    if (lists.length === 0) sayError(both("folder_empty"));
  }

  function sayChosen() {
    const kinds = { decisions: label("earlier"), terms: label("own_terms") };
    $("chosen").setAttribute("aria-label", label("chosen"));
    $("chosen-more").hidden = chosen.length < 2;
    $("chosen-count").textContent = put("chosen_count", { count: chosen.length });
    $("chosen").replaceChildren(...chosen.map((item, index) => {
      const line = make("li");
      const name = visible(nameOf(item.file));
      line.append(make("span", "", name));
      if (kinds[item.kind]) line.append(make("small", "", kinds[item.kind]));
      const remove = make("button", "", label("remove"));
      remove.type = "button";
      remove.setAttribute("aria-label", `${label("remove")} ${name}`);
      remove.onclick = () => {
        chosen.splice(index, 1);
        sayChosen();
        ($("chosen").querySelectorAll("button")[Math.min(index, chosen.length - 1)] ?? $("files")).focus();
      };
      line.append(remove);
      return line;
    }));
  }

  // What was dropped: files, and the files of folders. Everything is taken from the event before it is over. A page that is
  // opened from the disk may read a folder by its handle alone, and older browsers by its entry alone.
  function dropped(data) {
    const items = [...data.items].filter((item) => item.kind === "file");
    return items.map((item) => {
      const entry = item.webkitGetAsEntry?.();
      if (!entry?.isDirectory) return { file: item.getAsFile() };
      const handle = item.getAsFileSystemHandle?.().catch(() => null);
      return { name: entry.name, entry, handle };
    });
  }

  async function filesOf(parts) {
    const files = [];
    const unread = [];
    for (const { file, name, entry, handle } of parts) {
      if (file) files.push(file);
      if (!entry) continue;
      const read = (await inHandle(await handle).catch(() => null)) ?? (await inEntry(entry).catch(() => null));
      if (read) files.push(...read);
      else unread.push(name);
    }
    return { files, unread };
  }

  const byName = (one, other) => (one.name < other.name ? -1 : 1);

  async function inHandle(handle, above = "") {
    if (!handle) return null;
    const files = [];
    const inner = [];
    for await (const some of handle.values()) if (!isHidden(some.name)) inner.push(some);
    const here = `${above}${handle.name}/`;
    for (const some of inner.sort(byName)) {
      if (some.kind === "directory") files.push(...(await inHandle(some, here)));
      else files.push(Object.assign(await some.getFile(), { path: here + some.name }));
    }
    return files;
  }

  async function inEntry(entry) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [Object.assign(file, { path: entry.fullPath.replace(/^\//, "") })];
    }
    const inner = [];
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      inner.push(...some.filter(({ name }) => !isHidden(name)));
    }
    const files = [];
    for (const some of inner.sort(byName)) files.push(...(await inEntry(some)));
    return files;
  }

  function showTab(name) {
    tab = name;
    for (const other of ["files", "paste", "typed"]) {
      const button = $(`tab-${other}`);
      button.setAttribute("aria-selected", String(other === name));
      button.tabIndex = other === name ? 0 : -1;
      $(`panel-${other}`).hidden = other !== name;
    }
  }

  // ---- a run

  function asked() {
    const columns = (id) => ($(id).value.trim() ? [$(id).value.trim()] : []);
    const files = [];
    const refer = (file, size) => ({ file: files.push(file) - 1, name: nameOf(file), size });
    const of = (kind) => chosen.filter((item) => item.kind === kind).map((item) => refer(item.file, item.size));
    const request = {
      asOf: $("day").value,
      profile: $("profile").value,
      disguises: $("disguises").checked,
      ruleSets: [...document.querySelectorAll("#rule-sets input:checked")].map((box) => box.value),
      terms: of("terms"),
      decisions: of("decisions"),
      decided: [],
      inputs: [],
      typed: null,
      nameColumns: columns("name-column"),
      scopeColumns: columns("scope-column"),
      noHeaders: $("no-headers").checked,
    };
    if (tab === "files") {
      request.inputs = of("list");
      if (request.inputs.length === 0) return { error: "nothing_chosen" };
    } else if (tab === "paste") {
      if (!$("pasted").value.trim()) return { error: "nothing_pasted" };
      const pasted = new File([$("pasted").value], label("paste_name"));
      request.inputs = [refer(pasted, pasted.size)];
    } else {
      request.typed = { name: $("typed-name").value, scope: $("typed-scope").value };
      if (!(request.typed.name + request.typed.scope).trim()) return { error: "nothing_typed" };
    }
    const stem = request.inputs.length === 1 ? request.inputs[0].name.replace(/^.*\//, "").replace(/\.[^.]+$/, "") : label("several_lists");
    return { request, files, stem };
  }

  function working(word, worker) {
    if (!busy) began = document.activeElement;
    busy = worker;
    $("run").disabled = worker !== null;
    for (const button of document.querySelectorAll("#saving button")) button.disabled = worker !== null;
    $("stop").hidden = worker === null;
    $("progress").hidden = worker === null;
    $("status").textContent = word;
    document.body.setAttribute("aria-busy", String(worker !== null));
    // A button that was disabled or hidden has lost the focus.
    if (!worker && document.activeElement === document.body) began?.focus({ preventScroll: true });
  }

  function watch(worker, request, word) {
    const before = new Map();
    let all = 0;
    for (const { file, size } of request.inputs) {
      before.set(file, all);
      all += size;
    }
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    worker.onprogress = (told) => {
      if (!before.has(told.file)) return;
      const read = before.get(told.file) + told.read;
      $("progress").value = all > 0 ? read / all : 0;
      $("status").textContent = word ? `${label(word)} ${Math.round((100 * read) / (all || 1))}%` : put("progress", { read: megabytes(read), all: megabytes(all), rows: told.rows });
    };
  }

  async function run() {
    if (busy) return;
    sayError(null);
    if (!$("day").value || !$("day").validity.valid) return wrongDay();
    const { request, files, stem, error } = asked();
    if (error) {
      $("old").hidden = !shown;
      return sayError(both(error));
    }
    working(label("working"), NOBODY);
    // What is decided while a check runs would be lost with the results in sight.
    $("deciding").disabled = true;
    await checked(request, files, stem);
    $("deciding").disabled = false;
  }

  function wrongDay() {
    sayError(both("wrong_day"));
    $("options").open = true;
    $("day").focus();
    $("old").hidden = !shown;
  }

  async function checked(request, files, stem) {
    for (;;) {
      let worker = null;
      try {
        // What has been decided here counts on.
        if (shown) request.decided = (await shown.worker.ask("decided")).decided;
        worker = await takeWorker();
        working(label("working"), worker);
        watch(worker, request);
        let told = lang;
        let { outcome } = await worker.ask("check", { request, files, lang });
        while (told !== lang) {
          told = lang;
          ({ outcome } = await worker.ask("tell", { lang }));
        }
        shown?.worker.end();
        const refused = new Map(outcome.refusedFiles);
        for (const input of request.inputs) input.refused = refused.get(input.file);
        shown = { worker, request, files, stem, outcome, first: 0, found: 0 };
        // These results are not thrown away by stopping.
        busy = NOBODY;
        $("old").hidden = true;
        await showOutcome();
        $("run").textContent = label("run_again");
        spare = newWorker();
        return working(label("done"), null);
      } catch (failure) {
        worker?.end();
        // The instance broke at a file: that file is left out, and a fresh one checks the others.
        const input = request.inputs.find((input) => input.file === failure.broken?.file);
        if (input && !input.broken) {
          input.broken = reasonOf(failure.broken);
          working(label("working"), NOBODY);
          continue;
        }
        working(failure.stopped ? label(shown ? "stopped_again" : "stopped") : "", null);
        $("old").hidden = !shown;
        if (!failure.stopped) sayError(failure.error ?? failed(failure));
        spare ??= newWorker();
        return;
      }
    }
  }

  const reasonOf = ({ stuck, isCaught }) => (isCaught ? "stuck" : stuck ? "failed" : "no-memory");
  function failed({ broken, message }) {
    const text = broken?.text ?? message ?? "";
    return { zh: words.zh.labels.failed + text, en: words.en.labels.failed + text };
  }

  // ---- what a run came to

  async function showOutcome() {
    $("outcome").hidden = false;
    const { outcome } = shown;
    sayCounts(outcome.counts);
    $("total").textContent = outcome.total;
    $("refused").replaceChildren();
    if (outcome.refused.length > 0) {
      $("refused").append(make("h3", "", label("unread_files")));
      for (const { name, reason } of outcome.refused) $("refused").append(make("p", "", `${name}${lang === "zh" ? "：" : ": "}${reason}`));
    }
    $("notes").replaceChildren(...[...outcome.notes, ...outcome.skipped].map((note) => make("p", "", note)));
    $("prose").replaceChildren(...outcome.prose.map((line) => make("li", "", line)));
    $("prose-box").hidden = outcome.prose.length === 0;
    $("saving").hidden = outcome.total === 0;
    if (outcome.total === 0 && outcome.refused.length === 0) $("notes").append(make("p", "", label("nothing_checked")));

    $("results").hidden = outcome.total === 0;
    $("filter").hidden = outcome.listed === 0;
    $("nothing").hidden = outcome.listed > 0;
    $("not-listed").hidden = outcome.more === 0;
    $("not-listed").textContent = put("not_listed", { more: outcome.more });
    fill($("by-term"), [["", label("every")], ...outcome.terms.map(([term, rows]) => [term, `${term} (${rows})`])]);
    await find(shown.first);
  }

  function sayCounts(counts) {
    $("counts").replaceChildren(...words[lang].verdicts.map(([key, word, advice]) => {
      const line = make("tr", key);
      const head = make("th", "verdict", word);
      head.scope = "row";
      const figure = make("td", "figure", counts[key] ?? 0);
      figure.dataset.verdict = key;
      line.append(head, figure, make("td", "soft", advice));
      return line;
    }));
  }

  async function find(first = 0) {
    const { worker } = shown;
    const wanted = { verdict: $("by-verdict").value, term: $("by-term").value, text: $("by-text").value };
    const { found } = await worker.ask("find", wanted);
    if (shown?.worker !== worker) return;
    shown.found = found;
    shown.first = Math.max(0, Math.min(first, Math.floor((found - 1) / PAGE) * PAGE));
    await showRows();
  }

  async function showRows() {
    const { worker, first, found } = shown;
    const { rows } = await worker.ask("rows", { lang, first, count: PAGE });
    if (shown?.worker !== worker || shown.first !== first) return;
    const table = document.querySelector(".part table");
    for (const body of [...table.tBodies]) body.remove();
    let source = null;
    for (const row of rows) {
      if (row.source !== source && row.source !== "-") {
        source = row.source;
        const body = make("tbody", "source");
        const head = make("th", "file", source);
        head.colSpan = 6;
        head.scope = "rowgroup";
        const line = make("tr");
        line.append(head);
        body.append(line);
        table.append(body);
      }
      const body = make("tbody");
      fillRow(body, row, decisionCell(row));
      table.append(body);
    }
    $("no-match").hidden = found > 0 || shown.outcome.listed === 0;
    $("place").textContent = put("page_of", { first: found === 0 ? 0 : first + 1, last: Math.min(first + PAGE, found), count: found });
    $("before").disabled = first === 0;
    $("after").disabled = first + PAGE >= found;
  }

  // Fills a row in, or fills it anew around its decision: the fields there keep their focus and what is being typed.
  function fillRow(body, row, decision) {
    body.className = row.verdict;
    body.dataset.index = row.index;
    body.dataset.key = row.key;
    const height = row.reasons.length > 0 ? 2 : 1;
    const place = make("th", "", row.sheet_row);
    place.scope = "row";
    place.rowSpan = height;
    place.dataset.label = label("row");
    if (row.at_line) place.append(make("br"), make("small", "", row.at_line));

    const verdict = make("td");
    verdict.rowSpan = height;
    verdict.append(make("span", "verdict", wordOf(row.verdict)));
    decision.rowSpan = height;

    const name = make("td", "name");
    name.append(...spans(row.name));
    if (row.id) name.append(make("br"), make("span", "id", row.id));

    const text = make("td", "text");
    text.dataset.label = label("checked");
    for (const { column, spans: parts } of [...row.cells, ...row.kept]) {
      const cell = make("div");
      cell.append(make("span", "column", column), make("br"), ...spans(parts));
      text.append(cell);
    }

    const why = make("td", "why");
    why.dataset.label = label("found");
    for (const found of row.findings) why.append(finding(found));
    if (row.more_findings) why.append(make("span", "left-out", row.more_findings));
    for (const problem of row.problems) why.append(make("span", "problem", problem));

    const fresh = [place, verdict, decision, name, text, why];
    const line = decision.parentNode ?? make("tr");
    if (line.contains(decision)) fresh.forEach((cell, at) => cell !== decision && line.cells[at].replaceWith(cell));
    else line.append(...fresh);
    if (body.firstChild !== line) body.append(line);
    line.nextSibling?.remove();
    if (row.reasons.length > 0) {
      const opinion = make("td", "opinion", row.reasons.join("\n"));
      opinion.colSpan = 3;
      opinion.dataset.label = label("reasons");
      const below = make("tr");
      below.append(opinion);
      body.append(below);
    }
  }

  const wordOf = (verdict) => words[lang].verdicts.find(([key]) => key === verdict)?.[1] ?? verdict;

  function spans(parts) {
    return parts.map((part) => {
      if ("text" in part) return document.createTextNode(part.text);
      if ("left-out" in part) return make("span", "left-out", part["left-out"]);
      const mark = make("mark", part.mark.verdict ?? "", part.mark.text);
      if (part.mark.numbers) mark.dataset.n = part.mark.numbers;
      return mark;
    });
  }

  function finding(found) {
    const element = make("span", "finding");
    if (found.numbers) element.append(make("span", "n", found.numbers), " ");
    element.append(make("b", "term", found.term), " ", make("small", "", `${found.tier} · ${wordOf(found.verdict)}`));
    for (const detail of found.details) element.append(make("br"), detail);
    if (found.ground) element.append(make("br"), make("small", "", found.ground));
    return element;
  }

  // ---- decisions

  function decisionCell(row) {
    const cell = make("td", "decision");
    if (!row.key) return cell;
    const [ruling, reason, until] = row.filled ?? ["", "", ""];
    const of = `${label("of_row")} ${row.sheet_row}`;

    const select = make("select");
    fill(select, [["", label("not_decided")], ...words[lang].rulings]);
    select.value = ruling;
    select.setAttribute("aria-label", `${label("decision")}, ${of}`);

    const why = make("input");
    why.value = reason;
    why.placeholder = label("reason");
    why.setAttribute("aria-label", `${label("reason")}, ${of}`);

    const day = make("input");
    day.type = "date";
    day.min = "2000-01-01";
    day.max = "9999-12-31";
    day.value = until;
    day.title = label("until_help");
    day.setAttribute("aria-label", `${label("until")}, ${of}`);

    const hint = make("span", "hint");
    hint.setAttribute("role", "status");
    const untilLabel = make("small", "", `${label("until")} `);
    const untilBox = make("div", day.value ? "until" : "until empty");
    untilBox.append(untilLabel, day);
    cell.append(select, why, untilBox, hint);

    let last = JSON.stringify(row.filled ?? ["", "", ""]);
    const settle = () => {
      untilBox.classList.toggle("empty", !day.value);
      const wasWrong = cell.isWrong;
      cell.isWrong = !day.validity.valid;
      if (cell.isWrong) return void (hint.textContent = label("wrong_until"));
      const filled = [select.value, why.value, day.value];
      if (JSON.stringify(filled) === last && !wasWrong) return;
      last = JSON.stringify(filled);
      decide(cell, row, filled).catch(report);
    };
    select.onchange = settle;
    why.onchange = settle;
    day.onblur = settle;
    // A date that is typed passes through the years 2, 20 and 202.
    day.onchange = () => day.validity.valid && settle();
    cell.fillIn = (filled) => {
      if (cell.contains(document.activeElement)) return;
      [select.value, why.value, day.value] = filled;
      untilBox.classList.toggle("empty", !day.value);
      last = JSON.stringify(filled);
    };
    return cell;
  }

  async function decide(cell, row, [ruling, reason, until]) {
    const { worker, first } = shown;
    changes += 1;
    sayUnsaved();
    const { counts, note } = await worker.ask("decide", { index: row.index, ruling, reason, until });
    if (shown?.worker !== worker) return;
    shown.outcome.counts = counts;
    sayCounts(counts);

    // The rows in sight, without touching the fields in which somebody types.
    const { rows } = await worker.ask("rows", { lang, first, count: PAGE });
    if (shown?.worker !== worker || shown.first !== first) return;
    for (const fresh of rows) {
      if (fresh.key !== row.key) continue;
      const body = document.querySelector(`.part tbody[data-index="${fresh.index}"]`);
      const own = body?.querySelector(".decision");
      if (!own) continue;
      fillRow(body, fresh, own);
      if (own !== cell) own.fillIn(fresh.filled ?? ["", "", ""]);
      if (!own.isWrong) own.querySelector(".hint").textContent = note?.[lang] ?? "";
    }
  }

  // ---- saving

  const TYPES = {
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    html: "text/html",
    csv: "text/csv",
    jsonl: "application/x-ndjson",
  };

  function download(blob, name) {
    const link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    $("status").textContent = label("saved") + visible(name);
  }

  async function save(format) {
    if (busy) return;
    sayError(null);
    const { request, files, stem } = shown;
    working(label("saving"), NOBODY);
    let worker = null;
    const sent = changes;
    try {
      const { decided } = await shown.worker.ask("decided");
      worker = await takeWorker();
      working(label("saving"), worker);
      watch(worker, request, "saving");
      const { blob } = await worker.ask("save", { request: { ...request, decided }, files, format, lang, type: TYPES[format] });
      working("", null);
      download(blob, `${stem}${words[lang].mark}.${format}`);
      if (format === "xlsx" || format === "csv") isSaved(sent);
    } catch (failure) {
      working("", null);
      if (failure.stopped) return void ($("status").textContent = label("stopped_saving"));
      sayError(failure.error ?? failed(failure));
    } finally {
      worker?.end();
      spare ??= newWorker();
    }
  }

  async function saveDecisions() {
    const sent = changes;
    const { text } = await shown.worker.ask("decisions", { lang });
    download(new Blob([text], { type: "text/csv" }), `${shown.stem}${label("decisions_mark")}.csv`);
    isSaved(sent);
  }

  // A file has the decisions that were made before it was asked for.
  function isSaved(sent) {
    savedChanges = Math.max(savedChanges, sent);
    sayUnsaved();
  }

  function sayUnsaved() {
    $("unsaved").hidden = changes === savedChanges;
  }

  // ---- what people do

  // What goes wrong after something was done in the page. An answer that nobody waits for any more is no failure.
  function report(failure) {
    if (!failure?.stopped) sayError(failure?.error ?? failed(failure ?? {}));
  }

  function listen() {
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      report(event.reason);
    });
    $("what").onsubmit = (event) => {
      event.preventDefault();
      run();
    };
    $("filter").onsubmit = (event) => event.preventDefault();
    $("stop").onclick = () => busy?.end();
    $("language").onclick = async () => {
      lang = lang === "zh" ? "en" : "zh";
      say();
      $("status").textContent = "";
      if (!shown) return;
      const of = { run: shown, lang };
      const { outcome } = await of.run.worker.ask("tell", { lang });
      if (shown !== of.run || lang !== of.lang) return;
      shown.outcome = outcome;
      await showOutcome();
    };
    for (const name of ["files", "paste", "typed"]) $(`tab-${name}`).onclick = () => showTab(name);
    $("tabs").onkeydown = (event) => {
      const names = ["files", "paste", "typed"];
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      showTab(names[(names.indexOf(tab) + step + names.length) % names.length]);
      $(`tab-${tab}`).focus();
    };
    for (const [id, kind] of [["files", undefined], ["terms", "terms"], ["earlier", "decisions"]]) {
      $(id).onchange = () => {
        choose($(id).files, kind);
        $(id).value = "";
      };
    }
    $("folder").onchange = () => {
      chooseFolder($("folder").files);
      $("folder").value = "";
    };
    $("remove-all").onclick = () => {
      chosen = [];
      sayChosen();
      $("files").focus();
    };
    addEventListener("dragover", (event) => {
      event.preventDefault();
      $("drop").classList.add("over");
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) $("drop").classList.remove("over");
    });
    addEventListener("drop", async (event) => {
      event.preventDefault();
      $("drop").classList.remove("over");
      const parts = dropped(event.dataTransfer);
      if (parts.length === 0) return;
      sayError(null);
      const { files, unread } = await filesOf(parts);
      choose(files);
      const names = unread.map(visible).join(", ");
      if (unread.length > 0) sayError(both("folder_unread", { names }));
      else if (files.length === 0) sayError(both("folder_empty"));
    });
    addEventListener("paste", (event) => {
      if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData("text/plain");
      if (text) {
        $("pasted").value = text;
        showTab("paste");
        $("run").focus();
      } else if (files.length > 0) choose(files);
    });
    for (const id of ["by-verdict", "by-term"]) $(id).onchange = () => find();
    let typing = 0;
    $("by-text").oninput = () => {
      clearTimeout(typing);
      typing = setTimeout(find, 200);
    };
    $("before").onclick = () => turn(-PAGE);
    $("after").onclick = () => turn(PAGE);
    for (const button of document.querySelectorAll("[data-format]")) button.onclick = () => save(button.dataset.format);
    $("save-decisions").onclick = saveDecisions;
    addEventListener("beforeunload", (event) => {
      if (changes !== savedChanges) event.preventDefault();
    });
  }

  async function turn(by) {
    const last = Math.max(0, Math.floor((shown.found - 1) / PAGE) * PAGE);
    shown.first = Math.max(0, Math.min(shown.first + by, last));
    await showRows();
    $("results").scrollIntoView();
  }

  async function start() {
    if (!window.WebAssembly || !window.DecompressionStream || !window.Worker || !Blob.prototype.stream) throw new Error("too old");
    workerUrl = URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" }));
    code = await unpack();
    spare = newWorker();
    ({ words } = await spare.ready);
    const { ranges } = await spare.ask("hidden");
    hidden = new RegExp(`[${ranges.map((range) => range.map((end) => `\\u{${end.toString(16)}}`).join("-")).join("")}]`, "gu");
    $("day").value = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
    say();
    listen();
    $("language").hidden = false;
    $("what").hidden = false;
    $("status").textContent = label("ready");
    document.body.dataset.ready = String(Math.round(performance.now()));
  }

  start().catch((error) => {
    $("too-old").hidden = false;
    $("too-old").append(` (${error.broken?.text ?? error.message ?? error})`);
  });
})();
