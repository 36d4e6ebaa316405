// Forms: filters that send themselves, focus on what went wrong, selection of rows, no double sending.

const PAUSE = 350;

export function startForms() {
  document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt.querySelector?.("[data-focus]")?.focus();
  });

  let wait;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (!form || !event.target.matches("input[type=search], input[type=text]")) return;
    clearTimeout(wait);
    wait = setTimeout(() => send(form), PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (!form || event.target.matches("input[type=search], input[type=text]")) return;
    clearTimeout(wait);
    send(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.matches("[data-theme-form]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });

  document.addEventListener("change", (event) => {
    const region = event.target.closest?.("[data-selects]");
    if (region && event.target.matches("[data-select], [data-select-all]")) select(region, event.target);
  });
}

// Empty fields are left out, so that addresses stay short enough to share.
function send(form) {
  const blank = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
  for (const field of blank) field.disabled = true;
  form.requestSubmit();
  for (const field of blank) field.disabled = false;
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
