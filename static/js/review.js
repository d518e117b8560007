// Reading page by keyboard: J and K go through the queue, N and P from remark to remark, C writes one at the words selected or the section
// being read, T claims, Alt and a number puts a phrase in, ? shows the keys.
"use strict";
(function () {
  const sheet = document.getElementById("review-sheet");
  const keys = document.getElementById("keys");

  function holder(node) { return node && (node.nodeType === 1 ? node : node.parentElement); }
  function sectionInView() {
    const chosen = document.activeElement.closest("[data-section], .part");
    if (chosen) return chosen;
    return Array.from(sheet.querySelectorAll(".part")).find((part) => part.getBoundingClientRect().bottom > 120);
  }
  // Where a place of the page is in the section's text: words taken out and numbers are no part of it.
  function offset(node, inner) {
    const line = holder(node).closest("[data-at]");
    if (!line) return null;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let count = Number(line.dataset.at);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const counts = !text.parentElement.closest("del, small, [data-skip]");
      if (text === node) return count + (counts ? inner : 0);
      if (counts) count += text.data.length;
    }
    return node === line && inner ? count : Number(line.dataset.at);
  }
  function selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const part = holder(range.startContainer).closest("[data-section], .part");
    if (!part || part !== holder(range.endContainer).closest("[data-section], .part")) return null;
    if (holder(range.startContainer).closest(".part-earlier, .part-remarks")) return null;
    const words = String(selection).replace(/\s+/g, " ").trim().slice(0, 300);
    return words && { part: part, quote: words, start: offset(range.startContainer, range.startOffset), end: offset(range.endContainer, range.endOffset) };
  }
  function remember(found) {
    if (found) window.sessionStorage.setItem("quote", JSON.stringify({ quote: found.quote, start: found.start, end: found.end }));
    else window.sessionStorage.removeItem("quote");
  }
  sheet.addEventListener("mousedown", (event) => { if (event.target.closest("[data-remark]")) remember(selected()); });

  function step(way) {
    const stops = Array.from(document.querySelectorAll("[data-stop], .found summary"));
    if (!stops.length) return;
    const here = stops.indexOf(document.activeElement);
    const next = stops[here < 0 ? (way > 0 ? 0 : stops.length - 1) : (here + way + stops.length) % stops.length];
    next.focus();
    next.scrollIntoView({ block: "center" });
  }
  const form = document.getElementById("remark-form");
  document.addEventListener("keydown", (event) => {
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { form.requestSubmit(); return; }
    if (form && event.altKey && /^[1-9]$/.test(event.key)) {
      const phrase = form.querySelectorAll("[data-phrase]")[Number(event.key) - 1];
      if (phrase) { event.preventDefault(); phrase.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const link = document.querySelector('[data-key="' + key + '"]');
    if (link) { event.preventDefault(); link.click(); }
    else if (key === "n") step(1);
    else if (key === "p") step(-1);
    else if (event.key === "?") { if (keys.open) keys.close(); else keys.showModal(); }
    else if (key === "c") {
      const found = selected();
      const part = found ? found.part : sectionInView();
      const write = part && part.querySelector(":scope > [data-remark], :scope > .part-remarks [data-remark]");
      if (write) { remember(found); window.location.href = write.href; }
    }
  });
  if (form) {
    const fields = form.elements;
    const kept = JSON.parse(window.sessionStorage.getItem("quote") || "null");
    window.sessionStorage.removeItem("quote");
    if (kept && form.dataset.new && !fields.quote.value) {
      fields.quote.value = kept.quote;
      if (kept.start !== null && kept.end !== null) { fields.start.value = kept.start; fields.end.value = kept.end; }
    }
    form.addEventListener("click", (event) => {
      const phrase = event.target.closest("[data-phrase]");
      if (!phrase) return;
      fields.body.value = [fields.body.value, phrase.dataset.body].filter(Boolean).join("\n");
      ["suggestion", "clause"].forEach((name) => { if (!fields[name].value) fields[name].value = phrase.dataset[name]; });
      fields.severity.value = phrase.dataset.severity;
      fields.body.focus();
    });
    fields.body.focus();
    // Going to the place that the address names, the browser takes the focus from the field: it gets it back behind that.
    window.addEventListener("load", () => window.setTimeout(() => fields.body.focus()));
  }
})();
