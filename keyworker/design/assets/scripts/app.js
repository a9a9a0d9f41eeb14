// The one script of every page.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
