// The planning aid: the button says how many lines are ticked.
"use strict";
(function () {
  const root = document.getElementById("proposal");

  function count() {
    const ticked = root.querySelectorAll("input[name=line]:checked").length;
    const place = document.getElementById("ticked-count");
    if (place) place.textContent = ticked ? "（" + ticked + "条）" : "";
  }
  root.addEventListener("change", count);
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === root) count(); });
  count();
})();
