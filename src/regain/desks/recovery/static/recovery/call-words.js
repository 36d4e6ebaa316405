// Every pause saves: at most a second after the last stroke, every two while typing goes on, and again until it works.

import { drop, keep, keptOf } from "./call-store.js";

const PAUSE = 700;
const MOST = 2000;
const PATIENCE = 8000;
const WAITS = [1000, 2000, 4000, 8000, 15000];

export function startWords(call) {
  const pen = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const fields = [...call.querySelectorAll("[data-words]")].map((box) => fieldOf(box, call, pen));
  for (const field of fields) field.all = fields;
  for (const field of fields) watch(field);
  bringBack(call, fields);

  const flush = (options) => Promise.all(fields.map((field) => push(field, options)));
  document.addEventListener("visibilitychange", () => document.hidden && flush({ keepalive: true }));
  addEventListener("pagehide", () => flush({ keepalive: true }));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("online", () => flush());
  holdForms(call, fields, flush);
  return { flush };
}

function fieldOf(box, call, pen) {
  return {
    box,
    call,
    pen,
    name: box.name,
    url: call.dataset.wordsUrl,
    key: `${call.dataset.call}:${box.name}`,
    version: Number(box.dataset.version),
    saved: box.value,
    since: 0,
    tries: 0,
    sending: null,
  };
}

function watch(field) {
  field.box.addEventListener("input", () => {
    field.since ||= Date.now();
    const { person } = field.call.dataset;
    const { url, name, pen, version } = field;
    keep(field.key, { person, url, name, pen, version, text: field.box.value });
    const wait = Math.min(PAUSE, Math.max(0, field.since + MOST - Date.now()));
    clearTimeout(field.timer);
    field.timer = setTimeout(() => push(field), wait);
  });
}

function push(field, options = {}) {
  clearTimeout(field.timer);
  field.sending ??= send(field, options).finally(() => (field.sending = null));
  return field.sending;
}

async function send(field, options) {
  if (isSafe(field)) return true;
  while (field.box.value !== field.saved) {
    const text = field.box.value;
    field.since = 0;
    const answer = await post(field.url, { ...field, text }, options);
    if (answer.fault) return later(field, answer.fault);
    field.tries = 0;
    field.saved = text;
    if (answer.aside) showAside(field, answer);
    else field.version = field.box.dataset.version = answer.version;
    const hidden = field.box.form?.elements[`${field.name}_version`];
    if (hidden) hidden.value = field.version;
    if (field.box.value === text) drop(field.key);
  }
  if (field.all.every(isSafe)) say(field.call, "saved");
  return true;
}

const isSafe = (field) => field.box.value === field.saved;

function later(field, fault) {
  say(field.call, fault.kind, fault.sentence);
  if (fault.kind === "refused") return false;
  const wait = WAITS[Math.min(field.tries++, WAITS.length - 1)] * (0.8 + 0.4 * Math.random());
  field.timer = setTimeout(() => push(field), wait);
  return false;
}

export async function post(url, { name, text, version, pen }, { keepalive = false } = {}) {
  const body = new URLSearchParams({ field: name, text, version, pen });
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      keepalive: keepalive && text.length < 30000,
      redirect: "manual",
      headers: { "X-CSRFToken": token(), Accept: "application/json", "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.type === "opaqueredirect") return { fault: { kind: "out" } };
    if (response.ok) return await response.json();
    if (response.status >= 500 || response.status === 429) return { fault: { kind: "unsaved" } };
    const sentence = (response.headers.get("Content-Type") || "").startsWith("text/plain") && (await response.text());
    return { fault: { kind: sentence ? "refused" : "out", sentence } };
  } catch {
    return { fault: { kind: "unsaved" } };
  }
}

// Signing in again in another tab changes the token, so the cookie knows better than the page.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function bringBack(call, fields) {
  let back = 0;
  for (const entry of keptOf(call.dataset.person).filter((each) => each.url)) {
    const field = fields.find((each) => each.key === entry.key && each.url === entry.url);
    if (field && entry.text === field.saved) {
      drop(entry.key);
      continue;
    }
    const answer = await post(entry.url, entry);
    if (answer.fault) {
      if (field && field.version === entry.version) field.box.value = entry.text;
      if (field) later(field, answer.fault);
      continue;
    }
    drop(entry.key);
    if (!field) continue;
    if (answer.aside) showAside(field, answer);
    else if (answer.text !== field.saved) {
      field.box.value = field.saved = answer.text;
      field.version = field.box.dataset.version = answer.version;
      back += 1;
    }
  }
  if (back) say(call, "back");
}

// A form that leaves the page waits until every word is safe; without a connection the page stays.
function holdForms(call, fields, flush) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.dataset.safe || form.matches("[hx-post], [data-dial]")) return;
    if (!call.contains(form) && !form.matches("[data-waits]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    await flush();
    if (!fields.every(isSafe) || !(await isThere(call))) return say(call, "unsaved");
    form.dataset.safe = "yes";
    form.requestSubmit(submitter);
    setTimeout(() => delete form.dataset.safe, 4000);
  }, true);
}

async function isThere(call) {
  const answer = await post(call.dataset.pulseUrl, { name: "", text: "", version: 0, pen: "" });
  return !answer.fault || answer.fault.kind === "refused";
}

function showAside(field, answer) {
  const place = field.call.querySelector(`[data-asides-of="${field.name}"]`);
  if (!place) return;
  place.innerHTML = answer.html;
  place.querySelector("[tabindex]")?.focus({ preventScroll: false });
}

let shown = "";

function say(call, kind, sentence = "") {
  const place = call.querySelector("[data-saved]");
  if (!place) return;
  const words = place.dataset[`words${kind[0].toUpperCase()}${kind.slice(1)}`];
  const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
  place.querySelector("[data-saved-words]").textContent = sentence || words.replace("%s", clock);
  place.dataset.state = kind;
  const region = document.getElementById("announcer");
  if (region && kind !== shown) region.textContent = (sentence || words.replace("%s", "")).trim();
  shown = kind;
}
