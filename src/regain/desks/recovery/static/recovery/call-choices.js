// Choosing reasons, an offer to start from, a day where one is needed, and one entry of a dialog.

export function startChoices(call) {
  const form = call.querySelector("[data-diagnosis]");
  if (form) diagnose(form);
  const offers = call.querySelector("[data-offer]");
  if (offers) start(offers);
  const moment = call.querySelector("#step [data-moment]");
  if (moment) follow(moment.closest("form"), moment);
  call.addEventListener("click", (event) => unfold(event.target.closest?.("[data-entry]")));
}

function diagnose(form) {
  const reasons = [...form.querySelectorAll("[data-reason]")];
  const find = form.querySelector("[data-find]");
  const none = form.querySelector("[data-none-found]");
  const boxOf = (reason) => reason.querySelector("input[type=checkbox]");

  const show = () => {
    const words = find.value.trim().toLowerCase();
    for (const reason of reasons) {
      const text = `${reason.querySelector("span").textContent} ${home.get(reason).querySelector("legend").textContent}`;
      reason.hidden = !boxOf(reason).checked && !text.toLowerCase().includes(words);
    }
    for (const group of form.querySelectorAll("[data-reasons] fieldset")) {
      group.hidden = [...group.querySelectorAll("[data-reason]")].every((reason) => reason.hidden);
    }
    none.hidden = !words || reasons.some((reason) => !reason.hidden && !boxOf(reason).checked);
  };

  // What is chosen stands together at the top; taken away, it goes back to its group.
  const top = form.querySelector("[data-chosen]");
  const home = new Map(reasons.map((reason) => [reason, reason.parentElement]));
  const sort = (reason) => {
    const place = boxOf(reason).checked ? top : home.get(reason);
    if (reason.parentElement === place) return;
    const after = reasons.slice(reasons.indexOf(reason) + 1).find((each) => each.parentElement === place);
    place.insertBefore(reason, place === top ? null : after ?? null);
  };
  for (const reason of reasons) sort(reason);

  // The first reason is most of it, whatever comes after is a part, until somebody says otherwise.
  const weigh = (reason) => {
    const chosen = reasons.filter((each) => boxOf(each).checked);
    if (boxOf(reason).checked) reason.querySelector("select").value = chosen.length === 1 ? "4" : "2";
  };

  find.addEventListener("input", show);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const first = reasons.find((reason) => !reason.hidden && !boxOf(reason).checked);
    if (find.value.trim() && first) boxOf(first).click();
    else if (!find.value.trim() && reasons.some((each) => boxOf(each).checked)) form.closest("[data-call]").querySelector("[data-primary]").click();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=checkbox]")) return;
    const reason = event.target.closest("[data-reason]");
    weigh(reason);
    sort(reason);
    find.value = "";
    show();
    if (event.target.checked) find.focus({ preventScroll: true });
  });
  form.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-picks]");
    if (!pick) return;
    boxOf(form.querySelector(`[data-reason="${pick.dataset.picks}"]`))?.click();
  });
  const press = () => {
    for (const pick of form.querySelectorAll("[data-picks]")) {
      const reason = form.querySelector(`[data-reason="${pick.dataset.picks}"]`);
      pick.setAttribute("aria-pressed", String(Boolean(reason && boxOf(reason).checked)));
    }
  };
  form.addEventListener("change", press);
  press();
}

function start(form) {
  form.addEventListener("change", (event) => {
    const { offerWords, offerCost } = event.target.dataset;
    if (offerWords === undefined) return;
    form.elements.words.value = offerWords;
    form.elements.words.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.cost.value = offerCost;
  });
}

function follow(form, moment) {
  const show = () => (moment.hidden = !form.querySelector("[data-needs-moment]")?.checked);
  form.addEventListener("change", show);
  show();
}

// The dialog opens after this click; then its entry is ready to be filled in.
function unfold(button) {
  const entry = button && document.getElementById(button.dataset.entry);
  if (!entry) return;
  entry.open = true;
  setTimeout(() => entry.querySelector("input:not([type=hidden])")?.focus());
}
