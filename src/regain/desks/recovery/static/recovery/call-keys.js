// Keys of the call. A single letter counts when nobody types and single letters are on; with Alt it counts always.

const STORED = "regain-keys";
const GOING = 1500;

export function startKeys(call) {
  list(call);
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat) return;
    const box = event.target;
    const isTyping = box.isContentEditable || box.matches?.("input:not([type=radio], [type=checkbox]), select, textarea");
    const scope = document.querySelector("dialog[open]") || document;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return press(event, scope, "[data-primary]");
    if (event.ctrlKey || event.metaKey) return;
    if (event.altKey) return withAlt(event, scope, isTyping);
    // Enter in a field presses the first button of its form, and that one leads back.
    const isField = box.matches?.("#step input, input[form=step]");
    if (event.key === "Enter" && isField) return press(event, scope, "[data-primary]");
    if (isTyping) return;
    if (event.key === "Enter" && !box.closest?.("a, button, summary, label, input")) {
      return press(event, scope, "[data-primary]");
    }
    if (!on() || Date.now() - going < GOING) return (going = 0);
    if (event.key === "g") return (going = Date.now());
    if (/^[0-9]$/.test(event.key)) return press(event, scope, `[data-number="${event.key}"]`);
    if (/^[a-z]$/.test(event.key)) press(event, scope, `[data-key="${event.key}"]`);
  });
  call.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-quotes]")) call.dispatchEvent(new Event("regain:quote"));
  });
  // A button must not take the mark away from the words it is about.
  call.addEventListener("mousedown", (event) => event.target.closest?.("[data-quotes]") && event.preventDefault());
}

function withAlt(event, scope, isTyping) {
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  if (event.key === "ArrowRight" && !(mac && isTyping)) return press(event, scope, "[data-primary]");
  if (event.key === "ArrowLeft" && !(mac && isTyping)) return press(event, scope, "[data-back]");
  const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  if (letter) press(event, scope, `[data-key="${letter}"]`);
}

function press(event, scope, selector) {
  const place = [...scope.querySelectorAll(selector)].find((each) => each.checkVisibility?.() ?? true);
  if (!place || place.disabled) return;
  event.preventDefault();
  if (place.matches("textarea, select, input:not([type=radio], [type=checkbox])")) place.focus();
  else place.click();
}

function on() {
  if (document.documentElement.dataset.keys === "off") return false;
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

// The keys of this page join the list that "?" opens.
function list(call) {
  const all = document.querySelector("#keys .r-keylist");
  if (!all) return;
  const rows = [...call.querySelectorAll("[data-key][data-key-words]")];
  const named = new Map(rows.map((each) => [each.dataset.key, each.dataset.keyWords]));
  const hidden = call.querySelector("template[data-keys-more]").content.querySelectorAll("li");
  const more = [...hidden].map((each) => [each.dataset.caps, each.textContent]);
  for (const [caps, words] of [...more, ...named].reverse()) {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const keys = document.createElement("dd");
    name.textContent = words;
    for (const cap of caps.split("+")) keys.append(Object.assign(document.createElement("kbd"), { textContent: cap }), " ");
    row.append(name, keys);
    all.prepend(row);
  }
}
