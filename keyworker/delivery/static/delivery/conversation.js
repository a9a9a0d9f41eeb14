// A conversation that stands open shows what is new at once. Without this, the page is loaded again by its link.

const AT_REST_MS = 300; // from one look to the next: a burst of news is one look more
const words = document.querySelector("[data-conversation]");

let asking = false;
let again = false;

// A message that is new comes last; one that stands here is replaced when it was read, or its words went.
function take(now) {
  const before = document.getElementById(now.id);
  if (!before) words.querySelector("ol").append(now);
  else if (before.outerHTML !== now.outerHTML) before.replaceWith(now);
}

// What the server shows now, in place of what stands here; what somebody is typing stays as it is.
async function look() {
  if (asking || document.visibilityState !== "visible") {
    again = true;
    return;
  }
  [asking, again] = [true, false];
  const began = performance.now();
  try {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { "X-Keyworker-News": "1" } });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const now of page.querySelectorAll('li[id^="m-"]')) take(now);
  } catch {
    again = true; // the line comes back, and with it the stream
  } finally {
    asking = false;
    if (again && document.visibilityState === "visible") setTimeout(look, Math.max(0, AT_REST_MS - (performance.now() - began)));
  }
}

if (words && "EventSource" in window) {
  const stream = new EventSource(location.href);
  let begun = false;
  stream.addEventListener("news", look);
  stream.addEventListener("ready", () => {
    if (begun) look(); // it was away for a moment
    begun = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (again) look();
  });
}
