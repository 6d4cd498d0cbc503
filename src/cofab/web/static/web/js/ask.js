// Asks before what cannot be undone. On a form or button: data-ask="title", data-ask-then="sentence|sentence",
// data-ask-yes="verb". Without this script the form is sent at once and the server asks on its own page.
import { say } from "./ready.js";
const sheet = document.getElementById("sheet");

function open(source) {
  sheet.querySelector("h2").textContent = source.dataset.ask;
  const list = document.createElement("ul");
  list.className = "c-plain";
  for (const sentence of (source.dataset.askThen ?? "").split("|").filter(Boolean)) {
    const row = document.createElement("li");
    const sign = document.createElement("span");
    sign.textContent = sentence.startsWith("!") ? "!" : "✓";
    sign.className = sentence.startsWith("!") ? "care-c b" : "go-c b";
    row.append(sign, sentence.replace(/^!\s*/, ""));
    list.append(row);
  }
  sheet.querySelector(".c-sheet-body").replaceChildren(list);
  const yes = sheet.querySelector("[data-yes]");
  yes.textContent = source.dataset.askYes ?? say("做", "Do it");
  yes.classList.toggle("d", source.hasAttribute("data-ask-danger"));
  sheet.returnValue = "no";
  sheet.showModal();
  return new Promise((resolve) => sheet.addEventListener("close", () => resolve(sheet.returnValue === "yes"), { once: true }));
}

document.addEventListener("submit", async (event) => {
  const source = event.submitter?.dataset.ask ? event.submitter : event.target;
  if (!source.dataset.ask || event.target.dataset.asked) return delete event.target.dataset.asked;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await open(source))) return;
  event.target.dataset.asked = "yes";
  event.target.requestSubmit(event.submitter);
}, true);
