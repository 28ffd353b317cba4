// SPDX-License-Identifier: Apache-2.0
// What the server cannot do: switch the theme, copy, count ages, say when the server is gone.
(() => {
  "use strict";
  const root = document.documentElement;
  const second = 1000;
  const nbsp = "\u00a0";
  let serverAhead = 0;

  // The same words as Text.span on the server.
  const span = (millis) => {
    const seconds = Math.max(0, Math.floor(millis / second));
    if (seconds < 60) return `${seconds}${nbsp}s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)}${nbsp}min`;
    if (seconds < 86400) {
      const minutes = Math.floor((seconds % 3600) / 60);
      return `${Math.floor(seconds / 3600)}${nbsp}h` + (minutes ? `${nbsp}${minutes}${nbsp}min` : "");
    }
    const hours = Math.floor((seconds % 86400) / 3600);
    return `${Math.floor(seconds / 86400)}${nbsp}d` + (hours ? `${nbsp}${hours}${nbsp}h` : "");
  };

  const countAges = () => {
    const now = Date.now() + serverAhead;
    for (const time of document.querySelectorAll("time[data-at]")) {
      const words = span(now - Number(time.dataset.at));
      if (time.textContent !== words) time.textContent = words;
    }
  };

  const readServerClock = () => {
    const live = document.getElementById("live");
    if (live) serverAhead = Number(live.dataset.now) - Date.now();
  };

  const switchTheme = () => {
    const dark =
      root.dataset.theme === "dark" ||
      (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("linger.theme", root.dataset.theme);
    } catch {
      // Storage is switched off: the choice lasts for this page.
    }
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.textContent);
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 2 * second);
    } catch {
      // No clipboard without https or loopback: select it, so that one key copies it.
      getSelection().selectAllChildren(button);
    }
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) switchTheme();
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  // What the reader opened stays open when the page renews itself.
  if (window.Idiomorph) {
    Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
      !(name === "open" && node.tagName === "DETAILS");
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    root.classList.toggle("unreachable", !event.detail.successful && event.detail.xhr.status === 0);
  });
  document.addEventListener("htmx:afterSwap", () => {
    readServerClock();
    countAges();
  });
  readServerClock();
  countAges();
  setInterval(countAges, second);
})();
