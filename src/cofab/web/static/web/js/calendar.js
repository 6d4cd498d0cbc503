// Paints idle half-days: press and drag, Shift+click for a stretch, arrows move, Space picks. The form gets "change".
export function start(root) {
  const boxes = [...root.querySelectorAll(".c-half input")];
  let paint = null;
  let last = null;
  const lane = (box) => box.closest("tr");
  const put = (box, on) => { if (box.checked !== on) { box.checked = on; box.dispatchEvent(new Event("change", { bubbles: true })); } };

  root.addEventListener("pointerdown", (event) => {
    const box = event.target.closest(".c-half")?.querySelector("input");
    if (!box || event.pointerType === "touch" || event.button) return;
    event.preventDefault();
    box.focus();
    if (event.shiftKey && last && lane(last) === lane(box)) {
      const [a, b] = [Number(last.dataset.at), Number(box.dataset.at)].sort((x, y) => x - y);
      boxes.filter((one) => lane(one) === lane(box) && one.dataset.at >= a && one.dataset.at <= b).forEach((one) => put(one, true));
    } else { paint = !box.checked; put(box, paint); }
    last = box;
  });
  root.addEventListener("click", (event) => { if (event.target.closest(".c-half") && event.detail && event.pointerType !== "touch") event.preventDefault(); });
  root.addEventListener("pointerover", (event) => {
    const box = paint === null ? null : event.target.closest(".c-half")?.querySelector("input");
    if (box) { put(box, paint); last = box; }
  });
  addEventListener("pointerup", () => { paint = null; });

  root.addEventListener("keydown", (event) => {
    const here = event.target;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!boxes.includes(here) || (!by && !down)) return;
    event.preventDefault();
    const next = by ? boxes[boxes.indexOf(here) + by] : nearest(here, down);
    if (!next) return;
    if (event.shiftKey) put(next, true);
    next.focus();
  });

  function nearest(here, down) {
    const rows = [...new Set(boxes.map(lane))];
    const row = rows[rows.indexOf(lane(here)) + down];
    return boxes.filter((one) => lane(one) === row).sort((a, b) => Math.abs(a.dataset.at - here.dataset.at) - Math.abs(b.dataset.at - here.dataset.at))[0];
  }
}
