// A form with data-keep-typing never loses what was typed: it is sent in the background, and the page stays as it is
// until the server has answered. Words live in the page's fields only.

import { Unreachable, SignedOut, refreshToken, send } from "./server.js";
import { showSignedOut } from "./signed-out.js";
import { markClean, markUnsaved } from "./unsaved.js";

const PAUSES_S = [5, 10, 20, 30, 60];
const held = new WeakMap(); // form → {submitter, key, tries, timer, again}

export function startKeepTyping(startPage) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep-typing]") || event.defaultPrevented) return;
    event.preventDefault();
    const before = held.get(form);
    if (before?.sending) return;
    clearTimeout(before?.timer);
    const task = { key: before?.key ?? newKey(), tries: 0, again: Boolean(before), submitter: event.submitter };
    held.set(form, task);
    attempt(form, task, startPage);
  });
  window.addEventListener("online", () => {
    for (const form of document.querySelectorAll("form[data-keep-typing]")) {
      const task = held.get(form);
      if (task?.timer) attempt(form, task, startPage);
    }
  });
}

async function attempt(form, task, startPage) {
  clearTimeout(task.timer);
  task.timer = 0;
  task.sending = true;
  form.setAttribute("aria-busy", "true");
  try {
    if (task.again) await refreshToken();
    await deliver(form, task, startPage);
  } catch (problem) {
    task.again = true;
    if (problem instanceof SignedOut) showSignedOut();
    else if (problem instanceof Unreachable) hold(form, task, problem.status, startPage);
    else throw problem;
  } finally {
    task.sending = false;
    form.removeAttribute("aria-busy");
  }
}

async function deliver(form, task, startPage) {
  const response = await post(form, task);
  if (response.status === 403 && !task.again) {
    task.again = true; // most often a token that changed in another tab
    await refreshToken();
    return deliver(form, task, startPage);
  }
  dismiss();
  held.delete(form);
  markClean(form);
  const target = response.headers.get("X-Keyworker-Location") || (response.redirected && response.url);
  if (target) window.location.assign(target);
  else showAnswer(await response.text(), startPage);
}

function post(form, { submitter, key }) {
  const fields = new FormData(form, submitter ?? undefined);
  const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  const headers = { "X-Keyworker-Keep": "1", "Idempotency-Key": key, Accept: "text/html" };
  return send(submitter?.getAttribute("formaction") || form.getAttribute("action") || window.location.href, { method: "POST", body, headers });
}

// The same form again, with what to mend: the page takes the place of this one without being fetched twice.
function showAnswer(html, startPage) {
  const next = new DOMParser().parseFromString(html, "text/html");
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  window.scrollTo(0, 0);
  startPage(document.body);
  window.htmx?.process(document.body);
  const summary = document.querySelector(".govuk-error-summary");
  if (summary) markUnsaved(document.querySelectorAll("form"));
  (summary ?? document.getElementById("main"))?.focus();
}

function hold(form, task, status, startPage) {
  const again = () => attempt(form, task, startPage);
  showNotSaved(again);
  const certain = status === 0 || status === 503; // anything else may have been half understood: the person decides
  if (!certain) return;
  const pause = PAUSES_S[Math.min(task.tries, PAUSES_S.length - 1)];
  task.tries += 1;
  task.timer = setTimeout(again, pause * 1000);
}

// Said again with every try of the same sending, so that the server can tell a second try from a second note.
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function showNotSaved(again) {
  dismiss();
  const pattern = document.getElementById("not-saved-yet");
  if (!pattern) return;
  const banner = pattern.content.firstElementChild.cloneNode(true);
  banner.id = "not-saved-now";
  document.body.append(banner);
  banner.querySelector("[data-try-again]").addEventListener("click", again);
}

export function dismiss() {
  document.getElementById("not-saved-now")?.remove();
}
