// What htmx brings in is started like the rest; what it could not send is said calmly.

import { showNotSaved } from "./keep-typing.js";
import { showSignedOut } from "./signed-out.js";

export function startSwaps(startPage) {
  document.addEventListener("htmx:afterSwap", (event) => startPage(event.detail.elt.parentElement ?? event.detail.elt));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.getResponseHeader("X-Keyworker-Signed-Out") !== "1") return;
    event.detail.shouldSwap = false;
    showSignedOut();
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      if (name === "htmx:responseError" && event.detail.xhr.status < 500) return;
      showNotSaved(() => window.htmx.trigger(event.detail.elt, event.detail.requestConfig?.triggeringEvent?.type ?? "click"));
    });
  }
}
