// Saves each section by itself: 0.8 s after typing stops and when the field is left. One request at a time per section, the newest
// words wait; what could not be sent is kept in this browser and sent when the connection is back.
"use strict";
(function () {
  const DELAY = 800;
  const RETRY = [2000, 4000, 8000, 15000, 30000];
  const root = document.getElementById("outline");
  const plan = root.dataset.plan;
  const sections = new Map();

  function key(id) { return "branchplan:" + plan + ":" + id; }
  function keep(id, words) { try { window.localStorage.setItem(key(id), JSON.stringify(words)); return true; } catch (error) { return false; /* private window: nothing to keep it in */ } }
  function drop(id) { try { window.localStorage.removeItem(key(id)); } catch (error) { /* as above */ } }
  function kept(id) { try { return JSON.parse(window.localStorage.getItem(key(id)) || "null"); } catch (error) { return null; } }

  function words(form) {
    const heading = form.elements.heading;
    return { heading: heading ? heading.value : "", body: form.elements.body.value };
  }
  function same(a, b) { return a.heading === b.heading && a.body === b.body; }
  function tell(entry, state, text) {
    entry.state = state;
    const place = document.getElementById("state-" + entry.id);
    if (place) { place.dataset.state = state; place.textContent = text; }
    summary();
  }
  function summary() {
    const place = document.getElementById("save-summary");
    if (!place) return;
    const waiting = Array.from(sections.values()).filter((entry) => entry.state === "unsaved" || entry.state === "failed").length;
    place.textContent = waiting ? "还有 " + waiting + " 段未保存" : "";
  }
  function grow(area) { area.rows = 1; area.style.height = "auto"; area.style.height = area.scrollHeight + 2 + "px"; }

  // A turned phone or a dragged window breaks the lines anew.
  let drawn = 0;
  window.addEventListener("resize", () => {
    window.cancelAnimationFrame(drawn);
    drawn = window.requestAnimationFrame(() => sections.forEach((entry) => { if (entry.form.isConnected) grow(entry.form.elements.body); }));
  });

  function adopt(form) {
    const id = form.dataset.autosave;
    const entry = sections.get(id) || { id: id, attempts: 0, busy: null, timer: 0, state: "" };
    entry.form = form;
    entry.saved = words(form);
    sections.set(id, entry);
    form.querySelector("[data-plain-save]").hidden = true;
    grow(form.elements.body);
    const left = kept(id);
    if (left && !same(left.words, entry.saved)) offer(entry, left);
    else drop(id);
  }
  function offer(entry, left) {
    const place = document.getElementById("conflict-" + entry.id);
    const box = document.createElement("div");
    box.className = "alert alert-warning";
    const text = document.createElement("p");
    text.textContent = "这一段有上次没有保存成功的文字：" + left.words.heading + " " + left.words.body.slice(0, 80);
    const use = document.createElement("button");
    use.type = "button"; use.className = "button small"; use.textContent = "恢复这些文字";
    const no = document.createElement("button");
    no.type = "button"; no.className = "button small quiet"; no.textContent = "不要了";
    use.addEventListener("click", () => {
      if (entry.form.elements.heading) entry.form.elements.heading.value = left.words.heading;
      entry.form.elements.body.value = left.words.body;
      box.remove(); changed(entry, 0);
    });
    no.addEventListener("click", () => { drop(entry.id); box.remove(); });
    box.append(text, use, no);
    place.replaceChildren(box);
  }

  function changed(entry, delay) {
    if (same(words(entry.form), entry.saved) && !entry.busy) { drop(entry.id); tell(entry, "saved", ""); return; }
    keep(entry.id, { words: words(entry.form), at: Date.now() });
    tell(entry, "unsaved", "正在输入…");
    window.clearTimeout(entry.timer);
    entry.timer = window.setTimeout(() => save(entry), delay);
  }
  function save(entry) {
    window.clearTimeout(entry.timer);
    if (entry.busy) { entry.again = true; return entry.busy; }
    const sent = words(entry.form);
    if (same(sent, entry.saved)) return Promise.resolve(true);
    tell(entry, "unsaved", "正在保存…");
    entry.busy = send(entry, sent).finally(() => {
      entry.busy = null;
      if (entry.again) { entry.again = false; if (entry.state !== "conflict") changed(entry, 0); }
    });
    return entry.busy;
  }
  async function send(entry, sent) {
    let answer;
    try {
      answer = await fetch(entry.form.action, { method: "POST", body: new FormData(entry.form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
    } catch (error) {
      return later(entry, "未保存：网络中断，恢复后自动保存");
    }
    if (answer.redirected && new URL(answer.url).pathname === "/login/") return expired(entry);
    if (answer.status === 409) {
      document.getElementById("conflict-" + entry.id).innerHTML = await answer.text();
      tell(entry, "conflict", "未保存：别人也改了这一段，请看下面的对照");
      return false;
    }
    if (answer.status === 422) { tell(entry, "failed", "未保存：" + (await answer.json()).error); return false; }
    if (answer.status === 403) return expired(entry);
    if (answer.status === 404) { tell(entry, "failed", "未保存：这一段刚被别人删除，文字已保留在本机"); return false; }
    if (!answer.ok) return later(entry, "未保存：服务器暂时没有回应，稍后自动重试");
    const saved = await answer.json();
    entry.attempts = 0;
    entry.saved = sent;
    document.querySelectorAll('#section-' + entry.id + ' input[name="base_version"]').forEach((field) => { field.value = saved.version; });
    if (same(words(entry.form), sent)) { drop(entry.id); tell(entry, "saved", "已保存 " + saved.saved_at); }
    document.dispatchEvent(new CustomEvent("plan-saved"));
    const row = document.querySelector('#outline-list [data-section="' + entry.id + '"] a');
    if (row && sent.heading) row.textContent = (document.querySelector("#section-" + entry.id + " .number") || { textContent: "" }).textContent + sent.heading;
    return true;
  }
  function later(entry, text) {
    const wait = RETRY[Math.min(entry.attempts, RETRY.length - 1)];
    entry.attempts += 1;
    tell(entry, "unsaved", text);
    window.clearTimeout(entry.timer);
    entry.timer = window.setTimeout(() => save(entry), wait);
    return false;
  }
  function expired(entry) {
    tell(entry, "failed", "未保存：登录已过期，文字保留在本机。");
    const place = document.getElementById("state-" + entry.id);
    const link = document.createElement("a");
    link.href = "/login/"; link.target = "_blank"; link.rel = "noopener"; link.textContent = "在新窗口登录后回来继续";
    place.append(link);
    return false;
  }

  root.addEventListener("input", (event) => {
    const form = event.target.closest("[data-autosave]");
    if (!form) return;
    if (event.target.name === "body") grow(event.target);
    changed(sections.get(form.dataset.autosave), DELAY);
  });
  root.addEventListener("focusout", (event) => {
    const form = event.target.closest("[data-autosave]");
    const entry = form && sections.get(form.dataset.autosave);
    if (entry && entry.state === "unsaved") save(entry);
    else if (entry && entry.state === "failed") changed(entry, 0);
  });
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-autosave]");
    if (form) { event.preventDefault(); save(sections.get(form.dataset.autosave)); }
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-discard]");
    if (link) { drop(link.dataset.discard); sections.get(link.dataset.discard).state = "saved"; }
  });
  window.addEventListener("online", () => sections.forEach((entry) => { if (entry.state === "unsaved") { entry.attempts = 0; save(entry); } }));
  // The page goes to the log-in without a question when all words are kept here: they are offered again after it.
  let leaves = false;
  document.addEventListener("session-over", () => {
    leaves = Array.from(sections.values()).every((entry) => same(words(entry.form), entry.saved) || keep(entry.id, { words: words(entry.form), at: Date.now() }));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaves && Array.from(sections.values()).some((entry) => entry.state === "unsaved" || entry.state === "failed")) event.preventDefault();
  });

  function adoptAll() {
    const present = new Set();
    root.querySelectorAll("[data-autosave]").forEach((form) => { present.add(form.dataset.autosave); adopt(form); });
    Array.from(sections.keys()).forEach((id) => { if (!present.has(id)) sections.delete(id); });
  }
  // Everything typed is on its way before the outline is drawn anew.
  async function flush() {
    await Promise.all(Array.from(sections.values()).map((entry) => (entry.state === "unsaved" || entry.busy ? save(entry) : true)));
    await Promise.all(Array.from(sections.values()).map((entry) => entry.busy || true));
    return Array.from(sections.values()).every((entry) => entry.state !== "unsaved" && entry.state !== "failed" && entry.state !== "conflict");
  }
  window.autosave = { adoptAll: adoptAll, flush: flush };
  adoptAll();
})();
