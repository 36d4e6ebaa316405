// Keyboard shortcuts. Single letters can be switched off on this device, and never count while typing.

const STORED = "regain-keys";

export function startKeys(openPalette) {
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  for (const cap of document.querySelectorAll("[data-mod]")) cap.textContent = mac ? "⌘" : "Ctrl";
  const box = document.querySelector("[data-keys-switch]");
  if (box) {
    box.checked = on();
    box.addEventListener("change", () => remember(box.checked));
  }

  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      return openPalette();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !on()) return;
    if (document.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500) {
      going = 0;
      return go(event);
    }
    if (event.key === "g") going = Date.now();
    if (event.key === "?") document.getElementById("keys")?.showModal();
    if (event.key === "/") seek(event, openPalette);
  });
}

function on() {
  if (document.documentElement.dataset.keys === "off") return false;
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function remember(wanted) {
  try {
    localStorage.setItem(STORED, wanted ? "on" : "off");
  } catch {
    // Without storage the switch lasts for this page.
  }
}

function typing(target) {
  return target.isContentEditable || target.matches?.("input, select, textarea");
}

function go(event) {
  const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (!place) return;
  event.preventDefault();
  place.click();
}

function seek(event, openPalette) {
  event.preventDefault();
  const field = document.querySelector("main input[type=search]");
  if (field) field.focus();
  else openPalette();
}
