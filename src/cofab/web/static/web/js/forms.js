// Forms: a changed filter shows its list at once; a first field with a problem gets the focus; a file can be dropped.
import { all, ready, say } from "./ready.js";

ready((root) => {
  all(root, "select[data-submit]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
  all(root, "form .c-field.bad")[0]?.querySelector("input, select, textarea")?.focus();
  all(root, ".c-drop").forEach(drop);
  all(root, "input[type=date]").forEach(date);
  all(root, "[data-step-by]").forEach((button) => button.addEventListener("click", () => step(button)));
});

function drop(zone) {
  const input = zone.querySelector("input[type=file]");
  zone.classList.add("scripted");
  const names = zone.querySelector("[data-names]");
  const tell = () => { if (names) names.textContent = [...input.files].map((f) => `${f.name} · ${(f.size / 1e6).toFixed(1)} MB`).join(", "); };
  input.addEventListener("change", tell);
  ["dragover", "dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") { input.files = event.dataTransfer.files; tell(); }
  }));
}

// A date reads as everywhere on the site, 2026-12-09 周三, whatever the machine's own country; the picker stays its own.
function date(input) {
  const tell = () => {
    const day = input.value && new Date(`${input.value}T12:00`).toLocaleDateString(document.documentElement.lang, { weekday: "short" });
    input.dataset.said = day ? `${input.value} ${day}` : say("年-月-日", "yyyy-mm-dd");
  };
  input.addEventListener("change", tell);
  tell();
}

// − and + beside a number: <button type="button" data-step-by="-100" data-step-for="price">
function step(button) {
  const input = document.getElementById(button.dataset.stepFor);
  const next = Number(input.value || 0) + Number(button.dataset.stepBy);
  input.value = Math.max(Number(input.min || -Infinity), Math.min(Number(input.max || Infinity), next));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
