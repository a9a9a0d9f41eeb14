// Talking to our own server: the CSRF token, and whether we are still signed in. Nothing is kept in browser storage.

export class SignedOut extends Error {}
export class Unreachable extends Error {}

const WAIT_MS = 20000;

// Sends, and turns the three ways of not arriving into two errors a caller can answer.
export async function send(url, options = {}) {
  const response = await reach(url, options);
  if (response.headers.get("X-Keyworker-Signed-Out") === "1") throw new SignedOut();
  if (response.status >= 500) throw Object.assign(new Unreachable(), { status: response.status });
  return response;
}

async function reach(url, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), options.wait ?? WAIT_MS);
  try {
    return await fetch(url, { credentials: "same-origin", ...options, signal: stop.signal });
  } catch {
    throw Object.assign(new Unreachable(), { status: 0 });
  } finally {
    clearTimeout(timer);
  }
}

export function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

// A fresh token for every form of the page. Signing in again changes it; and if someone else signed in meanwhile, or the
// device is in a client's hands, what stands on this page is not theirs to save.
export async function refreshToken() {
  const response = await send("/session/token/", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!response.ok) throw new SignedOut();
  const answer = await response.json();
  const mine = document.querySelector("meta[name=keyworker-who]")?.content;
  if (mine && answer.who && mine !== String(answer.who)) throw new SignedOut();
  if (answer.handed_over && !document.querySelector("meta[name=keyworker-handed-over]")) throw new SignedOut();
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = answer.token;
  if (document.body.hasAttribute("hx-headers")) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": answer.token }));
  }
}
