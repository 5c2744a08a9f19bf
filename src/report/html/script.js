"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("filter");
  if (!form) return;
  const parts = [...document.querySelectorAll(".part")].map((element) => {
    const rows = [];
    const sources = [];
    for (const body of element.querySelectorAll("tbody")) {
      if (body.className === "source") {
        sources.push({ body, rows: [] });
        continue;
      }
      const terms = new Set([...body.querySelectorAll(".term")].map((term) => term.textContent));
      const row = { body, verdict: body.className, terms };
      rows.push(row);
      sources.at(-1).rows.push(row);
    }
    return { element, rows, sources };
  });
  const rows = parts.flatMap((part) => part.rows);

  const counts = new Map();
  for (const { terms } of rows) for (const term of terms) counts.set(term, (counts.get(term) || 0) + 1);
  for (const [term, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const option = document.createElement("option");
    option.value = term;
    option.textContent = `${term} (${count})`;
    form.elements.term.append(option);
  }

  const apply = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    let shown = 0;
    for (const name of ["verdict", "term"]) form.elements[name].value = wanted.get(name) || "";
    const verdict = form.elements.verdict.value;
    const term = form.elements.term.value;
    for (const { element, rows, sources } of parts) {
      for (const { body, verdict: own, terms } of rows) {
        body.hidden = !((!verdict || own === verdict) && (!term || terms.has(term)));
        shown += !body.hidden;
      }
      for (const { body, rows } of sources) body.hidden = rows.every((row) => row.body.hidden);
      element.hidden = rows.every((row) => row.body.hidden);
    }
    const status = form.elements.shown;
    status.textContent = status.dataset.words.replace("{shown}", shown).replace("{listed}", rows.length);
  };

  form.addEventListener("change", () => {
    const wanted = new URLSearchParams();
    for (const name of ["verdict", "term"]) if (form.elements[name].value) wanted.set(name, form.elements[name].value);
    location.hash = wanted.toString();
  });
  addEventListener("hashchange", apply);
  form.hidden = false;
  apply();
});
