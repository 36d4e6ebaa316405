// A choice is kept as soon as it is made, one after the other; a refusal says what is missing.

import { token } from "./call-words.js";

const call = document.querySelector("[data-call]");
const form = document.getElementById("step");
let last = Promise.resolve();

call.addEventListener("change", (event) => {
  // They agreed with the reason that was there; with another they have not yet.
  if (event.target.matches("#reason, #also")) form.elements.agreed.checked = false;
  if (event.target.matches("[data-choice]")) last = last.then(keep);
});

async function keep() {
  const body = new URLSearchParams({ do: "keep" });
  for (const box of call.querySelectorAll("[data-choice]")) {
    if (!["checkbox", "radio"].includes(box.type) || box.checked) body.set(box.name, box.value);
  }
  try {
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true, redirect: "manual" });
    if (answer.ok) return say("saved");
    if (answer.type === "opaqueredirect") return say("out");
    const isSaid = answer.status < 500 && (answer.headers.get("Content-Type") || "").startsWith("text/plain");
    say(isSaid ? "refused" : "unsaved", isSaid ? await answer.text() : "");
  } catch {
    say("unsaved");
  }
}

function say(kind, sentence = "") {
  const place = call.querySelector("[data-saved]");
  const words = sentence || place.dataset[`words${kind[0].toUpperCase()}${kind.slice(1)}`];
  const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
  place.dataset.state = kind;
  place.querySelector("[data-saved-words]").textContent = words.replace("%s", clock);
  const region = document.getElementById("announcer");
  if (region && kind !== "saved") region.textContent = words.replace("%s", "").trim();
}
