// One key keeps what is marked, or the line one writes in, as the customer's own words.

export function startQuotes(call) {
  const form = call.querySelector("[data-quote-form]");
  if (!form) return;
  const input = form.querySelector("input[name=text]");
  call.addEventListener("regain:quote", () => {
    const words = marked() || lineOf(document.activeElement);
    if (!words) return input.focus();
    input.value = words;
    form.requestSubmit();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    const words = form.dataset.kept;
    form.reset();
    const region = document.getElementById("announcer");
    if (region) region.textContent = words;
  });
}

function marked() {
  const box = document.activeElement;
  if (box?.matches?.("textarea")) return box.value.slice(box.selectionStart, box.selectionEnd).trim();
  return String(getSelection()).trim();
}

// The last line with words in it, up to where one writes.
function lineOf(box) {
  if (!box?.matches?.("textarea[data-words]")) return "";
  const lines = box.value.slice(0, box.selectionEnd).split("\n");
  const rest = box.value.slice(box.selectionEnd).split("\n")[0];
  const found = `${lines.pop()}${rest}`.trim();
  return found || lines.reverse().find((line) => line.trim())?.trim() || "";
}
