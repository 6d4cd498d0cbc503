// Forms: a changed filter shows its list at once; a first field with a problem gets the focus; a file can be dropped.
import { all, ready } from "./ready.js";

ready((root) => {
  all(root, "select[data-submit]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
  all(root, "form .c-field.bad")[0]?.querySelector("input, select, textarea")?.focus();
  all(root, ".c-drop").forEach(drop);
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

// − and + beside a number: <button type="button" data-step-by="-100" data-step-for="price">
function step(button) {
  const input = document.getElementById(button.dataset.stepFor);
  const next = Number(input.value || 0) + Number(button.dataset.stepBy);
  input.value = Math.max(Number(input.min || -Infinity), Math.min(Number(input.max || Infinity), next));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
