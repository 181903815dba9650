// What all pages share: the theme, filters of lists, and in an article the link between the words and their rows.
// Text only ever goes into the page as text: no markup is made from strings.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function theme() {
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  button.hidden = false;
  button.addEventListener("click", () => {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try { localStorage.setItem("zegsman-theme", root.dataset.theme); } catch { /* storage is switched off */ }
  });
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function filters() {
  for (const field of all("[data-filter]")) {
    const list = document.getElementById(field.dataset.filter);
    const lines = all(list.tBodies ? "tbody tr" : "li", list).map((line) => [line, plain(line.textContent)]);
    const count = document.querySelector(`[data-count="${field.dataset.filter}"]`);
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/);
      let shown = 0;
      for (const [line, text] of lines) {
        line.hidden = !words.every((word) => text.includes(word));
        shown += !line.hidden;
      }
      count.textContent = shown.toLocaleString("en");
    });
  }
}

// In an article: `data-r` on a stretch of text names its rows, `data-row` on a card or claim is one.
function reading() {
  const page = document.querySelector(".reading");
  if (!page) return;
  const sheet = document.getElementById("sheet");
  const stretches = all("[data-r]", page).map((span) => [span, span.dataset.r.split(" ")]);
  const rows = new Map(all("[data-row]", page).map((row) => [row.dataset.row, row]));
  const wide = matchMedia("(min-width: 62rem)");
  let pinned = null;

  function show(ref) {
    for (const [span, refs] of stretches) span.classList.toggle("on", refs.includes(ref));
    for (const [name, row] of rows) row.classList.toggle("on", name === ref);
    for (const mark of all("[data-mark]", page)) mark.classList.toggle("on", mark.dataset.mark === ref);
  }

  function reveal(ref) {
    const row = rows.get(ref);
    if (!row) return;
    const details = row.parentElement.closest("details");
    if (details) details.open = true;
    const box = row.closest(".rows");
    if (wide.matches) {
      const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      const inside = top >= box.scrollTop && top + row.offsetHeight <= box.scrollTop + box.clientHeight;
      if (!inside) box.scrollTop = Math.max(0, top - 40);
    }
  }

  function pin(ref) {
    pinned = ref;
    show(ref);
    if (!ref) { sheet.hidden = true; return; }
    reveal(ref);
    if (wide.matches) return;
    const copy = rows.get(ref).cloneNode(true);
    for (const item of [copy, ...all("[id]", copy)]) item.removeAttribute("id");
    sheet.lastElementChild.replaceChildren(copy);
    sheet.hidden = false;
  }

  // The innermost quote of a stretch; else the claim, the last row named.
  const own = (span) => {
    const refs = span.dataset.r.split(" ");
    return refs.findLast((ref) => ref.startsWith("q")) ?? refs.at(-1);
  };

  const over = (target) => {
    const span = target.closest("[data-r]");
    const row = target.closest("[data-row]");
    const mark = target.closest("[data-mark]");
    return mark ? mark.dataset.mark : span ? own(span) : row ? row.dataset.row : null;
  };

  page.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const ref = over(event.target) ?? pinned;
    show(ref);
    if (ref && event.target.closest("[data-r], [data-mark]")) reveal(ref);
  });
  page.addEventListener("pointerleave", () => show(pinned));
  page.addEventListener("focusin", (event) => {
    const ref = over(event.target);
    if (!ref) return;
    show(ref);
    if (event.target.closest("[data-mark]")) reveal(ref);
  });
  page.addEventListener("focusout", () => show(pinned));
  page.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    const span = event.target.closest("[data-r]");
    if (mark) event.preventDefault();
    if (mark || (span && getSelection().isCollapsed)) {
      const ref = mark ? mark.dataset.mark : own(span);
      pin(pinned === ref && !mark ? null : ref);
      if (pinned) history.replaceState(null, "", `#${ref}`);
    }
  });
  sheet.firstElementChild.addEventListener("click", () => pin(null));

  const marks = all("[data-mark]", page);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") pin(null);
    const step = { j: 1, k: -1 }[event.key];
    if (!step || !marks.length) return;
    const at = marks.findIndex((mark) => mark.dataset.mark === pinned);
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
    pin(next.dataset.mark);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  });

  function follow() {
    const ref = decodeURIComponent(location.hash.slice(1));
    const words = document.getElementById(ref);
    if (rows.has(ref)) {
      pin(ref);
      if (words) words.scrollIntoView({ block: "center" });
    } else if (ref.startsWith("r-")) pin(ref.slice(2));
  }
  addEventListener("hashchange", follow);
  follow();
}

function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select, textarea")) return;
    const field = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
    if (field) { event.preventDefault(); field.focus(); }
  });
}

theme();
filters();
reading();
keys();
