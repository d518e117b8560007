// The month's grid: events are dragged to another day, or moved with Alt and the arrow keys. Without the script each event has its form.
"use strict";
(function () {
  const root = document.getElementById("month-grid");
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

  let putBack = null; // the way back for an event that was dragged, until the server has said where it stands

  function send(chip, day) {
    const url = "/calendar/events/" + chip.dataset.event + "/to-day/?month=" + root.dataset.month + root.dataset.query;
    window.htmx.ajax("POST", url, {
      target: "#month-grid", swap: "innerHTML show:none",
      values: { day: day, base_version: chip.dataset.version },
    }).catch(() => {}); // told and put back below
  }
  function shifted(day, days) {
    const moved = new Date(day + "T00:00:00Z");
    moved.setUTCDate(moved.getUTCDate() + days);
    return moved.toISOString().slice(0, 10);
  }
  function prepare() {
    root.querySelectorAll(".chips").forEach((list) => {
      window.Sortable.create(list, {
        group: "days", draggable: "[data-movable]", animation: 120, delay: 150, delayOnTouchOnly: true, sort: false,
        onEnd: (event) => {
          const day = event.to.closest("[data-day]").dataset.day;
          if (day === event.from.closest("[data-day]").dataset.day) return;
          putBack = () => event.from.insertBefore(event.item, event.from.children[event.oldIndex] || null);
          send(event.item, day);
        },
      });
    });
    root.querySelectorAll("[data-movable] a").forEach((link) => {
      link.setAttribute("aria-keyshortcuts", "Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown");
      link.title = "拖到另一天，或按 Alt 加方向键改期";
    });
    const moved = root.querySelector(".just-changed a");
    if (moved) moved.focus({ preventScroll: true });
  }
  root.addEventListener("keydown", (event) => {
    const chip = event.target.closest("[data-movable]");
    if (!chip || !event.altKey || !(event.key in STEPS)) return;
    event.preventDefault();
    send(chip, shifted(chip.closest("[data-day]").dataset.day, STEPS[event.key]));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "month-grid") return;
    putBack = null;
    prepare();
  });
  // Nothing was saved: the event stands again where it is for everybody else.
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => {
    if (putBack) putBack();
    putBack = null;
  }));
  prepare();
})();
