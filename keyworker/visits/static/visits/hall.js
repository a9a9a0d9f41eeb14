// A larger meeting: what this browser sends goes to the hall once, and the hall sends on what the others send. One line
// goes out, one comes in. Whoever sits there is told by the server, as in a small meeting; so is what the hall says.

import { Stage } from "./stage.js";
import { MOST_TEXT, said, spare } from "./strands.js";

const AGAIN_MS = 2000;
const DOUBT_MS = 3000;
const LISTEN_MS = 1000;
const [SOUND, PICTURE, WORDS] = ["0", "1", "2"]; // the strands of a sender

export class Hall {
  #peers = new Map();
  #turn = Promise.resolve();
  #seats = [];
  #stage = new Stage();
  #timers = {};
  #over = false;

  /** `me`: own key. `on`: {peer, gone, trouble, text, caption}, each of a peer; away(yes): the hall is not there; fewer(yes): not
      everybody is seen. */
  constructor({ wire, ice, me, local, on }) {
    Object.assign(this, { wire, ice, me, local, on, low: false, soundOnly: false, screen: null, out: null, in: null });
    this.listening = setInterval(() => this.#listen(), LISTEN_MS);
    this.#inTurn(() => this.#begin());
  }

  get peers() {
    return [...this.#peers.values()];
  }

  /** Who sits in the room, as the server says. */
  seats(list) {
    this.#seats = list;
    const there = new Map(list.map((seat) => [seat.id, seat]));
    for (const peer of this.peers) if (!there.has(peer.id)) this.#drop(peer);
    for (const seat of list) this.#peers.get(seat.id) ?? this.#meet(seat);
    for (const peer of this.peers) Object.assign(peer, there.get(peer.id));
    this.#inTurn(() => this.#look());
    this.#tellWishes();
  }

  #meet(seat) {
    const hall = this;
    const peer = {
      ...seat, stream: new MediaStream(), taken: 0, pictured: false, wants: {},
      get connected() { return hall.in?.connectionState === "connected" && this.taken > 0; },
    }; // prettier-ignore
    this.#peers.set(seat.id, peer);
    this.on.peer(peer);
  }

  #drop(peer) {
    this.#peers.delete(peer.id);
    for (const track of peer.stream.getTracks()) peer.stream.removeTrack(track);
    if (peer.taken) this.#inTurn(() => this.#ask([], [{ id: peer.id }]));
    this.on.gone(peer);
  }

  heard() {} // browsers in a hall say nothing to each other

  #inTurn(act) {
    this.#turn = this.#turn.then(() => !this.#over && act()).catch((problem) => this.#failed(problem));
  }

  #failed(problem) {
    console.debug("hall", problem.name, problem.message);
    if (!this.#over) this.#later("begin", AGAIN_MS);
  }

  #later(what, pause) {
    const acts = { begin: () => this.#begin(), look: () => this.#look(), doubt: () => this.#doubt() };
    clearTimeout(this.#timers[what]);
    this.#timers[what] = setTimeout(() => this.#inTurn(acts[what]), pause);
  }

  // --- out ------------------------------------------------------------------------------------------------------------

  /** Begin to send; also anew, when the hall was away or the line broke. What came in before is given up with it. */
  async #begin() {
    this.#cut();
    const { ice } = await this.wire.ask({ do: "ice" });
    if (this.#over) return;
    if (ice) this.ice = ice;
    const out = (this.out = this.#line());
    for (const kind of ["audio", "video"]) out.addTransceiver(kind, { direction: "sendonly", streams: [this.local.stream] });
    this.channel = out.createDataChannel("text");
    this.channel.addEventListener("open", () => this.#tellWishes());
    await this.carry();
    await out.setLocalDescription();
    const answer = await this.wire.ask({ do: "send", sdp: out.localDescription.sdp });
    if (this.#over || this.#isElsewhere(answer)) return;
    await out.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    await this.#look();
  }

  #line() {
    const line = new RTCPeerConnection(this.ice);
    line.addEventListener("connectionstatechange", () => this.#changed(line));
    return line;
  }

  #changed(line) {
    if (line !== this.out && line !== this.in) return;
    for (const peer of this.peers) if (peer.taken) this.on.peer(peer);
    if (line === this.out && line.connectionState === "connected") this.#tellSending(line);
    if (line.connectionState === "disconnected" || line.connectionState === "failed") {
      this.on.trouble();
      this.#later("doubt", line.connectionState === "failed" ? 0 : DOUBT_MS);
    }
  }

  /** Once: a line that broke for a moment is still the same one. */
  #tellSending(line) {
    if (line.told) return;
    line.told = true;
    this.#inTurn(() => this.wire.ask({ do: "sending" }));
  }

  /** A line broke. If the hall still knows us, it may recover by itself; else all begins anew. */
  async #doubt() {
    if (this.#isElsewhere(await this.wire.ask({ do: "here" }))) return;
    const states = [this.out, this.in].map((line) => line?.connectionState);
    if (states.includes("failed")) await this.#begin();
    else if (states.includes("disconnected")) this.#later("doubt", DOUBT_MS);
  }

  /** What the server says of the hall, also when it was only told that we are still here. */
  stands(answer) {
    this.#inTurn(() => this.#isElsewhere(answer));
  }

  #isElsewhere({ away = false, again = false }) {
    this.on.away(away);
    if (away || again) this.#later("begin", again ? 0 : AGAIN_MS);
    return away || again;
  }

  #cut() {
    for (const peer of this.peers) {
      Object.assign(peer, { taken: 0, pictured: false });
      this.on.peer(peer);
    }
    for (const line of [this.out, this.in]) line?.close();
    this.out = this.in = this.channel = null;
  }

  // --- in -------------------------------------------------------------------------------------------------------------

  /** Take up whoever began to send since we last looked, and the pictures of those who are to be seen. */
  async #look() {
    if (this.out?.signalingState !== "stable" || !this.out.remoteDescription) return; // not in the hall ourselves yet
    const there = this.peers.filter((peer) => peer.sends > 0);
    const seen = this.#seen(there);
    const changed = there.filter((peer) => peer.sends !== peer.taken || peer.pictured !== seen.has(peer));
    if (!changed.length) return;
    const [add, drop, then] = [[], [], []];
    for (const peer of changed) {
      const { id, sends } = peer;
      const pictured = seen.has(peer);
      if (sends !== peer.taken) add.push(...(pictured ? [{ id }] : [SOUND, WORDS].map((strand) => ({ id, strand }))));
      else (pictured ? add : drop).push({ id, strand: PICTURE });
      then.push(() => Object.assign(peer, { taken: sends, pictured }));
    }
    if (!(await this.#ask(add, drop))) return;
    for (const each of then) each();
    for (const peer of changed) this.on.peer(peer);
    this.on.fewer(!this.soundOnly && there.some((peer) => !peer.pictured));
  }

  #seen(peers) {
    return this.#stage.choose(peers, { low: this.low, sound: this.soundOnly });
  }

  /** Whoever speaks is seen before long. */
  #listen() {
    this.#missed();
    const peers = this.peers.filter((peer) => peer.taken > 0);
    const receivers = new Map(this.in?.getReceivers().map((receiver) => [receiver.track, receiver]));
    const sources = (peer) => receivers.get(peer.stream.getAudioTracks()[0])?.getSynchronizationSources() ?? [];
    this.#stage.listen(peers, (peer) => Math.max(0, ...sources(peer).map(({ audioLevel }) => audioLevel ?? 0)));
    const seen = this.#seen(peers);
    if (peers.some((peer) => peer.pictured !== seen.has(peer))) this.#inTurn(() => this.#look());
  }

  /** Whoever gives their place up and takes it anew in one moment may be taken up while the hall still has the old one:
      it goes, and nothing of them is left. They are taken up again. */
  #missed() {
    const missed = this.peers.filter((peer) => peer.taken > 0 && !peer.stream.getTracks().length);
    for (const peer of missed) {
      Object.assign(peer, { taken: 0, pictured: false });
      this.on.peer(peer);
    }
    if (missed.length) this.#inTurn(() => this.#look());
  }

  /** Answers whether it is as was asked; where not, it is asked again before long. */
  async #ask(add, drop) {
    const answer = await this.wire.ask({ do: "see", add, drop });
    if (this.#isElsewhere(answer)) return false;
    if (answer.later) this.#later("look", AGAIN_MS);
    if (!answer.sdp) return !answer.later;
    const line = (this.in ??= this.#hearing());
    await line.setRemoteDescription({ type: "offer", sdp: answer.sdp });
    this.#sort(line, answer.whose);
    await line.setLocalDescription();
    return !this.#isElsewhere(await this.wire.ask({ do: "seen", sdp: line.localDescription.sdp }));
  }

  #hearing() {
    const line = this.#line();
    line.createDataChannel("hears"); // until a browser opens one, the hall sends it no words
    line.addEventListener("datachannel", ({ channel }) => {
      channel.addEventListener("message", ({ data }) => this.#message(this.#peers.get(channel.label), data));
    });
    return line;
  }

  /** Give everybody the strands that are theirs. */
  #sort(line, whose) {
    for (const peer of this.peers) {
      const theirs = line.getTransceivers().filter(({ mid }) => whose[mid] === peer.id).map(({ receiver }) => receiver.track);
      for (const track of peer.stream.getTracks()) if (!theirs.includes(track)) peer.stream.removeTrack(track);
      for (const track of theirs) peer.stream.addTrack(track);
    }
  }

  #message(peer, data) {
    if (!peer) return;
    const { text, caption, wants } = said(data);
    if (text !== undefined) this.on.text(peer, text);
    if (caption !== undefined) this.on.caption(peer, caption);
    if (!wants) return;
    peer.wants = wants;
    this.carry().catch(() => {});
  }

  // --- what travels -----------------------------------------------------------------------------------------------------

  /** Send what is to be seen and heard now: after camera, microphone or screen changed. One small picture for all, if
      any of them needs it small. */
  async carry() {
    const { out } = this;
    const [audio, video] = out?.getTransceivers() ?? [];
    if (!video) return;
    if (out.signalingState !== "closed") await audio.sender.replaceTrack(this.local.audio);
    if (out.signalingState !== "closed") await video.sender.replaceTrack(this.screen ?? this.local.video);
    await spare(video.sender, this.low || this.peers.some((peer) => peer.wants.low), this.screen);
  }

  /** Ask the others to send less, send less ourselves, take fewer pictures, and with sound alone none at all. */
  async sparing({ low, sound }) {
    Object.assign(this, { low, soundOnly: sound });
    this.#tellWishes();
    await this.carry();
    this.#inTurn(() => this.#look());
  }

  #tellWishes() {
    this.#say({ wants: { low: this.low, sound: this.soundOnly } });
  }

  /** Words go to the others by way of the hall, which keeps nothing. Answers to how many. */
  text(text, kind = "text") {
    const others = this.peers.filter((peer) => peer.sends > 0).length;
    return others && this.#say({ [kind]: text.slice(0, MOST_TEXT) }) ? others : 0;
  }

  #say(what) {
    if (this.channel?.readyState !== "open") return false;
    this.channel.send(JSON.stringify(what));
    return true;
  }

  close() {
    this.#over = true;
    clearInterval(this.listening);
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#cut();
    for (const peer of this.peers) this.on.gone(peer);
    this.#peers.clear();
  }
}
