// A Modbus TCP unit of modbus-serial: `node modbus.js PORT`. Lines on standard input: "ADDRESS VALUE" of a register.
// It says "written" whenever somebody writes, which nobody should.
const { ServerTCP } = require("modbus-serial");

const registers = {};
const told = () => { console.log("written"); };
const server = new ServerTCP({
  getInputRegister: (address) => registers[address] || 0, getHoldingRegister: (address) => registers[address] || 0,
  getCoil: (address) => Boolean(registers[address]), getDiscreteInput: (address) => Boolean(registers[address]),
  setRegister: told, setCoil: told,
}, { host: "127.0.0.1", port: Number(process.argv[2]), unitID: 1 });
server.on("initialized", () => console.log("ready"));
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [address, value] = line.split(" ").map(Number);
  registers[address] = value;
});
