// Corrections of the minutes are not left behind by accident.

const form = document.querySelector("[data-guards]");
if (form) {
  const text = form.querySelector("textarea");
  let isSent = false;
  form.addEventListener("submit", () => (isSent = true));
  addEventListener("beforeunload", (event) => {
    if (!isSent && text.value !== text.defaultValue) event.preventDefault();
  });
}
