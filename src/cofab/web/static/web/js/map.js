// The map: our own coastline and towns under stops and routes from the page's data. No tile server is asked.
import { chinese } from "./ready.js";
const VENDOR = new URL("../../vendor/leaflet/leaflet.js", import.meta.url);
const REGION = new URL("../data/region.json", import.meta.url);
const TONES = { care: ["#B97A0A", "#FBF1DA"], stop: ["#C23B16", "#FCEBE5"], "": ["#5E84BD", "#DCE7F5"] };
const MARK = { care: " !", stop: " ✕", "": "" };

const region = fetch(REGION).then((answer) => answer.json());
const load = () => (window.L ? Promise.resolve() : import(VENDOR.href));

export async function start(box) {
  const data = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
  const [land] = await Promise.all([region, load()]);
  const map = window.L.map(box, { zoomControl: false, attributionControl: false, zoomSnap: 0.1, scrollWheelZoom: false, keyboard: false, dragging: !window.L.Browser.mobile });
  const spots = data.stops.map((s) => [s.latitude, s.longitude]);
  const bounds = spots.length ? window.L.latLngBounds(spots).pad(0.25) : window.L.latLngBounds(land.bounds);
  map.fitBounds(bounds, { padding: [26, 26], maxZoom: 10 });
  ground(map, land, new Set(data.stops.map((s) => s.label)));
  data.routes.forEach((route) => route.slice(1).forEach((to, i) => bow(map, spots[route[i]], spots[to])));
  const sea = map.latLngToContainerPoint(land.sea.at);
  const taken = [around(sea, 44, 10), ...data.stops.map((s) => around(map.latLngToContainerPoint([s.latitude, s.longitude]), 11, 11))];
  data.stops.forEach((stop) => put(map, { ...stop, side: free(map, stop, taken) }));
}

function ground(map, land, taken) {
  const quiet = { interactive: false, color: "#C3CED8", weight: 1, fillColor: "#FBFBF9", fillOpacity: 1 };
  land.land.forEach((ring) => window.L.polygon(ring, quiet).addTo(map));
  land.towns.forEach((town) => {
    if (taken.has(town.zh) || taken.has(town.en)) return;
    window.L.circleMarker(town.at, { interactive: false, radius: 2.5, color: "#9AA6B2", weight: 1, fillColor: "#fff", fillOpacity: 1 }).addTo(map);
  });
  window.L.tooltip({ permanent: true, direction: "center", className: "c-map-label sea", interactive: false }).setLatLng(land.sea.at).setContent(land.sea[chinese ? "zh" : "en"]).addTo(map);
}

// A route is a bow, so that there and back do not lie on each other.
function bow(map, a, b) {
  const bend = 0.12;
  const points = Array.from({ length: 21 }, (_, i) => {
    const t = i / 20;
    const swell = bend * Math.sin(Math.PI * t);
    return [a[0] + (b[0] - a[0]) * t + (b[1] - a[1]) * swell, a[1] + (b[1] - a[1]) * t - (b[0] - a[0]) * swell];
  });
  window.L.polyline(points, { interactive: false, color: "#24508F", weight: 2.5, opacity: 0.9 }).addTo(map);
}

const around = (at, wide, high) => [at.x - wide, at.y - high, at.x + wide, at.y + high];
const meet = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));

// Picks the side of a label that covers least of pins, labels before it and the map's edge.
function free(map, stop, taken) {
  const at = map.latLngToContainerPoint([stop.latitude, stop.longitude]);
  const wide = [...stop.label].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 12.5 : 7), 0);
  const { x: right, y: foot } = map.getSize();
  const boxes = { right: [at.x + 12, at.y - 9, at.x + 12 + wide, at.y + 9], left: [at.x - 12 - wide, at.y - 9, at.x - 12, at.y + 9], top: [at.x - wide / 2, at.y - 30, at.x + wide / 2, at.y - 12], bottom: [at.x - wide / 2, at.y + 12, at.x + wide / 2, at.y + 30] };
  const outside = (box) => (wide * 18) - meet(box, [0, 0, right, foot]);
  const cost = (side) => taken.reduce((sum, box) => sum + meet(boxes[side], box), 0) + 3 * outside(boxes[side]) + (side === stop.side ? 0 : 8);
  const side = Object.keys(boxes).sort((a, b) => cost(a) - cost(b))[0];
  taken.push(boxes[side]);
  return side;
}

function put(map, stop) {
  const at = [stop.latitude, stop.longitude];
  const [edge, fill] = TONES[stop.tone] ?? TONES[""];
  const radius = 3 + Math.sqrt(stop.size) * 1.15;
  const spot = stop.number
    ? window.L.marker(at, { interactive: false, keyboard: false, icon: window.L.divIcon({ className: "c-map-pin", html: escape(stop.number), iconSize: [20, 20] }) })
    : window.L.circleMarker(at, { interactive: Boolean(stop.url), radius, color: edge, weight: stop.tone ? 2.5 : 1, fillColor: fill, fillOpacity: 0.95 });
  spot.addTo(map).bindTooltip(escape(stop.label.replace(/ [!✕]$/, "") + (MARK[stop.tone] ?? "")), { permanent: true, direction: stop.side, className: "c-map-label", offset: offset(stop.side, stop.number ? 12 : radius) });
  if (stop.url) spot.on("click", () => location.assign(stop.url));
}

const offset = (side, by) => ({ left: [-by, 0], right: [by, 0], top: [0, -by], bottom: [0, by] })[side];

function escape(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}
