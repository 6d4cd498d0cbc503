// Drags what has data-drag="claim" on a calendar of half-days or a chart of minutes, and sends the form with
// data-drag-form: claim, lane, shift_s, grow_s. Near its right edge it is stretched, else moved. Escape lets go.
// The bar is a link to the form that does the same, for keyboards and phones.
const EDGE_PX = 8, START_PX = 5, HALF_S = 43200, STEP_S = 900;

export function start(form) {
  const root = document;
  let held = null;

  root.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("[data-drag]");
    if (!bar || event.button || event.pointerType === "touch") return;
    const box = bar.getBoundingClientRect();
    held = { bar, x: event.clientX, y: event.clientY, grow: box.right - event.clientX < EDGE_PX, on: false };
  });
  root.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-drag]")) event.preventDefault(); });
  root.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.on && Math.hypot(dx, dy) < START_PX) return;
    held.on = true;
    held.bar.classList.add("dragged");
    const across = snap(held.bar, dx);
    (held.bar.querySelector("g.bar") ?? held.bar).setAttribute("data-moved", across.seconds);
    const shape = held.bar.querySelector("g.bar");
    if (shape) shape.setAttribute("transform", `translate(${held.grow ? 0 : across.px},${held.grow ? 0 : dy})`);
    event.preventDefault();
  });
  root.addEventListener("pointerup", (event) => {
    const one = held;
    held = null;
    if (!one?.on) return;
    one.bar.classList.remove("dragged");
    one.bar.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { once: true, capture: true });
    const { seconds } = snap(one.bar, event.clientX - one.x);
    const from = laneOf(one.bar, one.y), to = one.grow ? from : laneOf(one.bar, event.clientY);
    if (!to || (!seconds && to === from)) return back(one.bar);
    form.elements.claim.value = one.bar.dataset.drag;
    form.elements.lane.value = to;
    form.elements.shift_s.value = one.grow ? 0 : seconds;
    form.elements.grow_s.value = one.grow ? seconds : 0;
    form.requestSubmit();
  });
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) { back(held.bar); held = null; } });

  function back(bar) {
    bar.classList.remove("dragged");
    bar.querySelector("g.bar")?.removeAttribute("transform");
  }

  function snap(bar, dx) {
    const chart = bar.closest("[data-seconds]");
    if (chart) {
      const wide = chart.querySelector("svg").getBoundingClientRect().width;
      const seconds = Math.round((dx / wide) * Number(chart.dataset.seconds) / STEP_S) * STEP_S;
      return { seconds, px: (seconds * wide) / Number(chart.dataset.seconds) };
    }
    const column = bar.getBoundingClientRect().width / Number(bar.dataset.length);
    const halves = Math.round(dx / column);
    return { seconds: halves * HALF_S, px: halves * column };
  }

  function laneOf(bar, y) {
    const lanes = [...(bar.closest("table")?.querySelectorAll("tr[data-lane]") ?? bar.closest(".c-gantt").querySelectorAll("li[data-lane]"))];
    return lanes.find((lane) => { const box = lane.getBoundingClientRect(); return y >= box.top && y < box.bottom; })?.dataset.lane;
  }
}
