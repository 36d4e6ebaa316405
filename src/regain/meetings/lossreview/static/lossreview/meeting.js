// The meeting's screen: it follows, its notes save themselves, its clock ticks, keys work. The page works without it.

import { startParts } from "./meeting-parts.js";
import { startNotes } from "./meeting-notes.js";
import { startClock } from "./meeting-clock.js";
import { startKeys } from "./meeting-keys.js";
import { startWeights } from "./meeting-weights.js";

const table = document.querySelector("[data-meeting]");
if (table) {
  const notes = startNotes(table);
  startParts(table, notes);
  startClock(table);
  startKeys(table);
  startWeights(table);
  table.dataset.ready = "";
}
