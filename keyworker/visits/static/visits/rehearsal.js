// A meeting with oneself, in two tabs of one browser: a wire that leads to the other tab, and to no server.

import { Refusal } from "./wire.js";

const CHANNEL = "keyworker-rehearsal";
const SAY_MS = 1000;
const COLD_MS = 20_000; // a tab in the background speaks seldom
const ALONE_MS = 2000;
const LASTS_MS = 3_600_000;
const MOST_SEATS = 4;

export class OwnWire {
  #channel = new BroadcastChannel(CHANNEL);
  #others = new Map();
  #handlers = {};
  #shown = "";
  #is = { state: "lobby", since: 0 };

  /** `side`: "worker" or "guest"; `name`: whoever meets themselves; `alone`: the door opens by itself after a moment. */
  constructor({ tab, side, name, alone }) {
    Object.assign(this, { tab, side, name, alone });
    this.over = false;
    this.#channel.addEventListener("message", ({ data }) => this.#hear(data));
    this.timer = setInterval(() => this.#say(), SAY_MS);
    this.end = setTimeout(() => this.#tell({ you: "over" }), LASTS_MS);
  }

  async ask(what) {
    const answer = { knock: () => this.#knock(), join: () => this.#join(), signal: () => this.#pass(what) };
    if (["leave", "quickly"].includes(what.do)) this.lastWord();
    return answer[what.do]?.() ?? {};
  }

  lastWord() {
    this.#become("gone");
  }

  listen(_after, handlers) {
    this.#handlers = handlers;
    this.#shown = "";
    this.#show();
  }

  /** The worker's tab decides about the other one; answers why not, or "". */
  decide(what, key) {
    this.#channel.postMessage({ to: key, decides: what });
    return "";
  }

  close() {
    if (this.over) return;
    this.lastWord();
    this.over = true;
    clearInterval(this.timer);
    clearTimeout(this.end);
    this.#channel.close();
  }

  #knock() {
    const letIn = () => !this.over && this.#is.state === "waiting" && this.#tell({ you: "in" });
    if (this.alone) setTimeout(letIn, ALONE_MS);
    return this.#become("waiting");
  }

  #join() {
    if (this.#seats().length >= MOST_SEATS - 1) throw new Refusal(409, "");
    this.#become("in");
    return { me: this.tab, after: -1, ice: { iceServers: [] } }; // both ends are this browser: no relay is needed
  }

  #pass({ to, kind, body }) {
    this.#channel.postMessage({ to, signal: { from: this.tab, tab: this.tab, kind, ...body } });
  }

  #become(state) {
    if (this.over) return undefined;
    this.#is = { state, since: Date.now() };
    this.#say();
    return undefined;
  }

  #say() {
    this.#channel.postMessage({ from: this.tab, side: this.side, ...this.#is });
    for (const [key, each] of this.#others) if (Date.now() - each.seen > COLD_MS) this.#others.delete(key);
    this.#show();
  }

  #hear({ from, to, side, state, since, decides, signal }) {
    if (from) {
      this.#others.set(from, { id: from, tab: from, side, state, since, seen: Date.now() });
      this.#show();
    } else if (to !== this.tab) {
      return;
    } else if (signal) {
      this.#handlers.signal?.(signal);
    } else if (decides && this.side === "guest") {
      this.#tell({ you: decides === "admit" ? "in" : "away" });
    }
  }

  #seats() {
    return [...this.#others.values()].filter((each) => each.state === "in").map((each) => this.#named(each));
  }

  #named({ id, tab, side, since }) {
    const first = since < this.#is.since || (since === this.#is.since && id < this.tab);
    return { id, tab, first, name: this.name, part: side === "worker" ? "worker" : "client" };
  }

  #show() {
    if (this.#is.state === "waiting") this.#tell({ you: "waiting" });
    if (this.#is.state !== "in") return;
    const waiting = [...this.#others.values()].filter((each) => each.state === "waiting");
    this.#tell({ you: "in", seats: this.#seats(), waiting: waiting.map((each) => this.#named(each)) });
  }

  #tell(stands) {
    const words = JSON.stringify(stands);
    if (words === this.#shown || !this.#handlers.stands) return;
    this.#shown = words;
    this.#handlers.stands(stands);
  }
}
