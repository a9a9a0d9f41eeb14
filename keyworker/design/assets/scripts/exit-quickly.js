// "Leave this page quickly": covers the page at once and takes its place in the history, so that Back does not return.

import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

export class ExitQuickly extends ExitThisPage {
  static moduleName = "govuk-exit-this-page";

  exitPage() {
    document.title = "";
    document.body.classList.add("govuk-exit-this-page-hide-content");
    const cover = document.createElement("div");
    cover.className = "govuk-exit-this-page-overlay";
    cover.setAttribute("role", "alert");
    cover.textContent = this.i18n.t("activated");
    document.body.append(cover);
    window.location.replace(this.$button.href);
  }
}
