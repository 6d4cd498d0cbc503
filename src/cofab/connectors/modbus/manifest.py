"""What this folder offers to the registry."""

from cofab.connectors.modbus.client import ModbusReader
from cofab.connectors.port import Manifest

MANIFEST = Manifest(
    name="modbus",
    title="Modbus TCP, RTU",
    settings={
        "url": "address, as modbus://10.0.0.7:502 or modbus+rtu:///dev/ttyUSB0?baudrate=9600",
        "register": "one table a value: name, device, unit (1), kind (holding, input, coil, discrete), address, "
        "type (uint16, int16, uint32, int32, float32; words high first, or with _low), scale (1)",
        "every_s": "seconds between two readings (1)",
    },
    open=ModbusReader,
)
