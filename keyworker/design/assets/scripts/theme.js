// The choice of light or dark is seen at once and remembered by the server.

import { send } from "./server.js";

export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-switch]");
    const choice = event.submitter?.value;
    if (!form || !choice) return;
    event.preventDefault();
    show(choice);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    send(form.action, { method: "POST", body }).catch(() => {}); // not remembered: chosen again next time
  });
}

function show(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}
