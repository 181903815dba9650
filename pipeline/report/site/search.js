// The search page: reads the index file by file, shows what matches, keeps the question in the address.
// `data/index.js` calls `zegsman.start`, the files it names call `zegsman.add`.
"use strict";

const zegsman = (() => {
  const STEP = 50; // results shown at a time
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  let index = null;
  let rows = [];
  let found = [];
  let shown = 0;
  const at = {};

  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function start(given) {
    index = given;
    index.fields.forEach((name, place) => { at[name] = place; });
    const names = [...new Set(index.speakers.map(([name]) => name))].sort((a, b) => a.localeCompare(b, "nl"));
    document.getElementById("names").append(...names.slice(0, 2000).map((name) => new Option(name)));
    load(0);
  }

  function load(number) {
    if (number === index.files.length) return question();
    const script = document.createElement("script");
    script.src = `data/${index.files[number]}`;
    script.addEventListener("load", () => load(number + 1));
    script.addEventListener("error", () => { status.textContent = `data/${index.files[number]} is missing: copy the whole folder.`; });
    document.head.append(script);
  }

  function add(chunk) {
    for (const row of chunk) {
      const name = row[at.speaker] < 0 ? "" : index.speakers[row[at.speaker]][0];
      row.text = bare(`${row[at.text]} ${name} ${row[at.about]}`);
      row.name = bare(name);
    }
    rows = rows.concat(chunk);
  }

  // Words and “words in a row”, each to be found.
  function terms(text) {
    return [...text.matchAll(/["“„]([^"”]+)["”]|(\S+)/g)].map((match) => bare(match[1] ?? match[2])).filter(Boolean);
  }

  // Where a word or phrase begins in bare text: at the beginning of a word, after an asterisk anywhere; -1 where it does not.
  function place(text, word, from = 0) {
    if (word.length > 1 && word.startsWith("*")) return text.indexOf(word.slice(1), from);
    let found = text.indexOf(word, from);
    while (found > 0 && /[\p{L}\p{N}]/u.test(text[found - 1])) found = text.indexOf(word, found + 1);
    return found;
  }

  function test() {
    const asked = Object.fromEntries(new FormData(form));
    const words = terms(asked.q);
    const speaker = terms(asked.speaker);
    const equal = ["kind", "stance", "certainty", "modality", "polarity"].filter((name) => asked[name]);
    return (row) => {
      const [, , outlet, day] = index.articles[row[at.article]];
      return words.every((word) => place(row.text, word) >= 0)
        && speaker.every((word) => place(row.name, word) >= 0)
        && equal.every((name) => row[at[name]] === asked[name])
        && (!asked.by || (asked.by === "own") === (row[at.kind] === ""))
        && (!asked.outlet || outlet === asked.outlet)
        && (!asked.from || (day && day >= asked.from))
        && (!asked.to || (day && day <= asked.to));
    };
  }

  function order(list) {
    const day = (row) => index.articles[row[at.article]][3];
    const compare = { speaker: (a, b) => a.name.localeCompare(b.name, "nl"), old: (a, b) => (day(a) || "9").localeCompare(day(b) || "9") };
    return list.sort(compare[form.elements.order.value] ?? ((a, b) => day(b).localeCompare(day(a))));
  }

  function find() {
    if (!index) return;
    found = order(rows.filter(test()));
    shown = 0;
    results.replaceChildren();
    const articles = new Set(found.map((row) => row[at.article])).size;
    status.textContent = found.length
      ? `${found.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} statements, in ${articles.toLocaleString("en")} article${articles === 1 ? "" : "s"}`
      : "Nothing found: try fewer words or filters.";
    show();
    remember();
  }

  function show() {
    const words = terms(form.elements.q.value);
    results.append(...found.slice(shown, shown + STEP).map((row) => item(row, words)));
    shown = Math.min(shown + STEP, found.length);
    more.hidden = shown >= found.length;
  }

  function node(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // `text` with the words that were looked for marked. Marks are found in the bare text, so lengths have to agree.
  function marked(text, words) {
    const low = bare(text);
    const made = node("blockquote", "", { lang: "nl" });
    let from = 0;
    while (low.length === text.length) {
      const hits = words.map((word) => [place(low, word, from), word.replace(/^\*(?=.)/, "").length]).filter(([start]) => start >= 0);
      if (!hits.length) break;
      const [start, length] = hits.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a));
      made.append(text.slice(from, start), node("mark", text.slice(start, start + length)));
      from = start + length;
    }
    made.append(text.slice(from));
    return made;
  }

  function item(row, words) {
    const [page, title, outlet, day] = index.articles[row[at.article]];
    const who = node("p", "", { class: "who" });
    const speaker = index.speakers[row[at.speaker]];
    if (speaker) who.append(node("a", speaker[0], { href: `speakers/${speaker[1]}`, lang: "nl" }));
    else who.append(node("span", row[at.kind] ? "Speaker not known" : "The article itself"));
    if (row[at.cue]) who.append(" ", node("i", row[at.cue], { lang: "nl" }));
    const tags = node("p", "", { class: "tags" });
    for (const name of ["kind", "stance", "certainty", "modality", "polarity"]) {
      const value = row[at[name]];
      if (value && !["neutral", "asserted", "affirmative"].includes(value)) tags.append(node("span", label(name, value), { class: "tag" }), " ");
    }
    if (row[at.when]) tags.append(node("span", row[at.when], { class: "tag", title: "When it happens or happened" }));
    const from = node("p", "", { class: "from" });
    from.append(node("a", title, { href: `articles/${page}#${row[at.ref]}`, lang: "nl" }), " ",
      node("small", [outlet, day].filter(Boolean).join(", ")));
    const made = document.createElement("li");
    made.append(who, marked(row[at.text], words), tags, from);
    return made;
  }

  // The words for a value are those of the form's own choices.
  function label(name, value) {
    const option = [...form.elements[name].options].find((choice) => choice.value === value);
    return option ? option.text : value;
  }

  // The address holds the question, so that it can be sent and gone back to.
  function remember() {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", `#${asked}`);
  }

  function question() {
    const asked = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
    for (const [name, value] of asked) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    find();
  }

  function csv() {
    const cell = (value) => {
      const text = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`; // no formulas for spreadsheets
      return `"${text.replaceAll('"', '""')}"`;
    };
    const head = ["speaker", "cue", "claim", "kind", "stance", "certainty", "modality", "polarity", "when", "title", "outlet", "published", "page"];
    const lines = found.map((row) => {
      const [page, title, outlet, day] = index.articles[row[at.article]];
      const name = row[at.speaker] < 0 ? "" : index.speakers[row[at.speaker]][0];
      const values = ["kind", "stance", "certainty", "modality", "polarity", "when"].map((key) => row[at[key]]);
      return [name, row[at.cue], row[at.text], ...values, title, outlet, day, `articles/${page}#${row[at.ref]}`];
    });
    const text = "\ufeff" + [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
    const link = node("a", "", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: "claims-found.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
  form.addEventListener("reset", () => setTimeout(find));
  more.addEventListener("click", show);
  document.getElementById("csv").addEventListener("click", csv);
  addEventListener("hashchange", question);
  return { start, add };
})();
