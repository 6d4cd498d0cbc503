// The drawing beside its fields: the field in focus shows its place, enlarged. Enter confirms (or corrects, where the
// words were changed) and goes on to the next; E goes to the words, X throws out, the arrows move.
import { all, ready } from "/static/web/js/ready.js";

const MARGIN = 700;
let at = 0;
let whole = false;
const rows = () => [...document.querySelectorAll("[data-field]")];
const waiting = (row) => !["confirmed", "corrected", "rejected"].some((state) => row.classList.contains(state));

ready((root) => {
  if (all(root, "#d-fields").length) show(rows()[at] ?? rows()[0], root !== document);
});

function show(row, focus) {
  if (!row) return;
  at = rows().indexOf(row);
  rows().forEach((other) => other.classList.toggle("on", other === row));
  document.querySelectorAll("[data-box-of]").forEach((box) => box.classList.toggle("on", box.dataset.boxOf === row.dataset.field));
  document.querySelectorAll(".d-page").forEach((page) => {
    const here = page.dataset.page === row.dataset.onPage;
    page.toggleAttribute("hidden", !here);
    if (here) zoom(page, page.querySelector(`[data-box-of="${row.dataset.field}"]`));
  });
  if (focus) row.querySelector('button[value="confirmed"]').focus();
}

function zoom(page, box) {
  const [, , width, height] = page.dataset.box.split(" ").map(Number);
  if (whole || !box) return page.setAttribute("viewBox", page.dataset.box);
  const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)));
  const wide = Math.min(width, Math.max(w + 2 * MARGIN, (h + 2 * MARGIN) * width / height));
  const high = wide * height / width;
  const left = Math.max(0, Math.min(width - wide, x + w / 2 - wide / 2));
  const top = Math.max(0, Math.min(height - high, y + h / 2 - high / 2));
  page.setAttribute("viewBox", `${left} ${top} ${wide} ${high}`);
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-field]");
  if (row && rows().indexOf(row) !== at) show(row, false);
});
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-box-of]");
  if (box) show(document.querySelector(`[data-field="${box.dataset.boxOf}"]`), true);
  const button = event.target.closest?.("[data-whole]");
  if (button) {
    whole = !whole;
    button.setAttribute("aria-pressed", String(whole));
    show(rows()[at], false);
  }
});
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-field]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input");
  const send = (verdict) => { event.preventDefault(); row.querySelector(`button[value="${verdict}"]`).click(); };
  if (event.key === "Enter" && typing) send(event.target.value === event.target.defaultValue ? "confirmed" : "corrected");
  else if (event.key === "ArrowDown") { event.preventDefault(); show(rows()[at + 1], true); }
  else if (event.key === "ArrowUp") { event.preventDefault(); show(rows()[at - 1], true); }
  else if (!typing && event.key.toLowerCase() === "e") { event.preventDefault(); row.querySelector("input[name=text]").select(); }
  else if (!typing && event.key.toLowerCase() === "x") send("rejected");
});

// After an answer the list comes back with what waits on top: go on with its first.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.target.id === "d-fields" || event.detail.target?.id === "d-fields") show(rows().find(waiting) ?? rows()[0], true);
});
