// The drawing beside its fields: the field in focus shows its place, enlarged. Enter confirms (or corrects, where the
// words were changed) and goes on to the next; E goes to the words, X throws out, A confirms the sure ones, the arrows
// move. Only the field at hand is open; when nothing doubtful is left, the way back to the demand has the focus.
import { all, ready } from "/static/web/js/ready.js";

const MARGIN = 1100;
let at = 0;
let whole = false;
const rows = () => [...document.querySelectorAll("[data-field]")];

ready((root) => {
  all(root, ".d-fields").forEach((list) => list.classList.add("scripted"));
  if (all(root, "#d-fields").length && root === document) show(rows()[0], true);
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
  document.querySelector("[data-here]").textContent = row.querySelector("b").textContent;
  if (focus) row.querySelector('button[value="confirmed"]').focus({ preventScroll: true });
  if (focus) row.scrollIntoView({ block: "nearest" });
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
  const pick = event.target.closest?.("[data-pick]");
  if (pick) show(pick.closest("[data-field]"), true);
  const button = event.target.closest?.("[data-whole]");
  if (button) {
    whole = !whole;
    button.setAttribute("aria-pressed", String(whole));
    show(rows()[at], false);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input, textarea");
  if (!typing && event.key.toLowerCase() === "a") return document.querySelector("button[value=sure]")?.click();
  const row = event.target.closest?.("[data-field]");
  if (!row) return;
  const send = (verdict) => { event.preventDefault(); row.querySelector(`button[value="${verdict}"]`).click(); };
  if (event.key === "Enter" && typing) send(event.target.value === event.target.defaultValue ? "confirmed" : "corrected");
  else if (event.key === "ArrowDown") { event.preventDefault(); show(rows()[at + 1], true); }
  else if (event.key === "ArrowUp") { event.preventDefault(); show(rows()[at - 1], true); }
  else if (!typing && event.key.toLowerCase() === "e") { event.preventDefault(); row.querySelector("input[name=text]").select(); }
  else if (!typing && event.key.toLowerCase() === "x") send("rejected");
});

// After an answer the list comes back with what waits on top: go on with its first, or on to the demand.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.target.id !== "d-fields" && event.detail.target?.id !== "d-fields") return;
  document.querySelectorAll(".d-fields").forEach((list) => list.classList.add("scripted"));
  const doubtful = document.querySelector(".d-field.doubtful");
  show(doubtful ?? rows()[0], Boolean(doubtful));
  if (!doubtful) document.querySelector("[data-done]").focus();
});
