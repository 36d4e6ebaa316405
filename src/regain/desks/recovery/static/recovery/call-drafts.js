// Words typed into a form of their own (a wish, a task, an offer) outlive a reload until the server has them.

import { drop, keep, keptOf } from "./call-store.js";

export function startDrafts(call) {
  const { call: number, person } = call.dataset;
  const boxes = [...call.querySelectorAll("[data-draft]")];
  for (const entry of keptOf(person).filter((each) => each.draft && each.key.startsWith(`${number}:draft:`))) {
    const box = boxes.find((each) => keyOf(number, each) === entry.key);
    const isThere = call.querySelector(".rc-noted")?.textContent.includes(entry.text.trim().slice(0, 100));
    if (entry.sent && (!box || isThere)) drop(entry.key);
    else if (box && !box.value) box.value = entry.text;
  }
  for (const box of boxes) {
    box.addEventListener("input", () => write(box, false));
    box.form.addEventListener("submit", () => box.value && write(box, true));
  }

  function write(box, sent) {
    if (box.value) keep(keyOf(number, box), { person, draft: true, sent, text: box.value });
    else drop(keyOf(number, box));
  }
}

const keyOf = (number, box) => `${number}:draft:${box.dataset.draft}`;
