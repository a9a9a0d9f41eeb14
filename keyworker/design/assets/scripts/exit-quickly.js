// "Leave this page quickly": covers the page at once, ends the session where there is one (data-leave-url), and takes
// the page's place in the history, so that Back does not return.

import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";
import { token } from "./server.js";

// A beacon is sent even while the page goes away; nobody waits for its answer.
export function endSession() {
  const leave = document.querySelector("[data-leave-url]")?.dataset.leaveUrl;
  if (!leave) return false;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token());
  navigator.sendBeacon(leave, body);
  return true;
}

// A page that the browser kept for the button Back is asked for again: whoever is out sees nothing of it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-leave-url]")) window.location.reload();
});

export class ExitQuickly extends ExitThisPage {
  static moduleName = "govuk-exit-this-page";

  exitPage() {
    document.title = "";
    endSession();
    document.body.classList.add("govuk-exit-this-page-hide-content");
    const cover = document.createElement("div");
    cover.className = "govuk-exit-this-page-overlay";
    cover.setAttribute("role", "alert");
    cover.textContent = this.i18n.t("activated");
    document.body.append(cover);
    window.location.replace(this.$button.href);
  }
}
