// A slider and the box beside it say the same. Until one of them is moved there is no answer, and the box is empty.

export function startSliders(root) {
  for (const part of root.querySelectorAll("[data-slider]:not([data-slider-init])")) {
    part.dataset.sliderInit = "";
    const range = part.querySelector("input[type=range]");
    const box = part.querySelector("input[type=text]");
    const rest = range.value;
    range.addEventListener("input", () => {
      box.value = range.value;
      delete range.dataset.untouched;
    });
    box.addEventListener("input", () => {
      const empty = box.value.trim() === "";
      range.value = empty || Number.isNaN(Number(box.value)) ? rest : box.value;
      range.toggleAttribute("data-untouched", empty);
    });
  }
}
