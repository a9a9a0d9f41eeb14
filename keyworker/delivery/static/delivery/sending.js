// A file that cannot go out, for the line is gone, stays chosen on the page; without this the browser's own page comes.

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const note = form.querySelector("[data-not-sent]");
  note.hidden = true;
  try {
    // It leads back here once it came in. The page itself goes there, so that what it says then is seen.
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      location.reload();
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
