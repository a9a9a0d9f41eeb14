// A key on the person's own phone: made, or used to come in. Without this script the PIN stays the way.

const form = document.querySelector("form[data-key]");

const asked = async () => {
  const written = document.getElementById("key-asked");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error("not asked");
  return answer.json();
};

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  document.querySelector("[data-key-none]")?.remove();
  const failed = form.querySelector("[data-key-failed]");
  form.querySelector("button").addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const given = await window.webauthnJSON[form.dataset.key](await asked());
      form.elements.credential.value = JSON.stringify(given);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
