// Dial: the guard is asked first, then a telephone dials and the screen goes on; on a desk the number stays in sight.

import { token } from "./call-words.js";

export function startDial(call, words) {
  call.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-dial]") || form.dataset.plain) return;
    event.preventDefault();
    event.stopPropagation();
    await words.flush();
    const told = await asked(form);
    if (!told || !told.allowed) {
      form.dataset.plain = form.dataset.safe = "yes";
      return told ? location.reload() : form.requestSubmit();
    }
    const isTelephone = told.href && matchMedia("(pointer: coarse)").matches;
    if (isTelephone) location.href = told.href;
    setTimeout(() => location.reload(), isTelephone ? 400 : 0);
  }, true);
}

async function asked(form) {
  try {
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
