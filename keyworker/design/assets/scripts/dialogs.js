// A dialog is a section of the page until this turns it into a question over the page.

export function startDialogs(root) {
  for (const dialog of root.querySelectorAll("dialog[data-dialog]")) {
    const toMend = dialog.querySelector(".govuk-form-group--error");
    dialog.close();
    for (const button of dialog.querySelectorAll("[data-dialog-close]")) button.hidden = false;
    if (toMend || window.location.hash === `#${dialog.id}`) ask(dialog);
  }
}

// The question is read first: a key pressed in a hurry must not answer it.
function ask(dialog) {
  dialog.showModal();
  dialog.querySelector("h2[tabindex]")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    ask(document.getElementById(opener.dataset.dialogOpen));
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
});

// A link that looks like a button answers to the space bar like one.
document.addEventListener("keydown", (event) => {
  const opener = event.key === " " && event.target.closest?.("a[data-dialog-open]");
  if (!opener) return;
  event.preventDefault();
  opener.click();
});
