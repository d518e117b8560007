// A button that copies the field beside it. Without scripts, or where the browser refuses, the field is there to be marked by hand.
"use strict";
(function () {
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", () => {
      const done = () => window.portal.say("已复制。", "success");
      const byHand = () => {
        field.focus();
        field.select();
        if (document.execCommand("copy")) done();
        else window.portal.say("请按住已选中的地址手动复制。", "warning");
      };
      // Outside HTTPS the browser has no clipboard for pages.
      if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, byHand);
      else byHand();
    });
  });
})();
