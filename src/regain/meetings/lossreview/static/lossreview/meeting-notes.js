// Notes everybody writes in at once. What I typed is sent after a pause; what others typed comes in beside it.
// The base of a save is always the text this field last had in common with the server, so nothing gets lost.

const PAUSE = 700;
const MOST = 2500;
const WAITS = [1000, 2000, 4000, 8000];

export function startNotes(table) {
  let field = bringBack(read(table));

  addEventListener("pagehide", () => field && send(field, { keepalive: true }));
  document.addEventListener("visibilitychange", () => document.hidden && field && send(field, { keepalive: true }));
  addEventListener("online", () => field && push(field));
  table.addEventListener("input", (event) => {
    if (!field || event.target !== field.box) return;
    field.since ||= Date.now();
    keep(field);
    clearTimeout(field.timer);
    field.timer = setTimeout(() => push(field), Math.min(PAUSE, Math.max(0, field.since + MOST - Date.now())));
  });
  table.addEventListener("submit", (event) => {
    if (!field || event.target !== field.form) return;
    event.preventDefault();
    event.stopPropagation();
    push(field);
  });

  return {
    // Whether the notes that came in are dealt with here: the same point, or words that must not go.
    takes(part) {
      const form = part.querySelector("[data-notes]");
      if (!field) return false;
      if (form && form.dataset.item === field.item) {
        receive(field, form.querySelector("textarea").value);
        return true;
      }
      if (normal(field.box.value) === normal(field.base) && document.activeElement !== field.box) return false;
      push(field);
      return false;
    },
    look() {
      const now = read(table);
      if (now?.box !== field?.box) field = bringBack(now);
    },
  };
}

function read(table) {
  const form = table.querySelector("[data-notes]");
  if (!form) return null;
  const box = form.querySelector("textarea");
  const state = form.querySelector("[data-note-state]");
  const { item, person } = form.dataset;
  const key = `regain-words:${person}:${form.action}:${item}`;
  return { form, box, state, table, item, key, base: box.value, since: 0, tries: 0, sending: null };
}

// Words typed without a connection outlive a reload; the server brings them together with what came since.
function keep(field) {
  try {
    localStorage.setItem(field.key, JSON.stringify({ base: field.base, text: field.box.value }));
  } catch {
    // Without storage the words last as long as this page.
  }
}

function bringBack(field) {
  try {
    const kept = field && JSON.parse(localStorage.getItem(field.key));
    if (!kept) return field;
    field.base = kept.base;
    field.box.value = kept.text;
    push(field);
  } catch {
    // Nothing was kept.
  }
  return field;
}

function drop(field) {
  try {
    localStorage.removeItem(field.key);
  } catch {
    // Nothing was kept.
  }
}

function push(field) {
  clearTimeout(field.timer);
  field.sending ??= save(field).finally(() => (field.sending = null));
  return field.sending;
}

async function save(field) {
  while (normal(field.box.value) !== normal(field.base)) {
    field.since = 0;
    const sent = field.box.value;
    const answer = await send(field);
    if (!answer) return later(field);
    if (answer.refused) return say(field, "", answer.refused);
    field.tries = 0;
    field.base = field.box.defaultValue = sent;
    const isAlone = normal(answer.text) === normal(sent);
    if (!isAlone) receive(field, answer.text);
    say(field, isAlone ? "wordsSaved" : "wordsMerged");
  }
  drop(field);
}

async function send(field, { keepalive = false } = {}) {
  if (normal(field.box.value) === normal(field.base)) return null;
  const body = new URLSearchParams({ item: field.item, text: field.box.value, base: field.base });
  try {
    const response = await fetch(field.form.action, {
      method: "POST",
      body,
      keepalive: keepalive && body.toString().length < 60000,
      redirect: "manual",
      headers: { "X-CSRFToken": token(), Accept: "application/json", "HX-Request": "true" },
    });
    if (response.ok) return await response.json();
    const isPlain = (response.headers.get("Content-Type") || "").startsWith("text/plain");
    return response.status < 500 && isPlain ? { refused: await response.text() } : null;
  } catch {
    return null;
  }
}

function later(field) {
  say(field, "wordsUnsaved");
  field.timer = setTimeout(() => push(field), WAITS[Math.min(field.tries++, WAITS.length - 1)]);
}

// What others wrote goes into the field when nothing of mine waits to be sent; the mark stays where it was.
function receive(field, text) {
  const { box } = field;
  if (normal(box.value) !== normal(field.base)) return push(field);
  field.base = box.defaultValue = text;
  if (normal(box.value) === normal(text)) return;
  const isHere = document.activeElement === box;
  const [start, end, top] = [moved(box.value, text, box.selectionStart), moved(box.value, text, box.selectionEnd), box.scrollTop];
  box.value = text;
  if (isHere) box.setSelectionRange(start, end);
  box.scrollTop = top;
}

// Where a place in the old text is in the new one: the same distance from the nearer end that did not change.
function moved(old, text, place) {
  let first = 0;
  while (first < place && old[first] === text[first]) first += 1;
  if (first === place) return place;
  const rest = old.length - place;
  let last = 0;
  while (last < rest && old[old.length - 1 - last] === text[text.length - 1 - last]) last += 1;
  return last === rest ? text.length - rest : Math.min(place, text.length);
}

const normal = (text) => text.replace(/\r/g, "").replace(/[^\S\n]+$/gm, "").replace(/^\n+|\n+$/g, "");

function say(field, name, sentence = "") {
  if (!field.state) return;
  const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
  field.state.textContent = sentence || field.table.dataset[name].replace("%s", clock);
  field.state.classList.toggle("lr-unsaved", name === "wordsUnsaved" || !name);
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}
