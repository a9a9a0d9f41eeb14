// What is said as text under one's own picture at the others': only where the browser hears it on the device itself.
// A browser that would send the sound to its maker is not asked.

export async function startCaptions(button, send, pressed) {
  const Recognition = window.SpeechRecognition;
  if (!button || !Recognition?.available) return;
  const wanted = { langs: [document.documentElement.lang], processLocally: true };
  const found = await Recognition.available(wanted).catch(() => "unavailable");
  if (found !== "available") return;
  button.hidden = false;
  let running = null;
  button.addEventListener("click", () => {
    if (running) {
      running.onend = null;
      running.stop();
      running = null;
    } else {
      running = begin(Recognition, wanted.langs[0], send);
    }
    pressed("captions", running !== null);
  });
}

function begin(Recognition, language, send) {
  const listening = new Recognition();
  Object.assign(listening, { lang: language, continuous: true, interimResults: false, processLocally: true });
  listening.addEventListener("result", (event) => {
    const last = event.results[event.results.length - 1];
    if (last.isFinal) send(last[0].transcript);
  });
  listening.onend = () => listening.start();
  listening.start();
  return listening;
}
