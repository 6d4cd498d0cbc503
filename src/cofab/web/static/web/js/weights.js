// Weights: moving a slider ranks the plans again at once, from the scores stored in the page, in whole numbers as the
// server does. Elements with data-plan="key" are put in the new order, data-plan-rank gets the place, the sum behind
// the first is rewritten, and the nearest weights are told at which one slider alone changes the first.
import { say } from "./ready.js";
const MOST = 100, NEAREST = 2, WHOLE = 1e6;

export function start(form) {
  const data = JSON.parse(form.querySelector('script[type="application/json"]').textContent);
  const sliders = data.criteria.map((c) => form.querySelector(`[name="${CSS.escape(c.key)}"]`));
  form.querySelector("[data-without-script]")?.remove();
  let first = "";

  const total = (plan, weights) => data.criteria.reduce((sum, c, i) => sum + weights[i] * (plan.scores[c.key] ?? 0), 0);
  const order = (weights) => data.plans.map((plan) => ({ plan, sum: total(plan, weights) })).sort((a, b) => b.sum - a.sum || (a.plan.letter < b.plan.letter ? -1 : 1));

  function rank() {
    const weights = sliders.map((s) => Number(s.value));
    sliders.forEach((s) => { s.parentElement.querySelector("output").textContent = s.value; });
    show(order(weights), weights, weights.reduce((a, b) => a + b, 0) || 1);
  }

  function show(ranks, weights, whole) {
    const points = (sum) => (100 * sum) / whole / WHOLE;
    ranks.forEach(({ plan, sum }, place) => {
      document.querySelectorAll(`[data-plan="${CSS.escape(plan.key)}"]`).forEach((row) => {
        row.classList.toggle("first", place === 0);
        row.parentElement.append(row);
        row.querySelectorAll("[data-plan-rank]").forEach((e) => { e.textContent = place + 1; });
        row.querySelectorAll("[data-plan-score]").forEach((e) => { e.textContent = points(sum).toFixed(1); });
      });
      document.querySelectorAll(`[data-plan-line="${CSS.escape(plan.key)}"]`).forEach((path) => {
        path.classList.toggle("on", place === 0);
        if (place === 0) path.parentElement.append(path);
      });
    });
    const best = ranks[0];
    document.querySelectorAll("[data-weights-why]").forEach((box) => why(box, ranks, weights.map((w) => (100 * w) / whole), points));
    document.querySelectorAll("[data-weights-first]").forEach((e) => { e.textContent = best.plan.letter; });
    document.querySelectorAll("[data-weights-again]").forEach((a) => { a.search = new URLSearchParams(data.criteria.map((c, i) => [c.key, weights[i]])); });
    form.querySelectorAll("[data-weights-turns]").forEach((e) => { e.textContent = turns(weights, best.plan.key); });
    if (first && first !== best.plan.key) form.querySelector("[data-weights-said]").textContent = say(`现在第一是 ${best.plan.letter}`, `${best.plan.letter} is first now`);
    first = best.plan.key;
    document.dispatchEvent(new CustomEvent("cofab:first", { detail: first }));
  }

  function turns(weights, now) {
    const found = [];
    data.criteria.forEach((c, i) => [1, -1].forEach((by) => {
      for (let value = weights[i] + by; value >= 0 && value <= MOST; value += by) {
        const { plan } = order(weights.map((w, k) => (k === i ? value : w)))[0];
        if (plan.key === now) continue;
        found.push({ far: Math.abs(value - weights[i]), text: data[by > 0 ? "up" : "down"].replace("{label}", c.label).replace("{value}", value).replace("{letter}", plan.letter) });
        break;
      }
    }));
    return found.sort((a, b) => a.far - b.far).slice(0, NEAREST).map((one) => one.text).join(" ") || data.steady;
  }

  function why(box, ranks, share, points) {
    const best = ranks[0];
    const list = box.querySelector("dl");
    const pair = (name, value, strong) => ["dt", "dd"].map((tag, i) => {
      const cell = document.createElement(tag);
      cell.textContent = [name, value][i];
      if (strong) cell.className = "b";
      return cell;
    });
    list.replaceChildren(...data.criteria.flatMap((c, i) => {
      const s = (best.plan.scores[c.key] ?? 0) / WHOLE;
      return pair(`${c.label} ${share[i].toFixed(0)} × ${s.toFixed(2)}`, (share[i] * s).toFixed(1));
    }), ...pair(best.plan.letter, points(best.sum).toFixed(1), true));
    const totals = box.querySelector("[data-weights-totals]");
    if (totals) totals.textContent = ranks.slice(1).map((o) => `${o.plan.letter} ${points(o.sum).toFixed(1)}`).join(" · ");
  }

  form.addEventListener("input", rank);
  form.addEventListener("reset", () => setTimeout(rank));
  form.addEventListener("submit", (event) => event.preventDefault());
}
