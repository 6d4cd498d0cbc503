// Keyboard: "/" search, "g" and a letter to go, "?" help, "j" and "k" rows, Enter opens, Escape closes menus.
const GO = { o: /^\/orders/, d: /^\/demands/, t: /^\/$/, r: /^\/requests/, m: /^\/machines\/?$/, c: /calendar/, w: /^\/work/, l: /^\/ledger/ };
let waiting = 0;

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr, [data-row]")].filter((row) => row.offsetParent);

function step(by) {
  const list = rows();
  if (!list.length) return;
  const now = list.findIndex((row) => row.hasAttribute("data-focus"));
  const next = Math.max(0, Math.min(list.length - 1, now + by));
  list[now]?.removeAttribute("data-focus");
  list[next].setAttribute("data-focus", "");
  (list[next].querySelector("a, button") ?? list[next]).focus();
  list[next].scrollIntoView({ block: "nearest" });
}

function go(letter) {
  const path = GO[letter];
  if (path) [...document.querySelectorAll(".c-nav a")].find((a) => path.test(new URL(a.href).pathname))?.click();
}

function press(event) {
  if (event.key === "Escape") return document.querySelectorAll("details.c-menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (waiting && Date.now() - waiting < 1200) { waiting = 0; go(event.key); return event.preventDefault(); }
  const act = { "/": () => document.getElementById("find")?.focus(), "?": () => location.assign("/keys"), g: () => { waiting = Date.now(); }, j: () => step(1), k: () => step(-1) }[event.key];
  if (act) { act(); event.preventDefault(); }
}

document.addEventListener("keydown", press);
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.c-menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
