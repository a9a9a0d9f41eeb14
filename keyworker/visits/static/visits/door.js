// Who is at the door, for whoever leads the meeting: as the page shows it without a script, kept up to date.

/** `decide(form, button)` lets somebody in or sends them away; answers why not, or "". */
export function startDoor(root, part, announce, decide = send) {
  const list = part("waiting");
  if (!list) return { show() {} };
  const words = root.querySelector("[data-words]").dataset;
  const known = new Set([...list.children].map((each) => each.dataset.guest));

  function show({ waiting = [], calls = [], again = [] }) {
    list.replaceChildren(...waiting.map(row));
    part("nobody").hidden = waiting.length > 0;
    for (const guest of waiting) {
      if (!known.has(guest.id)) announce(words.knocked, guest.name);
      known.add(guest.id);
    }
    note("calls", calls);
    note("tried-again", again);
  }

  function row(guest) {
    const kept = [...list.children].find((each) => each.dataset.guest === guest.id);
    if (kept) return kept; // whoever is about to press its button keeps it
    const made = document.getElementById("call-waiting").content.firstElementChild.cloneNode(true);
    made.dataset.guest = guest.id;
    made.querySelector("[data-name]").textContent = guest.name;
    made.querySelector("[data-role]").textContent = words[guest.part] ?? "";
    for (const button of made.querySelectorAll("button")) button.value = guest.id;
    return made;
  }

  function note(name, guests) {
    const place = part(name);
    const names = guests.map((guest) => guest.name).join(", ");
    place.hidden = guests.length === 0;
    const told = place.querySelector("[data-names]");
    if (told.textContent === names) return;
    told.textContent = names;
    if (names) announce(place.textContent.trim());
  }

  // The meeting goes on while somebody is let in: the form is sent in the background.
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-door]");
    if (!form || event.submitter?.name === "all") return;
    event.preventDefault();
    const why = await decide(form, event.submitter);
    const place = part("door-why");
    place.hidden = why === "";
    if (why === "") return;
    place.textContent = why ?? words.unheard;
    announce(place.textContent);
  });
  return { show };
}

async function send(form, button) {
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Keyworker-Keep": "1" } });
  return response.ok ? "" : (await response.json().catch(() => ({}))).why;
}
