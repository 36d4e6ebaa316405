// Time spent on this point and on the whole, on the server's clock. It is said aloud once a minute at most.

export function startClock(table) {
  const { dataset } = table;
  let ahead = skew(table);
  let item = table.querySelector("#m-beat").dataset.item;
  let told = "";
  document.addEventListener("htmx:afterSettle", () => {
    ahead = skew(table);
    const now = table.querySelector("#m-beat").dataset;
    if (now.item === item) return;
    item = now.item;
    if (now.title) speak(dataset.wordsNow.replace("%s", now.title));
    if (!document.activeElement.matches("input, textarea, select")) scrollTo({ top: 0 });
  });

  const tick = () => {
    for (const clock of table.querySelectorAll("[data-clock]")) {
      const since = (Date.now() - Date.parse(clock.dataset.since)) / 1000 + ahead;
      const seconds = Math.max(0, Math.floor(Number(clock.dataset.earlier) + since));
      const planned = Number(clock.dataset.planned);
      const over = Math.floor(seconds / 60) - planned;
      clock.textContent = over > 0 && !("quiet" in clock.dataset) ? late(over) : spent(seconds, planned, clock);
      clock.classList.toggle("lr-over", over > 0 && !("quiet" in clock.dataset));
      if (!("quiet" in clock.dataset)) announce(seconds, planned);
    }
  };
  const late = (over) => (over === 1 ? dataset.wordsOverOne : dataset.wordsOver.replace("%s", over));
  const spent = (seconds, planned, clock) => {
    const shown = "quiet" in clock.dataset ? Math.floor(seconds / 60) : minutes(seconds);
    return dataset.wordsOf.replace("%s", shown).replace("%m", planned);
  };
  const announce = (seconds, planned) => {
    const over = Math.floor(seconds / 60) - planned;
    const words = over === -1 ? dataset.wordsLeft : over === 0 ? dataset.wordsUp : over > 0 && over % 5 === 0 ? late(over) : "";
    const key = `${item}:${words}`;
    if (words && key !== told) speak(words);
    if (words) told = key;
  };
  tick();
  setInterval(tick, 1000);
}

// Seconds the server's clock is ahead of ours.
const skew = (table) => (Date.parse(table.querySelector("#m-beat").dataset.now) - Date.now()) / 1000;

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function speak(words) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = words;
}
