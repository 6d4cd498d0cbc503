// On a phone a table's rows become cards: every cell from the third on says its column's name before its value.
import { all, ready } from "./ready.js";

ready((root) => all(root, "table.c-table.cards").forEach((table) => {
  const heads = [...table.querySelectorAll("thead tr:last-child > *")].map((head) => head.textContent.trim());
  const named = (cell) => cell.hasAttribute("data-label") || cell.matches(".wide, .act, .desk, [colspan]");
  table.querySelectorAll("tbody > tr").forEach((row) => {
    if (row.querySelector("[data-label]")) return;
    const first = row.querySelector(":scope > td > .c-letter:only-child") ? 3 : 2;
    [...row.children].forEach((cell, i) => { if (i >= first && heads[i] && !named(cell) && !cell.querySelector(".c-chip")) cell.dataset.label = heads[i]; });
  });
}));
