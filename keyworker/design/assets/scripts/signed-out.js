// The session has ended: say so, cover the page from passing eyes, and keep every word under the cover.

import { refreshToken } from "./server.js";

export function showSignedOut({ cover = false, id = "signed-out" } = {}) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open || document.body.classList.contains("kw-covered")) return; // a cover stays until it is lifted
  document.body.classList.toggle("kw-covered", cover);
  const back = dialog.querySelector("[data-dialog-close]");
  back.onclick = async (event) => {
    event.stopPropagation();
    if (await uncover()) dialog.close();
  };
  dialog.onclose = () => document.body.classList.contains("kw-covered") && dialog.showModal(); // Escape is no way in
  dialog.showModal();
}

// What was covered is shown again only to the person who signed in again.
export async function uncover() {
  if (!document.body.classList.contains("kw-covered")) return true;
  try {
    await refreshToken();
  } catch {
    return false;
  }
  document.body.classList.remove("kw-covered");
  document.dispatchEvent(new CustomEvent("keyworker:signed-in"));
  return true;
}
