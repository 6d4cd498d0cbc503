// The page of a demand. Where somebody else was faster (409), the page shows the newest state after saying so.
// Operations are moved by dragging their row, or with Alt and the arrow keys from anywhere in it.
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
