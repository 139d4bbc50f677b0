/* Progressive enhancement. Every page works without this file. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const live = () => document.getElementById("live");
  const say = (text) => { const region = live(); if (region) region.textContent = text; };
  const text = (key) => document.body.dataset[key] || "";

  // After an error the summary is read first; after a swap, what changed.
  const focusOn = (element) => {
    if (!element) return;
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus();
  };
  const settle = (part) => {
    const marked = "[data-error-summary], [data-focus]";
    focusOn(part !== document && part.matches(marked) ? part : part.querySelector(marked));
  };
  document.addEventListener("DOMContentLoaded", () => settle(document));

  // A form is sent once: pressing twice acts once, until the page is shown again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // Copy buttons say that they copied.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) return;
    navigator.clipboard.writeText(button.dataset.copy).then(() => say(text("copied")));
  });

  // The small menu is open on wide screens and folded on phones.
  const wide = window.matchMedia("(min-width: 40em)");
  const fold = () => { for (const menu of document.querySelectorAll("details.menu")) menu.open = wide.matches; };
  document.addEventListener("DOMContentLoaded", fold);
  wide.addEventListener("change", fold);

  // Paper shows folded parts too.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const part of folded) part.open = true;
  });
  window.addEventListener("afterprint", () => { for (const part of folded) part.open = false; });

  // Swapped fragments: busy while waiting, focus when they arrive, words when they do not.
  const busy = (event, on) => {
    const target = event.detail.target;
    if (!target || !target.setAttribute) return;
    if (on) target.setAttribute("aria-busy", "true"); else target.removeAttribute("aria-busy");
  };
  document.addEventListener("htmx:beforeRequest", (event) => busy(event, true));
  document.addEventListener("htmx:afterRequest", (event) => busy(event, false));
  document.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt));
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const status = event.detail.xhr ? event.detail.xhr.status : 0;
      if (status !== 409 && status !== 422) say(text("requestFailed"));
    });
  }

  // Uploads tell how far they are, at each quarter.
  let quarter = -1;
  document.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    const bar = event.target.querySelector ? event.target.querySelector("progress") : null;
    if (!total) return;
    if (bar) { bar.hidden = false; bar.max = total; bar.value = loaded; }
    const reached = Math.floor((4 * loaded) / total);
    if (reached !== quarter) { quarter = reached; say(reached * 25 + "%"); }
  });
})();
