// Reads a part of the page aloud. Only by a voice that lives on the device: no word of it leaves for anybody's server.

const SPOKEN = "h1, h2, h3, h4, p, li, dt, dd, summary";

function languageOf(part) {
  const named = part.closest("[lang]");
  return (named ? named.lang : document.documentElement.lang).toLowerCase();
}

function voiceFor(language) {
  const short = language.split("-")[0];
  const local = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const speaks = (voice, wanted) => voice.lang.toLowerCase().replace("_", "-").startsWith(wanted);
  return local.find((voice) => speaks(voice, language)) ?? local.find((voice) => speaks(voice, short));
}

// Sentence by sentence: a long text in one piece is cut off by some voices.
function sentencesOf(part) {
  const found = [...part.querySelectorAll(SPOKEN)].filter((each) => !each.querySelector(SPOKEN));
  return found.map((each) => each.textContent.trim().replace(/\s+/g, " ")).filter(Boolean);
}

function startReader(reader) {
  const part = document.getElementById(reader.dataset.readAloud);
  const button = reader.querySelector("button");
  let reading = 0;

  const show = (on) => {
    button.textContent = on ? button.dataset.stop : button.dataset.start;
    button.setAttribute("aria-pressed", String(on));
  };
  const stop = () => {
    reading += 1;
    speechSynthesis.cancel();
    show(false);
  };
  const read = () => {
    stop();
    const mine = reading;
    const voice = voiceFor(languageOf(part));
    const sentences = sentencesOf(part);
    sentences.forEach((words, place) => {
      const spoken = new SpeechSynthesisUtterance(words);
      spoken.voice = voice;
      spoken.lang = voice.lang;
      spoken.rate = 0.9;
      const last = place === sentences.length - 1;
      spoken.onend = () => { if (last && mine === reading) show(false); };
      spoken.onerror = () => { if (mine === reading) stop(); };
      speechSynthesis.speak(spoken);
    });
    show(sentences.length > 0);
  };
  const offer = () => { reader.hidden = !voiceFor(languageOf(part)); };

  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : read()));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  window.addEventListener("pagehide", stop);
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
}

export function startReaders(root) {
  if (!("speechSynthesis" in window)) return;
  for (const reader of root.querySelectorAll("[data-read-aloud]:not([data-read-aloud-init])")) {
    reader.dataset.readAloudInit = "";
    startReader(reader);
  }
}
