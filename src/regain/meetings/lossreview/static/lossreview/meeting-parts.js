// Parts of the table come in with every beat. What did not change stays; what somebody is writing in waits.

const TOKEN = /name="csrfmiddlewaretoken" value="[^"]*"/g;

export function startParts(table, notes) {
  const served = new Map();
  const waiting = new Set();
  for (const part of table.querySelectorAll("[data-part]")) served.set(part.id, plain(part));

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const now = event.detail.target;
    const next = event.detail.fragment.firstElementChild;
    if (!now?.matches?.("[data-part]") || !next) return;
    const html = plain(next);
    if (served.get(now.id) === html) return (event.detail.shouldSwap = false);
    if (now.id === "m-notes" && notes.takes(next)) {
      served.set(now.id, html);
      return (event.detail.shouldSwap = false);
    }
    if (isBusy(now)) {
      waiting.add(now.id);
      return (event.detail.shouldSwap = false);
    }
    waiting.delete(now.id);
    served.set(now.id, html);
  });
  document.addEventListener("htmx:oobAfterSwap", () => notes.look());

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "m-beat") return;
    if (document.hidden) return event.preventDefault();
    const free = [...waiting].filter((id) => !isBusy(document.getElementById(id)));
    if (!free.length) return;
    event.detail.path = event.detail.path.replace(/seen=[^&]*/, "seen=");
    if (free.includes("m-figures")) event.detail.parameters.on = "";
  });

  const offline = (isOff) => {
    for (const each of table.querySelectorAll("[data-offline]")) each.hidden = !isOff;
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    table.addEventListener(name, (event) => {
      if (event.target.id !== "m-beat") return;
      event.stopPropagation();
      offline(true);
    });
  }
  table.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.id === "m-beat" && event.detail.successful) offline(false);
  });
  table.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.target.matches("form[hx-post]") && event.detail.xhr.status < 400) settle(event.target);
  });
  table.addEventListener("click", (event) => about(table, event));
  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (fold.open && fold.matches?.(".lr-fold")) fold.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }, true);
}

// The same words are the same part, whatever token or moment came with them.
function plain(part) {
  const copy = part.cloneNode(true);
  copy.removeAttribute("hx-swap-oob");
  for (const each of copy.querySelectorAll("[data-clock]")) {
    each.textContent = "";
    each.classList.remove("lr-over");
  }
  for (const each of copy.querySelectorAll("[data-offline]")) each.hidden = true;
  return copy.outerHTML.replace(TOKEN, "").replace(/\s+/g, " ");
}

function isBusy(part) {
  if (part.querySelector("details.lr-fold[open]")) return true;
  if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return true;
  return [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some(isDirty);
}

function isDirty(field) {
  if (field.matches("select")) return [...field.options].some((each) => each.selected !== each.defaultSelected && each.value);
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// What was sent is done with, so that its part may be renewed; a form for the next such thing is empty and closed.
function settle(form) {
  if (!form.matches("[data-resets]")) {
    for (const field of form.querySelectorAll("input, textarea")) field.defaultValue = field.value;
    if (form.contains(document.activeElement) && !document.activeElement.matches("button")) document.activeElement.blur();
    return;
  }
  const fold = form.closest("details.lr-fold");
  form.reset();
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
}

// "Decide" beside an issue opens the form with that issue chosen.
function about(table, event) {
  const link = event.target.closest?.("[data-opens]");
  const fold = link && table.querySelector(`#${link.dataset.opens}`);
  if (!fold) return;
  event.preventDefault();
  fold.open = true;
  fold.querySelector("[name=issue]").value = link.dataset.about;
  fold.querySelector("textarea").focus();
  fold.scrollIntoView({ block: "nearest" });
}
