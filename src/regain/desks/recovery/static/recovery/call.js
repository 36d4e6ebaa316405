// The guided call: words that save themselves, keys, the clock. The page works without any of it.

import { startWords } from "./call-words.js";
import { startKeys } from "./call-keys.js";
import { startQuotes } from "./call-quotes.js";
import { startClocks } from "./call-clocks.js";

const call = document.querySelector("[data-call]");
if (call) {
  const words = startWords(call);
  startQuotes(call);
  startKeys(call);
  startClocks(call, words);
}
