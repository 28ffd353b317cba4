// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint: the reader's choice of light or dark, if there is one.
(() => {
  "use strict";
  let chosen = null;
  try {
    chosen = localStorage.getItem("linger.theme");
  } catch {
    // Storage is switched off: the system's preference stands.
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
