// A passkey that failed or was cancelled is said on the page, not only in the browser's console.

document.addEventListener("allauth.error", (event) => {
  const line = document.getElementById("passkey-failed");
  if (!line) return;
  event.preventDefault();
  line.hidden = false;
});
