// Toasts: a sentence that leaves by itself, with an undo where there is one. The server sends them in HX-Trigger:
// {"toast": {"text": "...", "undo": "/path", "tone": "stop"}}.
import { say } from "./ready.js";
const STAY_MS = 8000;

export function toast({ text, undo = "", tone = "" }) {
  const box = document.createElement("div");
  box.className = `c-toast ${tone}`;
  box.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.className = "c-btn sm";
    button.type = "button";
    button.textContent = say("撤销", "Undo");
    button.addEventListener("click", () => { window.htmx?.ajax("POST", undo, { swap: "none" }); box.remove(); });
    box.append(button);
  }
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), undo ? STAY_MS * 2 : STAY_MS);
}

// A refusal comes to htmx as a piece of a page: its sentence is what is told.
function sentence(html) {
  const piece = new DOMParser().parseFromString(html, "text/html").querySelector(".c-error");
  return piece ? piece.textContent.replace(/\s+/g, " ").trim() : "";
}

document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("htmx:responseError", (event) => {
  const type = event.detail.xhr.getResponseHeader("Content-Type") ?? "";
  const text = type.includes("json") ? JSON.parse(event.detail.xhr.responseText).detail : sentence(event.detail.xhr.responseText);
  toast({ text: text || say("没做成，什么都没变。再试一次。", "That did not work and nothing changed. Try again."), tone: "stop" });
});
document.addEventListener("htmx:sendError", () => toast({ text: say("连不上。网络回来再试。", "No connection. Try again when the network is back."), tone: "stop" }));
document.querySelectorAll("#toasts .c-toast").forEach((box) => setTimeout(() => box.remove(), STAY_MS));
