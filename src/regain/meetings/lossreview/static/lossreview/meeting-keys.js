// Keys of the meeting. A single letter counts when nobody types and single letters are on.

const STORED = "regain-keys";
const GOING = 1500;

export function startKeys(table) {
  list(table);
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return close(table, event);
    const box = event.target;
    if (box.isContentEditable || box.matches?.("input, select, textarea") || !on()) return;
    if (document.querySelector("dialog[open]") || Date.now() - going < GOING) return (going = 0);
    if (event.key === "g") return (going = Date.now());
    if (event.key === "ArrowRight") return press(event, table, "[data-next]") || step(table, event, 1);
    if (event.key === "ArrowLeft") return press(event, table, "[data-back]") || step(table, event, -1);
    if (/^[a-z]$/.test(event.key)) press(event, table, `[data-key="${event.key}"]`);
  });
}

function press(event, table, selector) {
  const place = [...table.querySelectorAll(selector)].find((each) => each.checkVisibility?.() ?? true);
  if (!place || place.disabled) return false;
  event.preventDefault();
  if (place.matches("textarea, select, input")) {
    place.focus();
    place.scrollIntoView({ block: "nearest" });
  } else place.click();
  return true;
}

// Whoever does not run the meeting looks at the point beside.
function step(table, event, way) {
  const points = [...table.querySelectorAll("#m-agenda a")];
  const here = points.findIndex((each) => each.hasAttribute("aria-current"));
  const wanted = points[here + way];
  if (!wanted || table.querySelector("[data-next]")) return;
  event.preventDefault();
  wanted.click();
}

// Escape leaves a field, and closes what was opened.
function close(table, event) {
  const fold = event.target.closest?.("details.lr-fold[open]");
  if (fold) {
    fold.open = false;
    fold.querySelector("summary").focus();
  } else if (event.target.matches?.("[data-notes] textarea")) event.target.blur();
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
function list(table) {
  const all = document.querySelector("#keys .r-keylist");
  if (!all) return;
  const named = new Map(
    [...table.querySelectorAll("[data-key][data-key-words]")].map((each) => [each.dataset.key, each.dataset.keyWords]),
  );
  const hidden = table.querySelector("template[data-keys-more]").content.querySelectorAll("li");
  const more = [...hidden].map((each) => [each.dataset.caps, each.textContent]);
  for (const [cap, words] of [...more, ...named].reverse()) {
    const row = document.createElement("div");
    const name = Object.assign(document.createElement("dt"), { textContent: words });
    const keys = document.createElement("dd");
    keys.append(Object.assign(document.createElement("kbd"), { textContent: cap }));
    row.append(name, keys);
    all.prepend(row);
  }
}
