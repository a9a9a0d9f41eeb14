// While this device is in a client's hands, every other tab is covered: what stands there is not theirs to read.
// The server serves nothing else meanwhile; this is for what was on the screen before.

import { refreshToken } from "./server.js";
import { showSignedOut, uncover } from "./signed-out.js";

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("keyworker-hands") : null;
let title = "";

export function startHandedOver() {
  if (document.querySelector("meta[name=keyworker-handed-over]")) return tabs?.postMessage("handed-over");
  tabs?.addEventListener("message", (event) => (event.data === "handed-over" ? cover() : showAgain()));
  window.addEventListener("pageshow", (event) => event.persisted && coverUnlessOurs());
  if (document.querySelector("meta[name=keyworker-who]")) tabs?.postMessage("given-back");
}

function cover() {
  if (!document.getElementById("handed-over") || title) return;
  title = document.title; // it may name somebody
  document.title = "Keyworker";
  document.addEventListener("keyworker:signed-in", () => ((document.title = title), (title = "")), { once: true });
  showSignedOut({ cover: true, id: "handed-over" });
}

// A page may say so too early, or say it of another session: the server is asked before anything is shown.
async function showAgain() {
  if (title && (await uncover())) document.getElementById("handed-over").close();
}

// The browser kept this page as it was and shows it for the button Back.
async function coverUnlessOurs() {
  cover();
  await showAgain();
}
