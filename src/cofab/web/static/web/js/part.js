// The part: a click on a finding, feature or operation lights its faces and turns the camera; a click on a face lights
// every line that names it. With the view in focus, [ and ] walk through the faces. A primitive's extras.faces holds
// the first triangle of every face and one closing number. A chosen face is told as the event "cofab:face".
const LIT = [0.85, 0.5, 0.06];
const own = (viewer, name) => viewer[Object.getOwnPropertySymbols(viewer).find((s) => s.description === name)]
  ?? viewer[Object.getOwnPropertySymbols(Object.getPrototypeOf(viewer)).find((s) => s.description === name)];
const numbers = (text) => (text ?? "").split(" ").filter(Boolean).map(Number);

export function start(box) {
  const viewer = box.querySelector("model-viewer");
  const first = numbers(box.dataset.lit);
  let walked = -1;
  viewer.addEventListener("load", () => { viewer.dataset.ready = ""; if (first.length) light(viewer, first, false); });
  viewer.addEventListener("click", (event) => face(viewer, pick(viewer, event), false));
  viewer.addEventListener("keydown", (event) => {
    const step = { "[": -1, "]": 1 }[event.key];
    if (!step) return;
    const count = meshes(viewer).reduce((sum, mesh) => Math.max(sum, cuts(mesh).length - 1), 0);
    if (count) face(viewer, walked = (walked + step + count) % count, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show-faces]");
    if (button) choose(viewer, button.closest("[data-faces]"));
  });
  box.querySelector("[data-dims]")?.addEventListener("click", (event) => sizes(viewer, box, event.currentTarget));
}

function face(viewer, number, turn) {
  if (number === null) return;
  const lines = [...document.querySelectorAll("[data-faces]")].filter((line) => numbers(line.dataset.faces).includes(number));
  mark(lines);
  lines.forEach((line) => { const list = line.closest("details"); if (list) list.open = true; });
  tag(viewer, [`${viewer.parentElement.dataset.faceWord} ${number}`, ...new Set(lines.map(name))].filter(Boolean).slice(0, 3).join(" · "));
  light(viewer, [number], turn);
  document.dispatchEvent(new CustomEvent("cofab:face", { detail: { face: number } }));
}

function choose(viewer, line) {
  const faces = numbers(line.dataset.faces);
  mark([line]);
  const where = line.querySelector("[data-show-faces]");
  tag(viewer, [name(line), where?.classList.contains("where") && !name(line) ? where.textContent : ""].filter(Boolean).join(" · "));
  light(viewer, faces, true);
}

const name = (line) => line.dataset.what ?? line.querySelector("[data-show-faces]")?.textContent ?? "";

function mark(lines) {
  document.querySelectorAll("[data-faces]").forEach((other) => {
    other.toggleAttribute("data-on", lines.includes(other));
    other.querySelector("[data-show-faces]")?.setAttribute("aria-pressed", String(lines.includes(other)));
  });
}

function tag(viewer, text) {
  const place = viewer.parentElement.querySelector("[data-part-tag]");
  if (!place) return;
  let chip = place.querySelector(".c-chip");
  if (!chip) place.append(chip = Object.assign(document.createElement("span"), { className: "c-chip care" }));
  if (chip.lastChild?.nodeType === Node.TEXT_NODE) chip.lastChild.textContent = text;
  else chip.append(text);
}

function meshes(viewer) {
  const found = [];
  own(viewer, "scene")?.traverse((node) => { if (node.isMesh && (node.geometry.userData.faces ?? node.userData.faces)) found.push(node); });
  return found;
}

const cuts = (mesh) => mesh.geometry.userData.faces ?? mesh.userData.faces;

function light(viewer, faces, turn) {
  viewer.parentElement.dataset.litNow = faces.join(" ");
  const scene = own(viewer, "scene");
  for (const mesh of meshes(viewer)) {
    const base = Array.isArray(mesh.material) ? mesh.material[0] : mesh.material;
    const lit = Array.isArray(mesh.material) ? mesh.material[1] : base.clone();
    lit.color.setRGB(...LIT);
    mesh.material = [base, lit];
    mesh.geometry.clearGroups();
    const edges = cuts(mesh);
    for (let f = 0; f + 1 < edges.length; f += 1) mesh.geometry.addGroup(edges[f] * 3, (edges[f + 1] - edges[f]) * 3, faces.includes(f) ? 1 : 0);
    if (turn && mesh === meshes(viewer)[0]) look(viewer, mesh, edges, faces);
  }
  scene?.queueRender?.();
}

// Turns the camera to the mean outward normal of the lit faces; a bore looks inward, so it is seen from above.
function look(viewer, mesh, edges, faces) {
  const index = mesh.geometry.index;
  const normal = mesh.geometry.attributes.normal;
  const sum = mesh.position.clone().set(0, 0, 0);
  const one = sum.clone();
  for (const f of faces) {
    for (let i = (edges[f] ?? 0) * 3; i < (edges[f + 1] ?? 0) * 3; i += 1) sum.add(one.fromBufferAttribute(normal, index.getX(i)));
  }
  if (sum.length() < 1) sum.set(0.25, 0, 1);
  sum.normalize().transformDirection(mesh.matrixWorld);
  const theta = Math.atan2(sum.x, sum.z) + 0.35;
  const phi = Math.max(0.35, Math.min(2.6, Math.acos(Math.max(-1, Math.min(1, sum.y))) + (Math.abs(sum.y) > 0.9 ? 0.5 * Math.sign(sum.y) : 0)));
  viewer.cameraOrbit = `${theta}rad ${phi}rad auto`;
}

function pick(viewer, event) {
  const scene = own(viewer, "scene");
  const hit = scene?.hitFromPoint?.(scene.getNDC(event.clientX, event.clientY));
  if (!hit?.object || hit.faceIndex === undefined) return null;
  const edges = cuts(hit.object);
  if (!edges) return null;
  let number = 0;
  while (number + 2 < edges.length && edges[number + 1] <= hit.faceIndex) number += 1;
  return number;
}

// Shows the three lengths of the box at its edges; they turn with the part. The box's Z stands upright in the view.
function sizes(viewer, box, button) {
  const shown = viewer.querySelectorAll("[slot^=hotspot-size]");
  button.setAttribute("aria-pressed", String(!shown.length));
  if (shown.length) return shown.forEach((label) => label.remove());
  const [x, y, z] = (box.dataset.lengths ?? "").split(" ");
  const { x: cx, y: cy, z: cz } = viewer.getBoundingBoxCenter();
  const { x: w, y: h, z: d } = viewer.getDimensions();
  const places = [[x, cx, cy - h / 2, cz + d / 2], [y, cx + w / 2, cy - h / 2, cz], [z, cx + w / 2, cy, cz + d / 2]];
  places.forEach(([text, ...at], n) => {
    const label = Object.assign(document.createElement("span"), { slot: `hotspot-size-${n}`, className: "c-part-length", textContent: text });
    label.dataset.position = at.map((v) => `${v}m`).join(" ");
    viewer.append(label);
  });
}
