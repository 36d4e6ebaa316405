// The guided call: words that save themselves, keys, the clock. The page works without any of it.

import { startWords } from "./call-words.js";
import { startKeys } from "./call-keys.js";
import { startQuotes } from "./call-quotes.js";
import { startClocks } from "./call-clocks.js";
import { startChoices } from "./call-choices.js";
import { startDial } from "./call-dial.js";
import { startDrafts } from "./call-drafts.js";

const call = document.querySelector("[data-call]");
if (call) {
  const words = startWords(call);
  startQuotes(call);
  startKeys(call);
  startClocks(call, words);
  startChoices(call);
  startDial(call, words);
  startDrafts(call);
  begin(call);
  call.dataset.ready = "";
}

// The first field waits for words; a step without one is read out from its heading.
function begin(call) {
  const guide = call.querySelector("[data-guide]");
  if (guide) guide.open = matchMedia("(min-width: 64rem)").matches;
  const first = call.querySelector("[data-focus]");
  const words = first?.matches("textarea[data-words]") ? first : null;
  if (!first) call.querySelector("#step-title")?.focus({ preventScroll: true });
  if (words) words.setSelectionRange(words.value.length, words.value.length);
}
