// Warns before the session ends, keeps it while the person works in any tab, and covers the page when it has ended.

import { endSession } from "./exit-quickly.js";
import { send, token } from "./server.js";
import { showSignedOut } from "./signed-out.js";

const WARN_BEFORE_S = 120;
const KEEP_EVERY_S = 240;
const LOOK_EVERY_MS = 5000;
const SIGNS = ["input", "keydown", "pointerdown", "scroll"];

let touched = Date.now(); // the last sign of a person, in any tab
let kept = Date.now(); // the last time the server heard of it
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("keyworker-present") : null;

export function startIdle() {
  const limit = Number(document.querySelector("meta[name=keyworker-idle]")?.content ?? 0);
  if (!limit || !document.getElementById("idle-warning")) return;
  for (const sign of SIGNS) document.addEventListener(sign, present, { passive: true, capture: true });
  tabs?.addEventListener("message", settle);
  document.addEventListener("keyworker:signed-in", settle);
  document.addEventListener("click", (event) => event.target.closest("[data-idle-stay]") && stay());
  setInterval(() => look(limit), LOOK_EVERY_MS);
}

function present() {
  if (document.querySelector("#idle-warning[open], .kw-covered")) return; // only their buttons answer for the person
  if (Date.now() - touched > 1000) tabs?.postMessage("here");
  touched = Date.now();
}

function settle() {
  touched = kept = Date.now();
  document.getElementById("idle-warning")?.close();
}

async function stay() {
  if (await keep()) settle();
}

// True when the session goes on; a server that cannot be reached does not end it.
async function keep() {
  try {
    const response = await send("/session/keep/", { method: "POST", headers: { "X-CSRFToken": token() } });
    if (response.ok) kept = Date.now();
    return response.ok;
  } catch (problem) {
    if (problem.status === undefined) showSignedOut();
    return false;
  }
}

function look(limit) {
  const quiet = (Date.now() - touched) / 1000;
  if (touched > kept && (Date.now() - kept) / 1000 > Math.min(KEEP_EVERY_S, limit / 3)) keep();
  const left = limit - quiet;
  const warning = document.getElementById("idle-warning");
  if (left <= 0) {
    warning.close();
    if (!goOut()) showSignedOut({ cover: true });
  } else if (left <= WARN_BEFORE_S) {
    say(warning, left);
    if (!warning.open) warning.showModal();
  }
}

// At a client's own door nothing stays on the screen under a cover: the phone may be in other hands by now.
function goOut() {
  const wayIn = document.querySelector("[data-leave-url]")?.dataset.wayIn;
  if (!wayIn || !endSession()) return false;
  location.replace(wayIn);
  return true;
}

function say(warning, left) {
  const line = warning.querySelector("[data-idle-left]");
  const minutes = Math.ceil(left / 60);
  const words = left < 60 ? line.dataset.textSeconds : line.dataset.textMinutes.replace("{n}", minutes);
  if (line.textContent !== words) line.textContent = words; // said again only when it changes
}
