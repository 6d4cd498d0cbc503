// The part: a click on a finding lights its faces and turns the camera; a click on a face lights its finding.
// A primitive's extras.faces holds the first triangle of every face and one closing number.
const LIT = [0.85, 0.5, 0.06];
const own = (viewer, name) => viewer[Object.getOwnPropertySymbols(viewer).find((s) => s.description === name)]
  ?? viewer[Object.getOwnPropertySymbols(Object.getPrototypeOf(viewer)).find((s) => s.description === name)];

export function start(box) {
  const viewer = box.querySelector("model-viewer");
  const first = (box.dataset.lit ?? "").split(" ").filter(Boolean).map(Number);
  viewer.addEventListener("load", () => first.length && light(viewer, first, false));
  viewer.addEventListener("click", (event) => {
    const face = pick(viewer, event);
    const finding = face === null ? null : [...document.querySelectorAll("[data-faces]")].find((f) => f.dataset.faces.split(" ").includes(String(face)));
    if (finding) choose(viewer, finding, false);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show-faces]");
    if (button) choose(viewer, button.closest("[data-faces]"), true);
  });
}

function choose(viewer, finding, turn) {
  document.querySelectorAll("[data-faces]").forEach((other) => {
    other.toggleAttribute("data-on", other === finding);
    other.querySelector("[data-show-faces]")?.setAttribute("aria-pressed", String(other === finding));
  });
  const tag = viewer.parentElement.querySelector("[data-part-tag] .c-chip");
  const where = finding.querySelector("[data-show-faces]");
  if (tag && where) tag.lastChild.textContent = where.textContent;
  light(viewer, finding.dataset.faces.split(" ").map(Number), turn);
}

function meshes(viewer) {
  const found = [];
  own(viewer, "scene")?.traverse((node) => { if (node.isMesh && (node.geometry.userData.faces ?? node.userData.faces)) found.push(node); });
  return found;
}

const cuts = (mesh) => mesh.geometry.userData.faces ?? mesh.userData.faces;

function light(viewer, faces, turn) {
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
  let face = 0;
  while (face + 2 < edges.length && edges[face + 1] <= hit.faceIndex) face += 1;
  return face;
}
