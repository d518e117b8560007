// The schedule editor: lines are dragged between months; an opened form gets the cursor.
"use strict";
(function () {
  const root = document.getElementById("schedule");

  function prepare() {
    root.querySelectorAll(".grip").forEach((grip) => { grip.hidden = false; });
    root.querySelectorAll(".month-items").forEach((list) => {
      window.Sortable.create(list, {
        group: "months", handle: ".grip", draggable: ".entry[data-item]", animation: 120,
        onEnd: (event) => {
          if (event.from === event.to && event.oldIndex === event.newIndex) return;
          const next = event.item.nextElementSibling;
          const values = { month: event.to.dataset.month, before: (next && next.dataset.item) || "" };
          const url = "/plans/" + root.dataset.plan + "/items/" + event.item.dataset.item + "/move/";
          window.htmx.ajax("POST", url, { target: "#schedule", swap: "innerHTML show:none", values: values });
        },
      });
    });
    const form = document.getElementById("item-form");
    if (form) {
      form.scrollIntoView({ block: "nearest" });
      (form.querySelector(".field-wrong textarea, .field-wrong input, .field-wrong select") || form.elements.text).focus();
    }
  }
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "schedule") prepare(); });
  prepare();
})();
