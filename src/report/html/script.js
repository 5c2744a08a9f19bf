"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("filter");
  if (!form) return;
  const parts = [...document.querySelectorAll(".part")].map((element) => ({
    element,
    rows: [...element.querySelectorAll("tbody > tr")].map((row) => ({
      row,
      verdict: row.className,
      terms: new Set([...row.querySelectorAll(".term")].map((term) => term.textContent)),
    })),
  }));
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
    for (const { element, rows } of parts) {
      let any = false;
      for (const { row, verdict: own, terms } of rows) {
        row.hidden = !((!verdict || own === verdict) && (!term || terms.has(term)));
        any ||= !row.hidden;
        shown += !row.hidden;
      }
      element.hidden = !any;
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
