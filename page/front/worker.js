// The worker: one instance of the module, one run. It reads pieces of files, so that the library can wait for them.
"use strict";
let files = [];
let written = [];
let parts = [];
let partSize = 0;
let toldAt = 0;
let caught = null;
let current = 0;
let checked = 0;
let session = null;
const SOME = 8 << 20;

self.mingchaRead = (file, at, most) => {
  const piece = files[file].slice(at, at + most);
  const bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(piece));
  progress(file, at + bytes.length);
  return bytes;
};
self.mingchaWrite = (bytes) => {
  parts.push(bytes.slice());
  partSize += bytes.length;
  if (partSize > SOME) flush();
};
self.mingchaProgress = (file, rows) => {
  current = file;
  checked = rows;
};
self.mingchaPanicked = (message, isCaught) => {
  caught = { message, isCaught };
};

// Bytes that wait as a Blob are in the browser's keeping, not in the worker's memory.
function flush() {
  if (parts.length > 0) written.push(new Blob(parts));
  parts = [];
  partSize = 0;
}

function progress(file, read) {
  current = file;
  const now = performance.now();
  if (now - toldAt < 100) return;
  toldAt = now;
  postMessage({ told: "progress", file, read, rows: checked });
}

const does = {
  start: ({ code }) => {
    wasm_bindgen.initSync({ module: code });
    return { words: JSON.parse(wasm_bindgen.words()) };
  },
  hidden: () => ({ ranges: JSON.parse(wasm_bindgen.hidden()) }),
  check: ({ request, files: chosen, lang }) => {
    files = chosen;
    session = new wasm_bindgen.Session(JSON.stringify(request));
    session.check();
    return { outcome: JSON.parse(session.told(lang)) };
  },
  save: ({ request, files: chosen, format, lang, type }) => {
    files = chosen;
    new wasm_bindgen.Session(JSON.stringify(request)).save(format, lang);
    flush();
    return { blob: new Blob(written, { type }) };
  },
  tell: ({ lang }) => ({ outcome: JSON.parse(session.told(lang)) }),
  find: ({ verdict, term, text }) => ({ found: session.find(verdict, term, text) }),
  rows: ({ lang, first, count }) => ({ rows: JSON.parse(session.rows(lang, first, count)) }),
  decide: ({ index, ruling, reason, until }) => JSON.parse(session.decide(index, ruling, reason, until)),
  decided: () => ({ decided: JSON.parse(session.decided()) }),
  decisions: ({ lang }) => ({ text: session.decisions(lang) }),
};

onmessage = ({ data }) => {
  const { id, ask } = data;
  try {
    postMessage({ id, answer: does[ask](data) });
  } catch (error) {
    // What the library says is text; anything else has broken this instance.
    if (typeof error === "string") postMessage({ id, error: JSON.parse(error) });
    else postMessage({ id, broken: { file: current, stuck: caught !== null || error instanceof RangeError, isCaught: caught?.isCaught === true, text: caught?.message ?? String(error) } });
  }
};
