// Forms: filters that send themselves, focus on what went wrong, selection of rows, no double sending.

const PAUSE = 350;

export function startForms() {
  document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt.querySelector?.("[data-focus]")?.focus();
  });

  document.addEventListener("formdata", shorten);
  document.addEventListener("htmx:afterSettle", (event) => announce(event.detail.elt));

  let wait;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (!form || !event.target.matches("input[type=search], input[type=text]")) return;
    if (event.target.closest("[data-menu]")) return;
    clearTimeout(wait);
    wait = setTimeout(() => form.requestSubmit(), PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (!form || event.target.matches("input[type=search], input[type=text]")) return;
    if (event.target.closest("[data-menu]")) return;
    clearTimeout(wait);
    form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.matches("[data-theme-form]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });

  // The step back in the browser keeps what was typed; the link alone would load the page anew.
  document.addEventListener("click", (event) => {
    const back = event.target.closest?.("a[data-back]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!back || !plain || history.length < 2 || document.referrer !== back.href) return;
    event.preventDefault();
    history.back();
  });

  document.addEventListener("submit", (event) => event.target.matches("[data-forgets]") && forget());

  document.addEventListener("change", (event) => {
    const region = event.target.closest?.("[data-selects]");
    if (region && event.target.matches("[data-select], [data-select-all]")) select(region, event.target);
  });
}

// Empty fields are left out, so that addresses stay short enough to share.
function shorten(event) {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
}

function select(region, changed) {
  const rows = [...region.querySelectorAll("[data-select]")];
  const all = region.querySelector("[data-select-all]");
  if (changed === all) for (const row of rows) row.checked = all.checked;
  const chosen = rows.filter((row) => row.checked).length;
  if (all) {
    all.checked = chosen === rows.length && chosen > 0;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  const bar = region.querySelector("[data-bulk]");
  if (!bar) return;
  bar.hidden = chosen === 0;
  const words = bar.querySelector("[data-bulk-count]");
  words.textContent = words.dataset.words.replace("%s", chosen);
}

// What a swapped part has to say is put where screen readers listen; a live region that is swapped itself is silent.
function announce(part) {
  const words = part.matches?.("[data-announce]") ? part : part.querySelector?.("[data-announce]");
  const region = document.getElementById("announcer");
  if (words && region) region.textContent = words.textContent;
}

// Whoever signs out leaves nothing of what they wrote in this browser.
function forget() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("regain-words:")) localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
