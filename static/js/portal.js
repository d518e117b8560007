// What every page shares: words for failed requests, questions before destructive steps, menus that close, filters that apply themselves.
"use strict";
(function () {
  const toasts = document.getElementById("toasts");

  function say(text, kind) {
    const box = document.createElement("div");
    box.className = "alert alert-" + kind;
    const words = document.createElement("p");
    words.textContent = text;
    box.append(words);
    toasts.append(box);
    window.setTimeout(() => box.remove(), 8000);
  }
  window.portal = { say: say };

  document.addEventListener("htmx:sendError", () => say("网络中断，这一步没有办成；恢复后请再试。", "warning"));
  document.addEventListener("htmx:timeout", () => say("服务器没有回应，这一步可能没有办成；请刷新后核对。", "warning"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403) say("不能这样操作，或者登录已过期。请刷新页面。", "error");
    else if (status === 404) say("没有找到，可能刚被删除。请刷新页面。", "error");
    else say("系统出错了，请稍后再试。", "error");
  });
  // Whoever types for an hour without saving is not away: what the page asks by itself says so.
  let touched = false;
  ["input", "keydown", "pointerdown"].forEach((name) => document.addEventListener(name, (event) => { touched = touched || event.isTrusted; }, true));
  document.addEventListener("htmx:configRequest", (event) => {
    if (touched) event.detail.headers["X-Touched"] = "1";
    touched = false;
  });
  // The session is over and htmx is about to leave for the log-in: time to keep what was typed.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) document.dispatchEvent(new CustomEvent("session-over"));
  });
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!event.target.hasAttribute("hx-post") && event.target.method === "post") {
      window.setTimeout(() => event.target.querySelectorAll("button").forEach((b) => { b.disabled = true; }), 0);
      window.setTimeout(() => event.target.querySelectorAll("button").forEach((b) => { b.disabled = false; }), 4000);
    }
  }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  // A table wider than its place is scrolled by the keyboard too, where nothing in it takes the focus.
  function reachable() {
    document.querySelectorAll(".table-wrap").forEach((wrap) => {
      const scrolls = wrap.scrollWidth > wrap.clientWidth && !wrap.querySelector("a[href], button, input, select, textarea");
      if (scrolls && !wrap.hasAttribute("tabindex")) {
        const heading = wrap.closest("section") && wrap.closest("section").querySelector("h2, h3");
        wrap.setAttribute("role", "region");
        wrap.setAttribute("aria-label", (heading ? heading.textContent.trim() + "：" : "") + "表格，可左右滚动");
      }
      if (scrolls) wrap.tabIndex = 0;
      else wrap.removeAttribute("tabindex");
    });
  }
  reachable();
  window.addEventListener("resize", reachable);
  document.addEventListener("htmx:afterSettle", reachable);
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
