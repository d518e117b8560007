// The outline editor: drag and drop, splitting at the cursor, and no change of structure before the words are saved.
"use strict";
(function () {
  const root = document.getElementById("outline");

  root.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const form = event.target.closest("form");
    if (form && form.dataset.split) {
      const area = document.getElementById("body-" + form.dataset.split);
      form.elements.at.value = area.value.replace(/\r\n/g, "\n").slice(0, area.selectionStart).length;
    }
    window.autosave.flush().then((saved) => {
      if (saved) event.detail.issueRequest(true);
      else window.portal.say("还有文字没有保存成功，先处理好再调整段落。", "warning");
    });
  });
  // The answer shows an error beside a changed outline: let the reader see it.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "outline") return;
    window.autosave.adoptAll();
    prepare();
    const alert = root.querySelector(".alert-error");
    if (alert) alert.scrollIntoView({ block: "center" });
  });

  function prepare() {
    root.querySelectorAll("[data-needs-script], .grip").forEach((node) => { node.hidden = false; });
    const list = document.getElementById("outline-list");
    window.Sortable.create(list, {
      handle: ".grip", draggable: "li:not([data-fixed])", animation: 120,
      onEnd: (event) => {
        if (event.oldIndex === event.newIndex) return;
        const moved = event.item;
        const next = moved.nextElementSibling;
        const values = { before: next && !next.hasAttribute("data-fixed") ? next.dataset.section : "" };
        const url = "/plans/" + root.dataset.plan + "/sections/" + moved.dataset.section + "/move/";
        window.autosave.flush().then(() => window.htmx.ajax("POST", url, { target: "#outline", swap: "innerHTML show:none", values: values }));
      },
    });
  }
  prepare();
})();
