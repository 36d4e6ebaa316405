// One key for what a button says beside it: it presses the button, or goes to the field, that names the key.

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
  if (event.target.isContentEditable || event.target.matches?.("input, select, textarea")) return;
  if (document.querySelector("dialog[open]") || !/^[a-z]$/.test(event.key)) return;
  const part = document.querySelector(`[data-key="${event.key}"]`);
  if (!part) return;
  event.preventDefault();
  if (part.matches("textarea")) part.focus();
  else part.click();
});

function isOff() {
  if (document.documentElement.dataset.keys === "off") return true;
  try {
    return localStorage.getItem("regain-keys") === "off";
  } catch {
    return false;
  }
}
