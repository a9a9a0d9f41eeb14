// The pictures of the others, one tile each, and the lines of what was written.

export function showTile(tiles, peer, words, caption) {
  let tile = find(tiles, peer);
  const fresh = !tile;
  if (fresh) tile = build(tiles, peer);
  tile.querySelector("[data-name]").textContent = peer.name;
  tile.querySelector("[data-role]").textContent = words[peer.part] ?? "";
  const { connected } = peer;
  tile.dataset.connected = String(connected);
  tile.dataset.heard = String(connected && peer.pictured === false);
  tile.querySelector("[data-joining]").hidden = connected;
  if (caption !== undefined) tile.querySelector("[data-caption]").textContent = caption;
  const picture = tile.querySelector("video");
  if (picture.srcObject !== peer.stream) picture.srcObject = peer.stream;
  if (connected) picture.play().catch(() => {});
  return fresh;
}

export function hideTile(tiles, peer) {
  const tile = find(tiles, peer);
  if (!tile) return;
  tile.querySelector("video").srcObject = null;
  tile.remove();
}

function find(tiles, peer) {
  return [...tiles.children].find((each) => each.dataset.peer === peer.id);
}

function build(tiles, peer) {
  const tile = document.getElementById("call-tile").content.firstElementChild.cloneNode(true);
  tile.dataset.peer = peer.id;
  tiles.append(tile);
  return tile;
}

export function writeLine(lines, who, said) {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  const text = document.createElement("bdi");
  name.className = "kw-call__who";
  name.textContent = who;
  text.textContent = said;
  line.append(name, " ", text);
  lines.append(line);
  line.scrollIntoView({ block: "nearest" });
}
