// A node-opcua server with one machine tool: `node opcua.js PORT`. Lines on standard input set values: "Path JSON".
const { OPCUAServer } = require("node-opcua-server");
const { DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");

const NAMES = {
  "Monitoring/Channel1/ChannelState": DataType.Int32, "Monitoring/Channel1/ChannelMode": DataType.Int32,
  "Production/ActiveProgram/Name": DataType.String, "Production/PartsCompleted": DataType.UInt32,
  "Monitoring/Spindle/Load": DataType.Double,
};

(async () => {
  const server = new OPCUAServer({ port: Number(process.argv[2]), hostname: "127.0.0.1", allowAnonymous: true });
  await server.initialize();
  const space = server.engine.addressSpace, own = space.getOwnNamespace();
  const machines = own.addFolder("ObjectsFolder", { browseName: "Machines" });
  const machine = own.addObject({ componentOf: machines, browseName: "VMC-7" });
  const objects = { "": machine }, values = {}, variables = {};
  for (const [path, type] of Object.entries(NAMES)) {
    let above = "";
    const parts = path.split("/"), last = parts.pop();
    for (const part of parts) {
      const below = above ? `${above}/${part}` : part;
      objects[below] = objects[below] || own.addObject({ componentOf: objects[above], browseName: part });
      above = below;
    }
    variables[path] = own.addVariable({ componentOf: objects[above], browseName: last, dataType: type });
    variables[path].setValueFromSource({ dataType: type, value: type === DataType.String ? "" : 0 });
  }
  await server.start();
  console.log("ready");
  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const [path, ...rest] = line.split(" "), value = JSON.parse(rest.join(" "));
    if (value === null) variables[path].setValueFromSource({ dataType: NAMES[path], value: 0 }, StatusCodes.BadSensorFailure);
    else variables[path].setValueFromSource({ dataType: NAMES[path], value });
  });
})();
