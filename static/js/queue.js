// The queue by keyboard: J and K go from row to row, Enter opens, X ticks, / goes to the search field.
"use strict";
(function () {
  const rows = Array.from(document.querySelectorAll("table.queue tbody tr"));
  if (!rows.length) return;

  function at() { return rows.findIndex((row) => row.contains(document.activeElement)); }
  function go(step) {
    const here = at();
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    rows[next].querySelector("[data-open]").focus();
    rows[next].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(1);
    else if (key === "k") go(-1);
    else if (key === "x") {
      const box = at() >= 0 && rows[at()].querySelector("input[type=checkbox]");
      if (box) box.checked = !box.checked;
    } else if (key === "/") {
      const search = document.querySelector(".filters input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });
})();
