// Copies what stands in a field or a line beside it. The button shows only where a browser can copy.

for (const box of document.querySelectorAll("[data-copy]")) {
  const button = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  const shown = document.getElementById(box.dataset.copy);
  if (!navigator.clipboard || !shown) continue;
  box.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText((shown.value ?? shown.textContent).trim());
      said.textContent = button.dataset.copied;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
}
