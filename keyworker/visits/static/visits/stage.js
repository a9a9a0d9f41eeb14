// Whose picture is seen in a larger meeting: as many as a device and its line bear, of those who spoke last. Everybody
// is heard. The person whom it is about, and who interprets for them, are always seen.

const MOST = { wide: 9, narrow: 4, sparing: 2 };
const NARROW = "(max-width: 40rem)";
const ALWAYS = ["client", "interpreter"];
const LOUD = 0.01; // of the loudest there is: somebody speaks, and it is not their room
const SPEAKS_MS = 2500; // from one word to the next

export class Stage {
  #spoke = new Map();

  /** Who speaks at this moment; `level(peer)` answers how loud they are, 0 to 1. */
  listen(peers, level) {
    for (const peer of peers) if (level(peer) > LOUD) this.#spoke.set(peer.id, performance.now());
  }

  /** Those of `peers` who are seen. Whoever is seen stays until somebody speaks who is not, and they are silent. */
  choose(peers, { low, sound }) {
    if (sound) return new Set();
    const places = low ? MOST.sparing : window.matchMedia(NARROW).matches ? MOST.narrow : MOST.wide;
    const ranks = new Map(peers.map((peer) => [peer, this.#rank(peer)]));
    return new Set([...peers].sort((one, other) => ranks.get(other) - ranks.get(one)).slice(0, places));
  }

  #rank(peer) {
    if (ALWAYS.includes(peer.part)) return 3;
    const [now, spoke] = [performance.now(), this.#spoke.get(peer.id) ?? 0];
    const speaks = spoke > 0 && now - spoke < SPEAKS_MS;
    return Number(speaks) + (peer.pictured ? 0.5 : 0) + (0.4 * spoke) / now;
  }
}
