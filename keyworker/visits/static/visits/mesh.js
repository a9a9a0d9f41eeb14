// Every browser is joined to every other. Whoever came later offers; whoever sat there waits: two that offer at once
// would each wait for the other. Camera, screen and silence change places on a line that stays as it is.

import { MOST_TEXT, said, spare } from "./strands.js";

const WATCHDOG_MS = 8000;
const RECOVERS_MS = 3000;

export class Mesh {
  #peers = new Map();
  #turn = Promise.resolve();

  /** `me`: own key. `on`: {peer(peer), gone(peer), trouble(peer), text(peer, text), caption(peer, text)}. */
  constructor({ wire, ice, me, local, on }) {
    Object.assign(this, { wire, ice, me, local, on });
    this.low = false;
    this.soundOnly = false;
    this.screen = null;
  }

  get peers() {
    return [...this.#peers.values()];
  }

  /** Who sits in the room, as the server says; `first` came before us and waits for our offer. */
  seats(list) {
    const there = new Map(list.map((seat) => [seat.id, seat]));
    for (const peer of this.peers) {
      const seat = there.get(peer.id);
      // Without a seat nobody is heard or shown any more: whoever was sent away does not hang up by themselves.
      if (seat?.tab !== peer.tab) this.#drop(peer);
    }
    for (const seat of list) {
      const known = this.#peers.get(seat.id);
      if (known) Object.assign(known, { name: seat.name, part: seat.part });
      else this.#meet(seat);
    }
  }

  #meet(seat) {
    const peer = {
      ...seat, pc: null, stream: new MediaStream(), early: [], wants: {}, offers: seat.first,
      get connected() { return this.pc?.connectionState === "connected"; },
    }; // prettier-ignore
    this.#peers.set(seat.id, peer);
    this.on.peer(peer);
    if (seat.first) this.#inTurn(() => this.#offer(peer));
    else this.#watch(peer);
  }

  /** One after another: an answer that is being worked on is not overtaken by a candidate. */
  heard(signal) {
    this.#inTurn(() => this.#take(signal));
  }

  stands() {} // there is no hall to hear of

  #inTurn(act) {
    this.#turn = this.#turn.then(act).catch((problem) => console.debug("line", problem.name, problem.message));
  }

  async #take(signal) {
    const peer = this.#peers.get(signal.from);
    if (!peer || (peer.tab !== signal.tab && signal.kind !== "offer")) return;
    if (signal.kind === "offer") await this.#answer(peer, signal);
    else if (signal.kind === "answer") await this.#accept(peer, signal);
    else await this.#candidate(peer, signal);
  }

  async #offer(peer) {
    if (!this.#peers.has(peer.id)) return;
    const pc = this.#line(peer);
    peer.offers = true;
    for (const track of ["audio", "video"]) {
      pc.addTransceiver(track, { direction: "sendrecv", streams: [this.local.stream] });
    }
    await this.#carry(peer);
    await pc.setLocalDescription();
    this.#tell(peer, "offer", { sdp: pc.localDescription.sdp });
  }

  async #answer(peer, { sdp, tab }) {
    // Both offered, for a watchdog barked: the offer of the higher key stands.
    if (peer.tab === tab && peer.pc?.signalingState === "have-local-offer" && this.me > peer.id) return;
    const again = peer.pc?.remoteDescription && session(peer.pc.remoteDescription.sdp) === session(sdp);
    peer.tab = tab;
    if (!again) {
      this.#line(peer);
      peer.offers = false;
    }
    const { pc } = peer;
    await pc.setRemoteDescription({ type: "offer", sdp });
    for (const transceiver of pc.getTransceivers()) {
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(this.local.stream);
    }
    await this.#carry(peer);
    await pc.setLocalDescription();
    this.#tell(peer, "answer", { sdp: pc.localDescription.sdp, answers: session(sdp) });
    await this.#late(peer);
  }

  async #accept(peer, { sdp, answers }) {
    if (peer.pc?.signalingState !== "have-local-offer") return;
    if (answers !== session(peer.pc.localDescription.sdp)) return; // of an offer that was given up
    await peer.pc.setRemoteDescription({ type: "answer", sdp });
    await this.#late(peer);
  }

  async #candidate(peer, said) {
    if (!peer.pc?.remoteDescription) {
      peer.early.push(said);
      return;
    }
    const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = said;
    await peer.pc.addIceCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment }).catch(() => {});
  }

  async #late(peer) {
    for (const said of peer.early.splice(0)) await this.#candidate(peer, said);
  }

  /** A fresh line to somebody; what they saw of an earlier one is gone. */
  #line(peer) {
    this.#cut(peer);
    const pc = (peer.pc = new RTCPeerConnection(this.ice));
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate) this.#tell(peer, "candidate", candidate.toJSON());
    });
    pc.addEventListener("track", ({ track }) => {
      for (const old of peer.stream.getTracks()) if (old.kind === track.kind) peer.stream.removeTrack(old);
      peer.stream.addTrack(track);
    });
    pc.addEventListener("connectionstatechange", () => this.#changed(peer, pc));
    const channel = (peer.channel = pc.createDataChannel("text", { negotiated: true, id: 0 }));
    channel.addEventListener("message", ({ data }) => this.#message(peer, data));
    channel.addEventListener("open", () => this.#say(peer, { wants: this.#wants() }));
    this.#watch(peer);
    return pc;
  }

  #watch(peer) {
    clearTimeout(peer.dog);
    peer.dog = setTimeout(() => {
      if (this.#peers.get(peer.id) !== peer || peer.pc?.connectionState === "connected") return;
      this.on.trouble(peer);
      peer.tries = (peer.tries ?? 0) + 1;
      const underway = peer.pc?.remoteDescription && peer.tries % 2 === 1;
      if (underway || this.me < peer.id) {
        this.#watch(peer); // a slow machine is given more time; the lower key waits for the other's offer
      } else {
        this.#refresh().then(() => this.#inTurn(() => this.#offer(peer)));
      }
    }, WATCHDOG_MS);
  }

  #changed(peer, pc) {
    if (peer.pc !== pc) return;
    if (pc.connectionState === "connected") {
      clearTimeout(peer.dog);
      this.on.peer(peer);
    } else if (pc.connectionState === "disconnected" || pc.connectionState === "failed") {
      clearTimeout(peer.dog);
      peer.dog = setTimeout(() => this.#inTurn(() => this.#again(peer, pc)), pc.connectionState === "failed" ? 0 : RECOVERS_MS);
    }
  }

  /** The line broke: whoever offered it looks for another way, with fresh credentials for the relay. */
  async #again(peer, pc) {
    if (peer.pc !== pc || pc.connectionState === "connected") return;
    this.on.trouble(peer);
    this.#watch(peer);
    if (!peer.offers) return;
    await this.#refresh();
    if (pc.signalingState === "closed") return;
    pc.setConfiguration(this.ice);
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
    this.#tell(peer, "offer", { sdp: pc.localDescription.sdp });
  }

  async #refresh() {
    const { ice } = await this.wire.ask({ do: "ice" }).catch(() => ({}));
    if (ice) this.ice = ice;
  }

  #tell(peer, kind, body) {
    this.wire.ask({ do: "signal", to: peer.id, kind, body }).catch(() => {});
  }

  #cut(peer) {
    const { pc } = peer;
    peer.pc = null;
    peer.early.length = 0;
    pc?.close();
  }

  #drop(peer) {
    clearTimeout(peer.dog);
    this.#peers.delete(peer.id);
    this.#cut(peer);
    this.on.gone(peer);
  }

  // --- what travels on the lines ------------------------------------------------------------------------------------

  /** Put on every line what is to be seen and heard now: after camera, microphone or screen changed. */
  async carry() {
    await Promise.all(this.peers.filter((peer) => peer.pc).map((peer) => this.#carry(peer)));
  }

  async #carry(peer) {
    const video = peer.wants.sound ? null : (this.screen ?? this.local.video);
    const { pc } = peer;
    for (const transceiver of pc.getTransceivers()) {
      const { sender, receiver } = transceiver;
      if (pc.signalingState === "closed") return;
      await sender.replaceTrack(receiver.track.kind === "audio" ? this.local.audio : video);
      if (receiver.track.kind === "video") await spare(sender, this.low || peer.wants.low, this.screen);
    }
  }

  /** Ask the others to send less, and send less ourselves. */
  async sparing({ low, sound }) {
    this.low = low;
    this.soundOnly = sound;
    for (const peer of this.peers) this.#say(peer, { wants: this.#wants() });
    await this.carry();
  }

  #wants() {
    return { low: this.low, sound: this.soundOnly };
  }

  /** Words go straight to the others and are kept nowhere. Answers to how many. */
  text(text, kind = "text") {
    const words = text.slice(0, MOST_TEXT);
    return this.peers.filter((peer) => this.#say(peer, { [kind]: words })).length;
  }

  #say(peer, what) {
    if (peer.channel?.readyState !== "open") return false;
    peer.channel.send(JSON.stringify(what));
    return true;
  }

  #message(peer, data) {
    const { text, caption, wants } = said(data);
    if (text !== undefined) this.on.text(peer, text);
    if (caption !== undefined) this.on.caption(peer, caption);
    if (!wants) return;
    peer.wants = wants;
    if (peer.pc) this.#carry(peer).catch(() => {});
  }

  close() {
    for (const peer of this.peers) this.#drop(peer);
  }
}

function session(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}
