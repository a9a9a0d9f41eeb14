// Whether anybody is still at the page before and after a meeting. In the meeting itself nobody touches the screen.

const LOOK_EVERY_MS = 5000;
const ASK_BEFORE_S = 60;
const SIGNS = ["input", "keydown", "pointerdown", "scroll"];

/** `seconds` by state: how long nobody need touch it; a state without a number never ends by itself. */
export function startPresence({ seconds, state, ask, gone }) {
  let touched = Date.now();
  let asked = false;
  const here = () => {
    touched = Date.now();
    if (asked) ask((asked = false));
  };
  for (const sign of SIGNS) document.addEventListener(sign, () => asked || here(), { passive: true, capture: true });
  const timer = setInterval(() => {
    const left = seconds[state()] - (Date.now() - touched) / 1000;
    if (!seconds[state()]) {
      here();
      // Whoever talks is there, though the page hears nothing of their hands: the session of a worker goes on.
      if (state() === "in") document.dispatchEvent(new Event("scroll"));
    } else if (left <= 0) {
      clearInterval(timer);
      gone();
    } else if (left <= ASK_BEFORE_S && !asked) {
      ask((asked = true));
    }
  }, LOOK_EVERY_MS);
  return { here };
}
