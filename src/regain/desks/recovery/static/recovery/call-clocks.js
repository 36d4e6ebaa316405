// The time since the call began, the customer's own clock, and a sign of life that keeps the case ours.

import { post } from "./call-words.js";

const EVERY = 180000;

export function startClocks(call) {
  const timer = call.querySelector("[data-since]");
  const clocks = call.querySelectorAll("[data-zone]");
  const tick = () => {
    if (timer) timer.textContent = lasted(Date.now() - Date.parse(timer.dataset.since));
    for (const clock of clocks) clock.textContent = timeIn(clock.dataset.zone) || clock.textContent;
  };
  tick();
  setInterval(tick, 1000);
  setInterval(() => document.hidden || post(call.dataset.pulseUrl, { name: "", text: "", version: 0, pen: "" }), EVERY);
}

function lasted(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function timeIn(zone) {
  try {
    const options = { hour: "2-digit", minute: "2-digit", weekday: "short", timeZone: zone, hour12: false };
    return new Date().toLocaleTimeString(document.documentElement.lang, options);
  } catch {
    return "";
  }
}
