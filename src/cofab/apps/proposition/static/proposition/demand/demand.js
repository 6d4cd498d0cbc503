// The page of a demand. Where somebody else was faster (409), the page shows the newest state after saying so.
// Operations are moved by dragging their row, or with Alt and the arrow keys from anywhere in it.
import { ready } from "/static/web/js/ready.js";

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 409) window.htmx.ajax("GET", location.href, { source: ".d-demand", swap: "none" });
});

let dragged = null;
const row = (event) => event.target.closest?.("tr[data-op]");

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("tr[data-op][draggable]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = row(event);
  if (!dragged || !over) return;
  event.preventDefault();
  document.querySelectorAll(".d-over").forEach((other) => other.classList.toggle("d-over", other === over));
  over.classList.toggle("d-over", over !== dragged);
});
document.addEventListener("drop", (event) => {
  const over = row(event);
  if (dragged && over && over !== dragged) {
    event.preventDefault();
    move(dragged, over);
  }
});
document.addEventListener("dragend", () => {
  dragged = null;
  document.querySelectorAll(".d-over").forEach((other) => other.classList.remove("d-over"));
});

// The dragged operation comes right before the one it is dropped on: behind whichever stands above that.
function move(moved, over) {
  const rows = [...over.parentElement.querySelectorAll("tr[data-op]")].filter((one) => one !== moved);
  const above = rows[rows.indexOf(over) - 1];
  const table = over.closest("table");
  const values = { kind: "move", version: table.dataset.version, op: moved.dataset.op, after: above?.dataset.op ?? "" };
  window.htmx.ajax("POST", table.dataset.url, { source: table, swap: "none", values });
}

// Minutes are sent when the field is left or Enter is pressed, once.
document.addEventListener("change", (event) => event.target.matches("[data-minutes]") && event.target.form.requestSubmit());
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-minutes]")) {
    event.preventDefault();
    event.target.blur();
    return;
  }
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const button = way && event.altKey ? row(event)?.querySelector(`[data-move=${way}]`) : null;
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The slider runs over quantities by their logarithm and says at once about what they cost, between the price breaks;
// let go, it sets the quantity, and the page prices it exactly.
const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
const spread = (n) => (100 * Math.log(n)) / Math.log(ROUND.at(-1));

function rounded(at) {
  const n = Math.exp((at / 100) * Math.log(ROUND.at(-1)));
  const step = ROUND.filter((one) => one <= n).at(-1) ?? 1;
  return step < 20 ? Math.round(n) : Math.round(n / (step / 10)) * (step / 10);
}

function between(breaks, n) {
  const [low, high] = [breaks.filter(([q]) => q <= n).at(-1) ?? breaks[0], breaks.find(([q]) => q > n) ?? breaks.at(-1)];
  if (low === high || low[0] === high[0]) return low[1];
  const share = Math.log(n / low[0]) / Math.log(high[0] / low[0]);
  return Math.exp(Math.log(low[1]) + share * (Math.log(high[1]) - Math.log(low[1])));
}

function slider(root) {
  const slide = root.matches?.("[data-slide]") ? root : root.querySelector("[data-slide]");
  if (!slide) return;
  slide.hidden = false;
  slide.value = spread(Number(slide.form.elements.quantity.value) || 1);
}

ready(slider);
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-slide]")) return;
  const { form, dataset } = event.target, n = rounded(Number(event.target.value));
  const each = between(dataset.breaks.split(" ").map((one) => one.split(":").map(Number)), n);
  const yuan = (minor) => `¥${(minor / 100).toLocaleString("en", { maximumFractionDigits: minor < 100000 ? 2 : 0 })}`;
  form.elements.quantity.value = n;
  form.querySelector("[data-slide-says]").textContent = dataset.say.replace("{n}", n.toLocaleString("en")).replace("{each}", yuan(each)).replace("{sum}", yuan(each * n));
});
