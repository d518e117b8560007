// The panel of the checks: asked for anew when the plan was saved, keeps open what was open, and marks the words a finding is about.
"use strict";
(function () {
  const DELAY = 600;
  const checks = document.getElementById("checks");
  if (!checks) return;
  const narrow = window.matchMedia("(max-width: 70rem)");
  const editor = document.getElementById("outline") || document.getElementById("schedule");
  let timer = 0;
  let ours = false; // the editor is being drawn anew because of a mend: the panel is new already

  // What a person opened or closed stays so when the panel is drawn anew.
  const chosen = new Map();
  checks.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (summary && summary.parentElement.id) chosen.set(summary.parentElement.id, !summary.parentElement.open);
  });
  function restore() {
    if (narrow.matches && !chosen.has("checks-fold") && editor) document.getElementById("checks-fold").open = false;
    checks.querySelectorAll("details[id]").forEach((fold) => {
      if (chosen.has(fold.id) && !fold.querySelector("[aria-invalid]")) fold.open = chosen.get(fold.id);
    });
  }

  function busy() {
    const active = document.activeElement;
    return checks.contains(active) && active.matches("input[type=text]") && active.value !== "";
  }
  function refresh() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (busy()) return refresh(); // a reason is being typed
      return window.htmx.ajax("GET", checks.dataset.url, { target: "#checks", swap: "innerHTML show:none" });
    }, DELAY);
  }
  document.addEventListener("plan-saved", refresh);

  // No mend before the words are saved.
  checks.addEventListener("htmx:confirm", (event) => {
    if (!window.autosave || event.detail.verb === "get") return;
    event.preventDefault();
    window.autosave.flush().then((saved) => {
      window.clearTimeout(timer);
      if (saved) event.detail.issueRequest(true);
      else window.portal.say("还有文字没有保存成功，先处理好再修改。", "warning");
    });
  });
  document.addEventListener("plan-mended", (event) => {
    if (!editor) return;
    if (narrow.matches && event.detail.message) window.portal.say(event.detail.message, "success");
    ours = true;
    window.htmx.ajax("GET", checks.dataset.editor, { target: "#" + editor.id, swap: "innerHTML show:none" }).then(() => {
      ours = false;
      const place = event.detail.anchor && document.getElementById(event.detail.anchor);
      if (place) { flash(place); place.scrollIntoView({ block: "nearest" }); }
    });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === checks) restore();
    else if (editor && event.detail.target === editor && !ours) refresh();
    else if (event.detail.target.matches(".points")) refresh(); // a key point was answered
  });

  function flash(place) {
    place.classList.add("just-changed");
    window.setTimeout(() => place.classList.remove("just-changed"), 4000);
  }
  function fieldOf(link) {
    const id = link.dataset.mark.replace(/^(section|item)-/, "");
    if (link.dataset.part === "title") return document.getElementById("id_title");
    if (link.dataset.part === "signature") return document.getElementById("id_signature");
    return document.getElementById((link.dataset.field === "heading" ? "heading-" : "body-") + id);
  }
  checks.addEventListener("click", (event) => {
    const link = event.target.closest("[data-mark]");
    const place = link && document.getElementById(link.dataset.mark);
    if (!place) return; // on the other tab: the link leads there
    event.preventDefault();
    if (place.tagName === "DETAILS") place.open = true;
    place.scrollIntoView({ block: "center" });
    flash(place);
    const field = fieldOf(link);
    const words = link.dataset.text;
    if (!field || !words) return;
    const start = Number(link.dataset.start);
    const at = field.value.slice(start, start + words.length) === words ? start : field.value.indexOf(words);
    field.focus({ preventScroll: true });
    if (at >= 0) field.setSelectionRange(at, at + words.length);
  });
  restore();
})();
