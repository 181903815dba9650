// Light or dark as chosen before, set before the page is drawn. Where nothing may be stored, the system's choice holds.
"use strict";
try {
  const chosen = localStorage.getItem("zegsman-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* storage is switched off */ }
