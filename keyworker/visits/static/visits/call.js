// The page of a video visit: camera check, waiting room, the meeting, and the ways out of it.

import { startCaptions } from "./captions.js";
import { Local } from "./devices.js";
import { startDoor } from "./door.js";
import { Hall } from "./hall.js";
import { Mesh } from "./mesh.js";
import { startPresence } from "./presence.js";
import { OwnWire } from "./rehearsal.js";
import { showTile, hideTile, writeLine } from "./tiles.js";
import { Refusal, Wire } from "./wire.js";

const HERE_MS = 15_000;
const NO_PICTURE_MS = 8000;
const KINDLY_MS = 3000;

const root = document.querySelector("[data-call]");
const words = root.querySelector("[data-words]").dataset;
const is = root.dataset;
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const press = (name, act) => part(name)?.addEventListener("click", act);

const tab = crypto.randomUUID();
const rehearses = is.rehearses === "yes";
const wire = rehearses
  ? new OwnWire({ tab, side: is.kind, name: is.name, alone: is.alone === "yes" })
  : new Wire({ say: is.sayUrl, stream: is.streamUrl, token: is.token, tab });
const local = new Local();
const door = startDoor(root, part, announce, rehearses ? (_form, button) => wire.decide(button.name, button.value) : undefined);
let mesh = null;
let stands = { you: "waiting", seats: [] };
let sharing = null;
let timers = [];

// --- what is shown ---------------------------------------------------------------------------------------------------

function show(state) {
  root.dataset.state = state;
  for (const each of root.querySelectorAll("[data-in]")) {
    each.hidden = !each.dataset.in.split(" ").includes(state);
  }
  part("straight")?.toggleAttribute("hidden", state === "in");
  part(`heading-${state}`)?.focus({ preventScroll: state === "in" });
  if (state === "in") root.scrollIntoView({ block: "start" }); // on a phone the pictures are seen first
}

function announce(sentence, name = "") {
  part("live").textContent = sentence.replace("{name}", name);
}

function help(why) {
  for (const each of root.querySelectorAll("[data-help]")) each.hidden = each.dataset.help !== why;
  part("tried").hidden = why !== "";
}

function showSelf() {
  for (const each of root.querySelectorAll("video[data-self]")) {
    each.srcObject = local.video ? local.stream : null;
    each.hidden = !local.video;
  }
  pressed("microphone", Boolean(local.audio?.enabled));
  pressed("camera", Boolean(local.video));
}

function pressed(name, on) {
  part(name)?.setAttribute("aria-pressed", String(on));
}

// --- is anybody there? -----------------------------------------------------------------------------------------------

// Nobody touches the screen while they talk. Before and after, whoever is gone is out: the phone may be in other hands.
const presence = startPresence({
  seconds: { lobby: Number(is.idle), waiting: Number(is.patience), left: Number(is.idle) },
  state: () => root.dataset.state,
  ask: (asked) => {
    part("still").hidden = !asked;
    if (asked) announce(part("still").querySelector("p").textContent);
  },
  gone: abandoned,
});
press("still-here", presence.here);

async function abandoned() {
  root.replaceChildren();
  const told = wire.ask({ do: "quickly" }).catch(() => {});
  await Promise.race([told, new Promise((done) => setTimeout(done, 1500))]);
  stop();
  window.location.replace(window.location.href);
}

// --- before ----------------------------------------------------------------------------------------------------------

async function tryOut(camera) {
  part("asking").hidden = false;
  const why = await local.open({ camera });
  part("asking").hidden = true;
  help(why);
  showSelf();
  if (!local.audio) return;
  part("level").hidden = false;
  local.listen((loud) => {
    part("level").value = loud;
  });
}

async function goIn() {
  local.deafen();
  help("nothing");
  if (is.kind === "worker") return join();
  try {
    await wire.ask({ do: "knock" });
  } catch (problem) {
    return refused(problem);
  }
  show("waiting");
  announce(words.waiting);
  return wire.listen(-1, { stands: atTheDoor, signal: () => {} });
}

function atTheDoor(now) {
  stands = now;
  if (now.you === "in") letIn();
  else if (now.you !== "waiting") ended(now);
}

let isLetIn = false;
function letIn() {
  if (isLetIn) return; // the door stays open behind them, and says so again
  isLetIn = true;
  join();
}

// --- the meeting -----------------------------------------------------------------------------------------------------

async function join() {
  let seat;
  try {
    seat = await wire.ask({ do: "join" });
  } catch (problem) {
    return refused(problem);
  }
  mesh?.close();
  const Meeting = await kindOf(seat.hall);
  mesh = new Meeting({ wire, ice: seat.ice, me: seat.me, local, on: { peer, gone, trouble, text, caption, away, fewer } });
  show("in");
  announce(words.joined);
  showSelf();
  wire.listen(seat.after, { stands: inside, signal: (signal) => mesh.heard(signal), lost, found });
  every(HERE_MS, stillHere);
  return undefined;
}

/** LiveKit's own program is large: only a browser that goes in there loads it. */
async function kindOf(hall) {
  if (hall === "livekit") return (await import("./livekit.js")).LiveKit;
  return hall ? Hall : Mesh;
}

function inside(now) {
  stands = now;
  door.show(now);
  if (now.you !== "in") return ended(now);
  if (now.unwished) stillHere(); // the server ends it then, for everybody
  mesh.seats(now.seats);
  part("alone").hidden = now.seats.length > 0;
  return undefined;
}

function peer(who) {
  const fresh = showTile(part("tiles"), who, words);
  if (fresh) announce(words.came, who.name);
  if (who.connected) part("trouble").hidden = true;
  else after(NO_PICTURE_MS, () => !who.connected && mesh?.peers.includes(who) && trouble());
}

function gone(who) {
  hideTile(part("tiles"), who);
  announce(words.went, who.name);
}

function trouble() {
  part("trouble").hidden = false;
}

function text(who, said) {
  writeLine(part("lines"), who.name, said);
  part("text").open = true;
}

function caption(who, said) {
  showTile(part("tiles"), who, words, said);
}

/** The hall is not there, or is again: said once, and put right without anybody doing anything. */
function away(yes) {
  const place = part("away");
  if (place.hidden !== yes) return;
  place.hidden = !yes;
  if (yes) {
    part("trouble").hidden = true;
    announce(place.textContent.trim());
  }
}

function fewer(yes) {
  part("fewer").hidden = !yes;
}

function lost() {
  part("lost").hidden = false;
}

function found() {
  part("lost").hidden = true;
}

async function stillHere() {
  try {
    mesh?.stands(await wire.ask({ do: "here" }));
  } catch (problem) {
    if (!(problem instanceof Refusal)) return;
    if (problem.status === 404) await wire.ask({ do: "join" }).catch(unseated);
    else if (problem.status === 403 || problem.status === 409) unseated(problem);
  }
}

/** No seat any more. The stream says why, and kindly; only where it does not, this was the answer. */
function unseated(problem) {
  after(KINDLY_MS, () => (problem.why ? refused(problem) : ended({ you: "over" })));
}

function every(pause, act) {
  timers.push(setInterval(act, pause));
}

function after(pause, act) {
  timers.push(setTimeout(act, pause));
}

// --- the buttons of the meeting --------------------------------------------------------------------------------------

press("microphone", async () => {
  const first = !local.audio; // they came in without trying it
  if (first) help(await local.open({ camera: false }));
  else local.audio.enabled = !local.audio.enabled;
  showSelf();
  announce(local.audio?.enabled ? words.heard : words.muted);
  if (first) await mesh.carry();
});

press("camera", async () => {
  if (local.video) local.closeCamera();
  else help(await local.openCamera());
  showSelf();
  await mesh.carry();
});

for (const name of ["low", "sound"]) {
  press(name, async () => {
    pressed(name, part(name).getAttribute("aria-pressed") !== "true");
    const on = (each) => part(each).getAttribute("aria-pressed") === "true";
    if (name === "sound" && on("sound")) local.closeCamera();
    showSelf();
    await mesh.sparing({ low: on("low"), sound: on("sound") });
  });
}

if (!navigator.mediaDevices?.getDisplayMedia) part("screen").hidden = true;
press("screen", async () => {
  if (sharing) return stopSharing();
  try {
    sharing = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 10 } });
  } catch {
    return undefined; // they chose none
  }
  [mesh.screen] = sharing.getVideoTracks();
  mesh.screen.addEventListener("ended", stopSharing);
  pressed("screen", true);
  return mesh.carry();
});

function stopSharing() {
  for (const track of sharing?.getTracks() ?? []) track.stop();
  sharing = null;
  if (mesh) mesh.screen = null;
  pressed("screen", false);
  return mesh?.carry();
}

part("say")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.words;
  const said = field.value.trim();
  if (!said) return;
  const reached = mesh.text(said);
  writeLine(part("lines"), words.me, reached ? said : words.unheard);
  if (reached) field.value = "";
  field.focus();
});

startCaptions(part("captions"), (said) => mesh?.text(said, "caption"), pressed);

// --- ways out --------------------------------------------------------------------------------------------------------

function stop() {
  for (const timer of timers) clearInterval(timer);
  timers = [];
  stopSharing();
  mesh?.close();
  mesh = null;
  local.close();
  showSelf();
  wire.close();
}

function ended(now) {
  stop();
  const state = ["over", "away", "elsewhere"].includes(now.you) ? now.you : "over";
  for (const each of root.querySelectorAll("[data-why]")) each.hidden = each.dataset.why !== now.why;
  show(state);
  announce(words[state]);
}

function refused(problem) {
  if (!(problem instanceof Refusal)) return;
  stop();
  part("refused-why").textContent = problem.why ?? "";
  show("refused");
}

async function hangUp() {
  await Promise.race([wire.ask({ do: "leave" }).catch(() => {}), new Promise((done) => setTimeout(done, 1500))]);
  stop();
  show("left");
}

press("hang-up", hangUp);
press("stop-waiting", hangUp);
press("again", () => window.location.reload());
press("try", () => tryOut(true));
press("try-sound", () => tryOut(false));
press("go-in", goIn);
for (const name of ["call-me", "call-me-instead"]) {
  press(name, async () => {
    await wire.ask({ do: "call" }).catch(() => {});
    part("will-call").hidden = false;
    announce(part("will-call").textContent);
  });
}

// Leaving quickly: the page's own button and Shift three times cover the page and replace it; what runs is ended here.
const EXIT = ".govuk-js-exit-this-page-button";
document.addEventListener("click", (event) => event.target.closest?.(EXIT) && quickly(), { capture: true });
new MutationObserver(() => {
  if (document.body.classList.contains("govuk-exit-this-page-hide-content")) quickly();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

let left = false;
function quickly() {
  if (left) return;
  left = true;
  wire.lastWord("quickly"); // also after hanging up: this browser opens nothing any more
  stop();
  root.replaceChildren();
}

window.addEventListener("pagehide", () => {
  if (mesh && !left) wire.lastWord("leave");
});

show(is.first);
