// Toasts: dismissed by hand, or by themselves once read; a failed htmx request becomes one.

const SECONDS = 8;

export function startToasts() {
  const region = document.getElementById("toasts");
  if (!region) return;
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
  });
  for (const toast of region.children) expire(toast);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.dataset) expire(node);
  }).observe(region, { childList: true });

  document.addEventListener("htmx:responseError", (event) => {
    const request = event.detail.xhr;
    say(region, isPlain(request) && request.responseText ? request.responseText : region.dataset.failed);
  });
  // A form that comes back with its errors is swapped in; a sentence alone is no page, and is said here.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const request = event.detail.xhr;
    if (request.status === 422 && isPlain(request)) say(region, request.responseText);
  });
  document.addEventListener("htmx:sendError", () => say(region, region.dataset.offline));
  document.addEventListener("htmx:timeout", () => say(region, region.dataset.offline));
}

function isPlain(request) {
  return (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
}

// An offer to undo, or bad news, stays until dismissed: nobody is asked to read against a clock.
function expire(toast) {
  if (toast.querySelector("form") || toast.matches(".r-tone-bad, .r-tone-warn")) return;
  let wait = setTimeout(() => toast.remove(), SECONDS * 1000);
  const hold = () => clearTimeout(wait);
  const release = () => (wait = setTimeout(() => toast.remove(), SECONDS * 1000));
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", release);
}

function say(region, sentence) {
  const toast = document.createElement("div");
  toast.className = "r-toast r-tone-bad";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "r-btn r-btn-quiet r-btn-small";
  close.dataset.dismiss = "";
  close.textContent = region.dataset.close;
  toast.append(words, close);
  region.append(toast);
}
