// The command palette: an APG combobox with a listbox. Pages are in the page already; customers are asked for.

const PAUSE = 180;

export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return () => {};
  const input = dialog.querySelector("[role=combobox]");
  const hits = dialog.querySelector("#palette-hits");
  const none = dialog.querySelector("[data-none]");
  const count = dialog.querySelector("[data-count]");
  const pages = [...dialog.querySelectorAll("#palette-pages .r-hit")];
  let current = -1;
  let asked = 0;
  let wait;

  const options = () => [...dialog.querySelectorAll(".r-hit")].filter((option) => !option.hidden);

  function mark(index) {
    const all = options();
    for (const option of all) option.setAttribute("aria-selected", "false");
    current = all.length ? (index + all.length) % all.length : -1;
    const chosen = all[current];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  function settle() {
    const found = options().length;
    none.hidden = found > 0;
    count.textContent = count.dataset.words.replace("%s", found);
    mark(0);
  }

  function filter() {
    const words = input.value.trim().toLowerCase();
    for (const page of pages) page.hidden = !page.textContent.toLowerCase().includes(words);
    dialog.querySelector("#palette-pages-title").hidden = pages.every((page) => page.hidden);
    clearTimeout(wait);
    if (words.length < 2 || !dialog.dataset.hits) {
      hits.replaceChildren();
      return settle();
    }
    wait = setTimeout(() => ask(words), PAUSE);
    settle();
  }

  async function ask(words) {
    const mine = ++asked;
    const address = new URL(dialog.dataset.hits, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      hits.replaceChildren(...page.body.querySelectorAll(".r-palette-title, .r-hit"));
    } catch {
      hits.replaceChildren();
    }
    settle();
  }

  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(current + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.key === "Enter" && options()[current]) {
      event.preventDefault();
      options()[current].click();
    }
  });

  function open() {
    if (dialog.open) return;
    input.value = "";
    dialog.showModal();
    filter();
    input.focus();
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  return open;
}
