// The matrix of colours and sizes: sums follow what is typed, a copied range fills the cells from where it is pasted.
const whole = (text) => (/^\d+$/.test(text.trim()) ? Number(text) : 0);

function sum(matrix) {
  const rows = [...matrix.querySelectorAll("[data-row]")];
  const columns = [...matrix.querySelectorAll("[data-column-sum]")].map(() => 0);
  for (const row of rows) {
    const cells = [...row.querySelectorAll("[data-cell]")].map((cell) => whole(cell.value));
    cells.forEach((n, k) => { columns[k] += n; });
    row.querySelector("[data-row-sum]").textContent = cells.reduce((a, b) => a + b, 0);
  }
  matrix.querySelectorAll("[data-column-sum]").forEach((out, k) => { out.textContent = columns[k]; });
  matrix.querySelector("[data-total]").textContent = columns.reduce((a, b) => a + b, 0);
}

function addColour(matrix) {
  const rows = matrix.querySelectorAll("[data-row]");
  const fresh = rows[rows.length - 1].cloneNode(true);
  fresh.querySelectorAll("input").forEach((input) => { input.value = ""; });
  fresh.querySelectorAll("[data-cell]").forEach((cell) => { cell.name = `row-${rows.length}`; });
  const name = fresh.querySelector("[name=colour]");
  name.setAttribute("aria-label", name.getAttribute("aria-label").replace(/\d+/, rows.length + 1));
  rows[rows.length - 1].after(fresh);
  return fresh;
}

function addSize(matrix) {
  const before = (cells) => cells[cells.length - 1];
  for (const line of matrix.querySelectorAll("tr")) {
    const last = before(line.children);
    const fresh = before([...line.children].slice(0, -1)).cloneNode(true);
    fresh.querySelectorAll("input").forEach((input) => { input.value = ""; });
    fresh.querySelectorAll("output").forEach((out) => { out.textContent = "0"; });
    last.before(fresh);
  }
}

// A copied range: with a header of sizes and a first column of colours where it has them, else plain numbers.
function paste(matrix, cell, text) {
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  const inRow = (row) => [...row.querySelectorAll("[data-cell]")];
  let [row, column] = [cell.closest("[data-row]"), inRow(cell.closest("[data-row]")).indexOf(cell)];
  const named = lines.some((line) => line.length > 1 && line[0].trim() && !/^\d+$/.test(line[0].trim()));
  if (named) {
    [row, column] = [matrix.querySelector("[data-row]"), 0];
    const head = lines[0].slice(1);
    if (head.every((name) => name.trim() && !/^\d+$/.test(name.trim()))) {
      lines.shift();
      while (inRow(row).length < head.length) addSize(matrix);
      [...matrix.querySelectorAll("[name=size]")].forEach((input, k) => { input.value = (head[k] ?? "").trim(); });
    }
  }
  for (const line of lines) {
    if (!row) row = addColour(matrix);
    const numbers = named ? line.slice(1) : line;
    if (named) row.querySelector("[name=colour]").value = line[0].trim();
    numbers.forEach((value, k) => {
      if (inRow(row)[column + k]) inRow(row)[column + k].value = value.trim();
    });
    row = row.nextElementSibling;
  }
  sum(matrix);
}

for (const matrix of document.querySelectorAll("[data-matrix]")) {
  matrix.addEventListener("input", () => sum(matrix));
  matrix.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("input") || !/[\t\n]/.test(text)) return;
    const cell = event.target.closest("[data-cell]") ?? matrix.querySelector("[data-cell]");
    event.preventDefault();
    paste(matrix, cell, text);
  });
  const more = { "[data-add-colour]": addColour, "[data-add-size]": addSize };
  for (const [name, add] of Object.entries(more)) {
    const button = matrix.querySelector(name);
    button.hidden = false;
    button.addEventListener("click", () => { add(matrix); sum(matrix); });
  }
  sum(matrix);
}
