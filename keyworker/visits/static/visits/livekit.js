// A larger meeting in LiveKit. Whoever sits in the room is told by our server, as in every meeting; only those are sent
// anything of this browser's, only those are taken up, and LiveKit is told so. It is spoken to by its makers' program,
// through our relay alone, with a ticket that our server makes for this one coming in. A line that breaks is not mended
// by that program: this browser comes in anew, by our server, or not at all.

import { DisconnectReason, Room, RoomEvent, Track, setLogLevel } from "../design/livekit.js";
import { Stage } from "./stage.js";
import { MOST_TEXT, said, spare } from "./strands.js";

const AGAIN_MS = 2000;
const LISTEN_MS = 1000;
const { Microphone, Camera } = Track.Source;
const HOW = {
  singlePeerConnection: false, stopLocalTrackOnUnpublish: false, adaptiveStream: false, dynacast: false,
  reconnectPolicy: { nextRetryDelayInMs: () => null },
}; // prettier-ignore
const SAID_ELSEWHERE = [DisconnectReason.PARTICIPANT_REMOVED, DisconnectReason.ROOM_DELETED]; // by our server, and why
const SENT = { simulcast: false, videoCodec: "vp8", backupCodec: false, red: false };
setLogLevel("silent"); // what it would write names rooms

export class LiveKit {
  #peers = new Map();
  #turn = Promise.resolve();
  #stage = new Stage();
  #room = null;
  #sent = {};
  #allowed = "";
  #timer = 0;
  #over = false;

  /** As in `Hall`. */
  constructor({ wire, me, local, on }) {
    Object.assign(this, { wire, me, local, on, low: false, soundOnly: false, screen: null });
    this.listening = setInterval(() => this.#listen(), LISTEN_MS);
    this.#inTurn(() => this.#begin());
  }

  get peers() {
    return [...this.#peers.values()];
  }

  get #stands() {
    return this.#room?.state === "connected";
  }

  /** Who sits in the room, as our server says. Nobody else is sent anything. */
  seats(list) {
    const there = new Map(list.map((seat) => [seat.id, seat]));
    for (const peer of this.peers) if (!there.has(peer.id)) this.#drop(peer);
    for (const seat of list) this.#peers.get(seat.id) ?? this.#meet(seat);
    for (const peer of this.peers) Object.assign(peer, there.get(peer.id));
    this.#allow();
    this.#look();
  }

  #meet(seat) {
    const meeting = this;
    const peer = {
      ...seat, stream: new MediaStream(), taken: false, pictured: false, wants: {},
      get connected() { return meeting.#stands && this.taken; },
    }; // prettier-ignore
    this.#peers.set(seat.id, peer);
    this.on.peer(peer);
  }

  #drop(peer) {
    this.#peers.delete(peer.id);
    for (const publication of this.#inside(peer)?.trackPublications.values() ?? []) publication.setSubscribed(false);
    for (const track of peer.stream.getTracks()) peer.stream.removeTrack(track);
    this.on.gone(peer);
  }

  heard() {} // browsers in a hall say nothing to each other

  stands() {} // LiveKit's own line says whether it is there

  #inTurn(act) {
    this.#turn = this.#turn.then(() => !this.#over && act()).catch((problem) => this.#again(problem));
    return this.#turn;
  }

  #again(problem) {
    if (problem) console.debug("hall", problem.name, problem.message);
    clearTimeout(this.#timer);
    if (!this.#over) this.#timer = setTimeout(() => this.#inTurn(() => this.#begin()), AGAIN_MS);
  }

  // --- in and out -----------------------------------------------------------------------------------------------------

  /** Come in; also anew. Nothing is sent before LiveKit was told to whom. */
  async #begin() {
    this.#cut();
    const { away = false, url, token, ice } = await this.wire.ask({ do: "enter" });
    if (this.#over) return;
    if (away) {
      this.on.away(true);
      this.#again();
      return;
    }
    const room = (this.#room = this.#watched(new Room(HOW)));
    let answered = false;
    room.on(RoomEvent.SignalConnected, () => (answered = true));
    try {
      await room.connect(url, token, { autoSubscribe: false, maxRetries: 0, rtcConfig: ice });
    } catch (problem) {
      this.on.away(!answered);
      if (answered) this.on.trouble();
      throw problem;
    }
    if (this.#over) return;
    this.on.away(false);
    this.#allow();
    await this.#carry();
    this.#look();
  }

  #watched(room) {
    const here = (act) => (...given) => room === this.#room && act(...given);
    const look = here(() => this.#look());
    for (const what of ["ParticipantConnected", "ParticipantDisconnected", "TrackPublished", "TrackUnpublished"]) {
      room.on(RoomEvent[what], look);
    }
    room.on(RoomEvent.TrackSubscribed, here((track, _, whose) => this.#took(track.mediaStreamTrack, this.#whose(whose))));
    room.on(RoomEvent.TrackUnsubscribed, here((track, _, whose) => this.#whose(whose)?.stream.removeTrack(track.mediaStreamTrack)));
    room.on(RoomEvent.DataReceived, here((data, whose) => this.#message(this.#whose(whose), data)));
    room.on(RoomEvent.Disconnected, here((why) => this.#broke(why)));
    return room;
  }

  #broke(why) {
    if (!this.#allowed) return; // it never stood: whoever began it says so
    if (SAID_ELSEWHERE.includes(why)) return this.#again();
    this.on.trouble();
    return this.#inTurn(() => this.#begin());
  }

  #cut() {
    const room = this.#room;
    this.#room = null;
    this.#sent = {};
    this.#allowed = "";
    room?.disconnect(false);
    for (const peer of this.peers) {
      for (const track of peer.stream.getTracks()) peer.stream.removeTrack(track);
      Object.assign(peer, { taken: false, pictured: false });
      this.on.peer(peer);
    }
  }

  // --- who is seen and heard ------------------------------------------------------------------------------------------

  /** LiveKit sends what is ours to those who have a seat, and to nobody else who may be in there. */
  #allow() {
    if (!this.#stands) return;
    const keys = this.peers.map((peer) => peer.key).filter(Boolean).sort();
    if (this.#allowed === `to ${keys}`) return;
    this.#allowed = `to ${keys}`;
    this.#room.localParticipant.setTrackSubscriptionPermissions(
      false,
      keys.map((key) => ({ participantIdentity: key, allowAll: true })),
    );
  }

  #inside(peer) {
    return peer.key ? this.#room?.remoteParticipants.get(peer.key) : undefined;
  }

  #whose(participant) {
    return participant && this.peers.find((peer) => peer.key === participant.identity);
  }

  /** Take up one sound of everybody, and one picture of those who are to be seen; nothing else that somebody sends. */
  #look() {
    if (!this.#stands) return;
    const there = this.peers.filter((peer) => this.#inside(peer));
    const seen = this.#seen(there);
    let came = false;
    for (const peer of this.peers) {
      const inside = this.#inside(peer);
      const wanted = [inside?.getTrackPublication(Microphone), seen.has(peer) && inside.getTrackPublication(Camera)];
      for (const each of inside?.trackPublications.values() ?? []) {
        if (each.isDesired !== wanted.includes(each)) each.setSubscribed(wanted.includes(each));
      }
      const [taken, pictured] = [Boolean(inside), seen.has(peer)];
      if (peer.taken === taken && peer.pictured === pictured) continue;
      came ||= taken && !peer.taken;
      Object.assign(peer, { taken, pictured });
      this.on.peer(peer);
    }
    if (came) this.#tellWishes();
    this.on.fewer(!this.soundOnly && there.some((peer) => !peer.pictured));
  }

  #seen(peers) {
    return this.#stage.choose(peers, { low: this.low, sound: this.soundOnly });
  }

  #took(track, peer) {
    if (!peer) return;
    for (const old of peer.stream.getTracks()) if (old.kind === track.kind) peer.stream.removeTrack(old);
    peer.stream.addTrack(track);
    this.on.peer(peer);
  }

  /** Whoever speaks is seen before long. */
  #listen() {
    if (!this.#stands) return;
    const sources = (peer) => this.#inside(peer)?.getTrackPublication(Microphone)?.track?.receiver?.getSynchronizationSources() ?? [];
    const there = this.peers.filter((peer) => peer.taken);
    this.#stage.listen(there, (peer) => Math.max(0, ...sources(peer).map(({ audioLevel }) => audioLevel ?? 0)));
    this.#look();
  }

  // --- what travels -----------------------------------------------------------------------------------------------------

  /** Send what is to be seen and heard now: after camera, microphone or screen changed. */
  carry() {
    return this.#inTurn(() => this.#carry());
  }

  async #carry() {
    if (!this.#stands) return;
    await this.#send("audio", this.local.audio, Microphone);
    await this.#send("video", this.screen ?? this.local.video, Camera);
    if (!this.#sent.video) return;
    await spare(this.#sent.video.track.sender, this.low || this.peers.some((peer) => peer.wants.low), this.screen);
  }

  /** One strand of each kind, whatever is on it: another device or a screen takes the place of what was there. */
  async #send(kind, track, source) {
    const sent = this.#sent[kind];
    if (!sent && track) this.#sent[kind] = await this.#room.localParticipant.publishTrack(track, { ...SENT, source });
    if (!sent) return;
    if (sent.track.sender.track !== track) await sent.track.sender.replaceTrack(track);
    if (track && sent.isMuted) await sent.unmute(); // a device that was pulled out silenced it
  }

  /** Ask the others to send less, send less ourselves, take fewer pictures, and with sound alone none at all. */
  async sparing({ low, sound }) {
    Object.assign(this, { low, soundOnly: sound });
    this.#tellWishes();
    this.#look();
    await this.carry();
  }

  #tellWishes() {
    this.#say({ wants: { low: this.low, sound: this.soundOnly } });
  }

  /** Words go to those who have a seat, by way of the hall, which keeps nothing. Answers to how many. */
  text(text, kind = "text") {
    return this.#say({ [kind]: text.slice(0, MOST_TEXT) });
  }

  #say(what) {
    const to = this.#stands ? this.peers.filter((peer) => this.#inside(peer)).map((peer) => peer.key) : [];
    if (!to.length) return 0; // without a name it would go to everybody
    const data = new TextEncoder().encode(JSON.stringify(what));
    this.#room.localParticipant.publishData(data, { reliable: true, destinationIdentities: to }).catch(() => {});
    return to.length;
  }

  #message(peer, data) {
    if (!peer) return;
    const { text, caption, wants } = said(new TextDecoder().decode(data));
    if (text !== undefined) this.on.text(peer, text);
    if (caption !== undefined) this.on.caption(peer, caption);
    if (!wants) return;
    peer.wants = wants;
    this.carry();
  }

  close() {
    this.#over = true;
    clearInterval(this.listening);
    clearTimeout(this.#timer);
    this.#cut();
    for (const peer of this.peers) this.on.gone(peer);
    this.#peers.clear();
  }
}
