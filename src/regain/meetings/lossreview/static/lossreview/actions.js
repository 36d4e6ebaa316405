// One key says how far an action is: 1 to 9 for 10 to 90 percent, d for done. Only while the focus is on that action.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (document.documentElement.dataset.keys === "off") return;
  const part = event.target.closest("[data-action]");
  const form = part?.matches("form") ? part : part?.querySelector("form");
  if (!form || !/^[1-9d]$/.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "d") form.querySelector("[formaction]")?.click();
  else press(form, Number(event.key) * 10);
});

// A button of the form, or one made for this press, so that a form with htmx and one without both send it.
function press(form, percent) {
  const there = form.querySelector(`[name=percent][value="${percent}"]`);
  if (there) return there.click();
  const button = document.createElement("button");
  button.name = "percent";
  button.value = percent;
  button.hidden = true;
  form.append(button);
  button.click();
  button.remove();
}

// A line that was swapped keeps the focus, so that the next key counts as well.
document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.pathInfo?.requestPath?.match(/actions\/(\d+)\//)?.[1];
  if (!id || document.activeElement !== document.body) return;
  document.querySelector(`[data-action] a[href$="/actions/${id}/"]`)?.focus();
});
