// The way to the server: what is said leaves in order, one at a time; what happens in the room comes as a stream.

const PAUSES_MS = [300, 700, 1500, 3000, 5000];
const PATIENCE_MS = 10_000;
const REOPEN_MS = 1500;

export class Refusal extends Error {
  constructor(status, why) {
    super(why || String(status));
    this.status = status;
    this.why = why;
  }
}

export class Wire {
  #turn = Promise.resolve();
  #source = null;
  #timer = 0;
  #last = -1;
  #handlers = {};

  constructor({ say, stream, token, tab }) {
    Object.assign(this, { say, stream, token, tab });
    this.over = false;
  }

  /** Everything said goes through one promise after another, so that nothing overtakes what was said before. */
  ask(what) {
    const answered = this.#turn.then(() => this.#persist(what));
    this.#turn = answered.catch(() => {});
    return answered;
  }

  /** The last word, while the page goes away: an answer is not waited for. */
  lastWord(what) {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", this.token);
    form.set("do", what);
    form.set("tab", this.tab);
    navigator.sendBeacon(this.say, form);
  }

  async #persist(what) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#post(what);
      } catch (problem) {
        const busy = !(problem instanceof Refusal) || problem.status >= 500 || problem.status === 429;
        if (!busy || this.over) throw problem;
        await new Promise((done) => setTimeout(done, PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]));
      }
    }
  }

  async #post(what) {
    const response = await fetch(this.say, {
      method: "POST",
      body: JSON.stringify({ ...what, tab: this.tab }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Refusal(response.status, answer.why);
    return answer;
  }

  /** Listen from the signal after `after` on; -1 hears how things stand, and no signals. */
  listen(after, handlers) {
    this.#last = after;
    this.#handlers = handlers;
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    if (this.over) return;
    const source = new EventSource(`${this.stream}?tab=${this.tab}&after=${this.#last}`);
    this.#source = source;
    source.addEventListener("stands", (event) => this.#handlers.stands(JSON.parse(event.data)));
    source.addEventListener("signal", (event) => {
      const number = Number(event.lastEventId);
      if (number <= this.#last) return;
      this.#last = number;
      this.#handlers.signal(JSON.parse(event.data));
    });
    source.addEventListener("open", () => this.#handlers.found?.());
    source.addEventListener("error", () => {
      this.#handlers.lost?.();
      // A stream that broke off comes back by itself; one that was answered with an error does not.
      if (source.readyState === EventSource.CLOSED) this.#timer = setTimeout(() => this.#open(), REOPEN_MS);
    });
  }

  close() {
    this.over = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}
