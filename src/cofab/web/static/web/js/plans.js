// Plans: choosing a row shows that plan's detail from the page itself. Rows have data-plan="key"; each detail waits in
// <template data-plan-detail="key">; the host shows one. Until somebody chooses, the detail follows the first plan.
export function start(host) {
  const details = new Map([...document.querySelectorAll("template[data-plan-detail]")].map((t) => [t.dataset.planDetail, t]));
  let chosen = new URLSearchParams(location.search).get("plan") ?? "";

  function show(key) {
    document.querySelectorAll("[data-plan]").forEach((row) => {
      row.classList.toggle("on", row.dataset.plan === key);
      row.querySelector("[data-plan-show]")?.setAttribute("aria-pressed", row.dataset.plan === key);
    });
    if (host.dataset.planShown === key || !details.has(key)) return;
    host.dataset.planShown = key;
    host.replaceChildren(details.get(key).content.cloneNode(true));
    host.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: host.firstElementChild } }));
  }

  function choose(key) {
    chosen = key;
    const address = new URL(location);
    address.searchParams.set("plan", key);
    history.replaceState(null, "", address);
    show(key);
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-plan]");
    if (!row || event.target.closest("a:not([data-plan-show]), button:not([data-plan-show]), input, select")) return;
    event.preventDefault();
    choose(row.dataset.plan);
  });
  document.addEventListener("cofab:first", (event) => { if (!chosen) show(event.detail); });
}
