// The key "/" leads to the search box, unless somebody is writing. Whoever speaks to their device, or whose hand slips,
// can switch it off (WCAG 2.1.4); the browser keeps that.

const OFF = "search_key=off";
const A_YEAR = 365 * 24 * 60 * 60;
const WRITING = "input, textarea, select, [contenteditable]:not([contenteditable='false']), dialog[open]";

export function startSearchKey() {
  const box = document.querySelector(".kw-search__input");
  const choice = document.querySelector("[data-search-key]");
  if (!box || !choice) return;
  choice.hidden = false;
  show(box, choice);
  choice.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")?.value;
    if (!chosen) return;
    document.cookie = `${chosen === "off" ? OFF : "search_key="}; path=/; SameSite=Lax; max-age=${chosen === "off" ? A_YEAR : 0}`;
    show(box, choice);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff()) return;
    if (event.target.closest(WRITING) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

function isOff() {
  return document.cookie.split("; ").includes(OFF);
}

function show(box, choice) {
  const off = isOff();
  if (off) box.removeAttribute("aria-keyshortcuts");
  else box.setAttribute("aria-keyshortcuts", "/");
  box.form.toggleAttribute("data-key", !off);
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String((button.value === "off") === off));
  }
}
