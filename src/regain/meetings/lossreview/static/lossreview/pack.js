// The pack: j and k walk from section to section, and the contents show where one is.

const sections = [...document.querySelectorAll("[data-sections] > section")];
const links = new Map([...document.querySelectorAll(".lp-contents a")].map((link) => [link.hash.slice(1), link]));

document.addEventListener("keydown", (event) => {
  if (event.key !== "j" && event.key !== "k") return;
  if (event.ctrlKey || event.metaKey || event.altKey || off() || busy(event.target)) return;
  const next = sections[looked() + (event.key === "j" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.scrollIntoView();
  next.querySelector("h2")?.focus({ preventScroll: true });
});

document.addEventListener("scroll", mark, { passive: true });
mark();

function looked() {
  const place = sections.findIndex((section) => section.querySelector("h2") === document.activeElement);
  return place < 0 ? here() : place;
}

function here() {
  const line = window.innerHeight / 4;
  return sections.findLastIndex((section) => section.getBoundingClientRect().top <= line);
}

function mark() {
  const now = sections[here()]?.id;
  for (const [id, link] of links) {
    if (id === now) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function off() {
  if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return true;
  try {
    return localStorage.getItem("regain-keys") === "off";
  } catch {
    return false;
  }
}

function busy(target) {
  return target.isContentEditable || target.matches?.("input, select, textarea");
}
