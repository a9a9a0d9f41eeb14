// A form with data-autosave-url is kept as a draft on the server two seconds after typing stops.

import { SignedOut, refreshToken, send, token } from "./server.js";
import { showSignedOut } from "./signed-out.js";
import { markClean } from "./unsaved.js";

const STILL_MS = 2000;
const AGAIN_MS = 10000;
const timers = new WeakMap();

export function startAutosave() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosave-url]");
    if (form) later(form, STILL_MS);
  });
}

function later(form, pause) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
}

async function save(form) {
  if (!form.isConnected || form.getAttribute("aria-busy") === "true") return;
  const before = snapshot(form);
  say(form, "saving");
  try {
    const answer = await post(form);
    say(form, "saved", answer?.saved_at ?? now());
    if (snapshot(form) === before) markClean(form);
  } catch (problem) {
    say(form, "unsaved");
    if (problem instanceof SignedOut) showSignedOut();
    else later(form, AGAIN_MS);
  }
}

async function post(form, again = false) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const response = await send(form.dataset.autosaveUrl, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } });
  if (response.status === 403 && !again) {
    await refreshToken();
    return post(form, true);
  }
  if (!response.ok) throw new Error(`draft refused: ${response.status}`);
  return response.headers.get("Content-Type")?.includes("json") ? response.json() : null;
}

function snapshot(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
}

function say(form, state, time = "") {
  const status = form.querySelector("[data-draft-status]") ?? document.querySelector("[data-draft-status]");
  if (!status) return;
  status.dataset.state = state;
  status.textContent = { saved: status.dataset.textSaved, saving: status.dataset.textSaving, unsaved: status.dataset.textUnsaved }[state].replace("{time}", time);
}

function now() {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());
}
