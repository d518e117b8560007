// Reading result: a click on one side lights up and scrolls the other; N goes to the next doubtful line.
"use strict";
(function () {
  const page = document.getElementById("reading-page");
  let current = -1;

  function light(index) {
    page.querySelectorAll(".target").forEach((node) => node.classList.remove("target"));
    const segment = document.getElementById("seg-" + index);
    const branch = page.querySelector('[data-for="' + index + '"]');
    [segment, branch].forEach((node) => { if (node) node.classList.add("target"); });
    return [segment, branch];
  }
  page.addEventListener("click", (event) => {
    const branch = event.target.closest(".branch-of");
    const segment = event.target.closest(".segment");
    if (branch) {
      const [there] = light(branch.dataset.for);
      if (there) { event.preventDefault(); there.scrollIntoView({ block: "center" }); }
    } else if (segment && !event.target.closest("a, button, select, input, summary, label")) {
      const [, there] = light(segment.dataset.segment);
      if (there) there.scrollIntoView({ block: "nearest" });
    }
  });
  // Only what goes with the chosen role is asked for; without this script everything is there.
  function fit(form) {
    const role = form.elements.role.value;
    form.querySelectorAll("[data-for-roles]").forEach((node) => {
      node.hidden = !node.dataset.forRoles.split(" ").includes(role);
      if (node.matches("details")) node.open = !node.hidden;
    });
  }
  page.addEventListener("change", (event) => { if (event.target.name === "role") fit(event.target.form); });
  function nextDoubt() {
    const doubts = page.querySelectorAll(".segment.doubtful");
    if (!doubts.length) return;
    current = (current + 1) % doubts.length;
    doubts[current].scrollIntoView({ block: "center" });
    const choice = doubts[current].querySelector("select");
    if (choice) choice.focus({ preventScroll: true });
  }
  function show() {
    page.querySelectorAll("[data-next-doubt]").forEach((button) => { button.hidden = false; });
    page.querySelectorAll("form.choices").forEach(fit);
  }
  page.addEventListener("click", (event) => { if (event.target.closest("[data-next-doubt]")) nextDoubt(); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select")) nextDoubt();
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
