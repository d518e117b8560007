// The board of a round brings itself up to date; while somebody is ticking schools, or the page is out of sight, it waits.
"use strict";
(function () {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const board = event.target.closest("[data-live]");
    if (board && event.target === board && (document.hidden || board.querySelector("input:checked"))) event.preventDefault();
  });
  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());
})();
