// A file that cannot go out, for the line is gone, stays chosen on the page; without this the browser's own page comes.

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const note = form.querySelector("[data-not-sent]");
  note.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main").querySelector(".govuk-error-summary, h1")?.scrollIntoView();
    listen();
  } catch {
    note.hidden = false;
  }
}

// A page that was answered with what is wrong brings a form of its own.
function listen() {
  document.querySelector("form[data-sending]")?.addEventListener("submit", send);
}

listen();
