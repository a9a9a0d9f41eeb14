// Asks before leaving a page whose words are not saved; the browser words the question.

const WATCHED = "form[data-keep-typing], form[data-guard]";
const dirty = new Set();

export function startUnsaved() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.(WATCHED);
    if (form) dirty.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-keep-typing]")) dirty.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
}

export function markClean(form) {
  dirty.delete(form);
}

// What came back with something to mend is as unsaved as it was.
export function markUnsaved(forms) {
  for (const form of forms) if (form.matches(WATCHED)) dirty.add(form);
}
