// Weights: moving a slider ranks the plans again at once, from the scores stored in the page. Elements with
// data-plan="key" are put in the new order, data-plan-rank gets the place, the sum behind the first is rewritten.
import { say } from "./ready.js";

export function start(form) {
  const data = JSON.parse(form.querySelector('script[type="application/json"]').textContent);
  const sliders = data.criteria.map((c) => form.querySelector(`[name="${CSS.escape(c.key)}"]`));
  form.querySelector("[data-without-script]")?.remove();
  let first = "";

  function rank() {
    const total = sliders.reduce((sum, s) => sum + Number(s.value), 0) || 1;
    const share = data.criteria.map((c, i) => (100 * Number(sliders[i].value)) / total);
    const score = (plan) => data.criteria.reduce((sum, c, i) => sum + share[i] * (plan.scores[c.key] ?? 0), 0);
    const order = data.plans.map((plan) => ({ plan, score: score(plan) })).sort((a, b) => b.score - a.score || (a.plan.letter < b.plan.letter ? -1 : 1));
    sliders.forEach((s) => { s.parentElement.querySelector("output").textContent = s.value; });
    show(order, share);
  }

  function show(order, share) {
    order.forEach(({ plan, score }, place) => {
      document.querySelectorAll(`[data-plan="${CSS.escape(plan.key)}"]`).forEach((row) => {
        row.classList.toggle("on", place === 0);
        row.parentElement.append(row);
        row.querySelectorAll("[data-plan-rank]").forEach((e) => { e.textContent = place + 1; });
        row.querySelectorAll("[data-plan-score]").forEach((e) => { e.textContent = score.toFixed(1); });
      });
      document.querySelectorAll(`[data-plan-line="${CSS.escape(plan.key)}"]`).forEach((path) => {
        path.classList.toggle("on", place === 0);
        if (place === 0) path.parentElement.append(path);
      });
    });
    const best = order[0];
    document.querySelectorAll("[data-weights-why]").forEach((box) => why(box, best, share, order));
    document.querySelectorAll("[data-weights-first]").forEach((e) => { e.textContent = best.plan.letter; });
    if (first && first !== best.plan.key) form.querySelector("[data-weights-said]").textContent = say(`现在第一是 ${best.plan.letter}`, `${best.plan.letter} is first now`);
    first = best.plan.key;
  }

  function why(box, best, share, order) {
    const list = box.querySelector("dl");
    const pair = (name, value, strong) => ["dt", "dd"].map((tag, i) => {
      const cell = document.createElement(tag);
      cell.textContent = [name, value][i];
      if (strong) cell.className = "b";
      return cell;
    });
    list.replaceChildren(...data.criteria.flatMap((c, i) => {
      const s = best.plan.scores[c.key] ?? 0;
      return pair(`${c.label} ${share[i].toFixed(0)} × ${s.toFixed(2)}`, (share[i] * s).toFixed(1));
    }), ...pair(best.plan.letter, best.score.toFixed(1), true));
    const totals = box.querySelector("[data-weights-totals]");
    if (totals) totals.textContent = order.slice(1).map((o) => `${o.plan.letter} ${o.score.toFixed(1)}`).join(" · ");
  }

  form.addEventListener("input", rank);
  form.addEventListener("reset", () => setTimeout(rank));
  form.addEventListener("submit", (event) => event.preventDefault());
}
