// Dropped or chosen files are sent at once, one request a file, so that each starts to be read without the others.
const form = document.querySelector("[data-drop]");
form.querySelector("[data-no-script]").hidden = true;

form.addEventListener("change", (event) => send(event.target));
form.querySelector(".c-drop").addEventListener("drop", () => setTimeout(() => send(form.querySelector("#d-files"))));

async function send(input) {
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    const body = new FormData();
    body.append("files", file);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" }, redirect: "manual" });
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "null");
    if (told) document.dispatchEvent(new CustomEvent("toast", { detail: told.toast }));
    else if (answer.status >= 400) document.dispatchEvent(new CustomEvent("toast", { detail: { text: `${file.name}: ${answer.status}`, tone: "stop" } }));
    await window.htmx.ajax("GET", location.pathname, { target: "#d-items", select: "#d-items", swap: "outerHTML" });
  }
}

// A changed count is sent when its field is left; the button is for those without script.
document.addEventListener("change", (event) => event.target.closest?.("[data-counted]")?.querySelector("[data-count]").click());
