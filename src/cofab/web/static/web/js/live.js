// Live parts. An element with data-events-url listens there (server-sent events, one stream an address). A message
// {"name": "order.ord_1", ...} reloads every element with data-live="order.ord_1" (htmx trigger "live"), writes
// data-progress, and freshens ages. Ages count on; older than data-age-stale turns grey; a lost line says since when.
import { all, ready, say } from "./ready.js";
const streams = new Map();
const waiting = new WeakSet();
const late = new Set();
const GATHER_MS = 500;
const started = Date.now();
let shown = Date.parse(document.documentElement.dataset.now ?? "") || started;
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];

ready((root) => all(root, "[data-events-url]").forEach((element) => element.dataset.eventsUrl && listen(element.dataset.eventsUrl)));

function listen(url, failures = 0) {
  if (streams.has(url)) return;
  const source = new EventSource(url, { withCredentials: true });
  streams.set(url, source);
  source.onopen = () => { failures = 0; online(true); };
  source.onmessage = (event) => receive(event.data);
  source.onerror = () => {
    online(false);
    if (source.readyState !== EventSource.CLOSED) return;
    streams.delete(url);
    setTimeout(() => listen(url, failures + 1), RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
  };
}

function receive(text) {
  let message;
  try { message = JSON.parse(text); } catch { return; }
  if (message.at) shown = Math.max(shown, Date.parse(message.at) - (Date.now() - started));
  const names = [message.name, message.kind, message.subject, ...Object.values(message.facts ?? {})].filter((name) => typeof name === "string");
  document.querySelectorAll("[data-live]").forEach((element) => {
    if (element.dataset.live.split(" ").some((name) => name === "*" || names.includes(name))) freshen(element);
  });
  if (message.progress) document.querySelectorAll("[data-progress]").forEach((box) => { box.textContent = message.progress; });
  if (message.unread !== undefined) document.getElementById("bell-count")?.replaceChildren(message.unread || "");
  document.dispatchEvent(new CustomEvent("cofab:event", { detail: message }));
}

// A burst of events reloads a part once; a part in which somebody types waits; a hidden page catches up when seen.
function freshen(element) {
  if (waiting.has(element)) return;
  waiting.add(element);
  setTimeout(() => {
    if (document.hidden || (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"))) {
      waiting.delete(element);
      late.add(element);
      return;
    }
    waiting.delete(element);
    if (element.isConnected) window.htmx?.trigger(element, "live");
  }, GATHER_MS);
}

function catchUp() {
  const elements = [...late];
  late.clear();
  elements.forEach(freshen);
}
document.addEventListener("visibilitychange", () => document.hidden || catchUp());
document.addEventListener("focusout", () => setTimeout(catchUp));

function online(yes) {
  const now = new Date().toTimeString().slice(0, 5);
  document.querySelectorAll(".c-live[data-lost]").forEach((chip) => { if (yes) { chip.querySelector("[data-lost-word]")?.remove(); delete chip.dataset.lost; } });
  if (yes) return;
  document.querySelectorAll(".c-live[data-age-at]:not([data-lost])").forEach((chip) => {
    chip.dataset.lost = now;
    chip.classList.add("stale");
    const word = document.createElement("span");
    word.dataset.lostWord = "";
    word.textContent = say(`断线 ${now}`, `offline ${now}`);
    chip.append(word);
  });
}

function age(seconds) {
  for (const [size, zh, en] of [[86400, "天", "d"], [3600, "小时", "h"], [60, "分", "min"]]) {
    if (seconds >= size) return say(`${Math.floor(seconds / size)} ${zh}前`, `${Math.floor(seconds / size)} ${en} ago`);
  }
  return say(`${Math.floor(seconds)} 秒前`, `${Math.floor(seconds)} s ago`);
}

export const present = () => shown + (Date.now() - started);
const SAY_AT_S = new Set([3600, 600]);

function tick() {
  document.querySelectorAll("[data-age-at]").forEach((chip) => {
    const seconds = Math.max(0, (present() - Date.parse(chip.dataset.ageAt)) / 1000);
    const time = chip.querySelector("time");
    if (time) time.textContent = age(seconds);
    chip.classList.toggle("stale", seconds > Number(chip.dataset.ageStale ?? 60) || Boolean(chip.dataset.lost));
  });
  document.querySelectorAll("[data-until]").forEach((clock) => {
    const seconds = Math.max(0, Math.floor((Date.parse(clock.dataset.until) - present()) / 1000));
    if (seconds < 172800) clock.textContent = `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;
    if (SAY_AT_S.has(seconds)) announce(say(`还剩 ${seconds / 60} 分钟`, `${seconds / 60} minutes left`));
  });
}

function announce(text) {
  const box = document.createElement("span");
  box.className = "visually-hidden";
  box.textContent = text;
  document.getElementById("toasts")?.append(box);
  setTimeout(() => box.remove(), 5000);
}

tick();
setInterval(tick, 1000);
