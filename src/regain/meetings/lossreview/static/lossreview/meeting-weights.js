// Points by plus and minus with what is left in sight, and issues moved up and down; both are plain numbers underneath.

export function startWeights(table) {
  table.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-less], [data-more], [data-up], [data-down]");
    if (!button) return;
    if (button.matches("[data-less], [data-more]")) return count(button);
    const line = button.closest("li");
    const beside = button.matches("[data-up]") ? line.previousElementSibling : line.nextElementSibling;
    if (!beside) return;
    if (button.matches("[data-up]")) beside.before(line);
    else beside.after(line);
    renumber(line.closest("form"));
    button.focus();
  });
  table.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-weigh]");
    if (form) left(form, table);
  });
  table.addEventListener("change", (event) => {
    if (event.target.matches?.(".lr-place")) arrange(event.target.closest("form"));
  });
}

function count(button) {
  const box = button.parentElement.querySelector("input");
  if (button.matches("[data-less]")) box.stepDown();
  else box.stepUp();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function left(form, table) {
  const given = [...form.querySelectorAll("input[type=number]")].reduce((sum, box) => sum + (Number(box.value) || 0), 0);
  const rest = Number(form.dataset.whole) - given;
  const { wordsPoints, wordsEnough, wordsMany } = table.dataset;
  const place = form.querySelector("[data-left]");
  place.textContent = rest === 0 ? wordsEnough : rest > 0 ? wordsPoints.replace("%s", rest) : wordsMany.replace("%s", -rest);
  place.classList.toggle("lr-unsaved", rest < 0);
}

function renumber(form) {
  for (const [place, box] of [...form.querySelectorAll(".lr-place")].entries()) box.value = place + 1;
}

function arrange(form) {
  const lines = [...form.querySelectorAll(".lr-order > li")];
  const place = (line) => Number(line.querySelector(".lr-place").value) || 999;
  for (const line of lines.sort((one, other) => place(one) - place(other))) line.parentElement.append(line);
  renumber(form);
}
