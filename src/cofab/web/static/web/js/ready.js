// Runs a function for the whole page now, and for every piece that htmx swaps in later.
export function ready(start) {
  const run = (root) => start(root);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => run(document));
  else run(document);
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && run(event.detail.elt));
}
export const all = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
export const chinese = document.documentElement.lang.startsWith("zh");
export const say = (zh, en) => (chinese ? zh : en);
