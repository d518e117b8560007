// The form of an event: only what goes with the chosen audience is shown. Without the script all of it is there.
"use strict";
(function () {
  const form = document.getElementById("event-form");
  const audience = form.elements.audience;
  const group = document.getElementById("div_id_group");
  const invitees = document.getElementById("invitees");

  function show() {
    group.hidden = audience.value !== "group";
    invitees.hidden = audience.value !== "chosen";
  }
  audience.addEventListener("change", show);
  form.elements.kind.addEventListener("change", () => {
    if (form.elements.kind.value === "heart_to_heart_talk" && audience.value !== "chosen") {
      audience.value = "chosen";
      form.elements.is_restricted.checked = true;
      show();
    }
  });
  show();
})();
