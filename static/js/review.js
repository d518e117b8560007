// Review page: J and K go through the queue, C writes a remark at the section being read, selected words become the quote.
"use strict";
(function () {
  const sheet = document.getElementById("review-sheet");

  function sectionInView() {
    const selected = window.getSelection();
    const node = selected && selected.rangeCount && !selected.isCollapsed ? selected.anchorNode : null;
    const holder = node && (node.nodeType === 1 ? node : node.parentElement);
    const chosen = holder && holder.closest(".part");
    if (chosen) return chosen;
    return Array.from(sheet.querySelectorAll(".part")).find((part) => part.getBoundingClientRect().bottom > 120);
  }
  function remember() {
    const text = String(window.getSelection() || "").replace(/\s+/g, " ").trim();
    if (text) window.sessionStorage.setItem("quote", text.slice(0, 300));
    else window.sessionStorage.removeItem("quote");
  }
  sheet.addEventListener("click", (event) => { if (event.target.closest("[data-remark]")) remember(); });
  sheet.addEventListener("mousedown", (event) => { if (event.target.closest("[data-remark]")) { remember(); } });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const link = document.querySelector('[data-key="' + key + '"]');
    if ((key === "j" || key === "k") && link) link.click();
    if (key === "c") {
      const part = sectionInView();
      const write = part && part.querySelector("[data-remark]");
      if (write) { remember(); window.location.href = write.href; }
    }
  });
  const form = document.getElementById("remark-form");
  if (form) {
    const quote = window.sessionStorage.getItem("quote");
    if (quote && !form.elements.quote.value) form.elements.quote.value = quote;
    window.sessionStorage.removeItem("quote");
    form.elements.body.focus();
  }
})();
