// A Sparkplug B edge node of the Tahu client: `node sparkplug.js BROKER GROUP NODE DEVICE`.
// Lines on standard input: "birth JSON", "data JSON", "death", where JSON is {name: value}; it answers rebirth requests.
const sparkplug = require("sparkplug-client");

const [broker, groupId, edgeNode, device] = process.argv.slice(2);
const client = sparkplug.newClient({
  serverUrl: broker.replace("mqtt:", "tcp:"), username: "", password: "", groupId, edgeNode,
  clientId: `peer-${edgeNode}`, version: "spBv1.0", publishDeath: true,
});
let known = {};
const kind = (v) => (typeof v === "boolean" ? "Boolean" : typeof v === "string" ? "String" : Number.isInteger(v) ? "Int64" : "Double");
const metrics = (o) => Object.entries(o).map(([name, value]) => ({ name, value, type: kind(value), timestamp: Date.now() }));
const births = () => {
  client.publishNodeBirth({ timestamp: Date.now(), metrics: [{ name: "Node Control/Rebirth", type: "Boolean", value: false }] });
  client.publishDeviceBirth(device, { timestamp: Date.now(), metrics: metrics(known) });
};
client.on("birth", () => { births(); console.log("ready"); });
client.on("ncmd", (payload) => { if (payload.metrics.some((m) => m.name === "Node Control/Rebirth")) births(); });
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [verb, ...rest] = line.split(" ");
  const told = rest.length ? JSON.parse(rest.join(" ")) : {};
  known = { ...known, ...told };
  if (verb === "birth") births();
  if (verb === "data") client.publishDeviceData(device, { timestamp: Date.now(), metrics: metrics(told) });
  if (verb === "death") client.publishDeviceDeath(device, { timestamp: Date.now() });
});
