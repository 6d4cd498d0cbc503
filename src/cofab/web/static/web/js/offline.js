// Presses at the machine outlive a lost network. An htmx form under data-offline that cannot be sent waits in this
// browser, in order, and is sent again with the same Idempotency-Key, so that nothing counts twice.
import { toast } from "./toast.js";
import { say } from "./ready.js";
const STORE = "cofab.waiting";
const AGAIN_MS = 15000;

const read = () => JSON.parse(localStorage.getItem(STORE) ?? "[]");
function write(list) {
  localStorage.setItem(STORE, JSON.stringify(list));
  document.querySelectorAll("[data-offline-count]").forEach((chip) => {
    chip.hidden = !list.length;
    chip.lastChild.textContent = say(`离线 ${list.length} 条`, `${list.length} offline`);
  });
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.closest("[data-offline]")) event.detail.headers["Idempotency-Key"] = crypto.randomUUID();
});

document.addEventListener("htmx:sendError", (event) => {
  const { requestConfig: sent, elt } = event.detail;
  if (!elt.closest("[data-offline]") || sent.verb !== "post") return;
  event.stopImmediatePropagation();
  const pairs = [...sent.formData].filter(([, value]) => typeof value === "string");
  const body = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  write([...read(), { path: sent.path, body, headers: sent.headers }]);
  toast({ text: say("没网，记下了，网络回来就发。", "No network. Kept; it is sent when the network is back.") });
}, true);

let sending = false;
async function send() {
  if (sending || !read().length) return;
  sending = true;
  try {
    for (let list = read(); list.length; list = read()) {
      const [first] = list;
      const answer = await fetch(first.path, { method: "POST", body: first.body, headers: { ...first.headers, "Content-Type": "application/x-www-form-urlencoded" } });
      if (answer.status >= 500) break;
      write(read().slice(1));
      if (!answer.ok) toast({ text: say("有一条没被接受，请看一下。", "One press was not accepted. Please look."), tone: "stop" });
    }
    if (!read().length) document.querySelectorAll("[data-live]").forEach((element) => window.htmx?.trigger(element, "live"));
  } catch { /* still no network: the next turn tries again */ } finally { sending = false; }
}

addEventListener("online", send);
setInterval(send, AGAIN_MS);
write(read());
send();
