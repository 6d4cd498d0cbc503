"""An OPC UA server with machine tools named as OPC 40501-1 names them, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from asyncua import Server, ua

NAMES = {
    "Monitoring/Channel1/ChannelState": 2,
    "Monitoring/Channel1/ChannelMode": 0,
    "Monitoring/MachineTool/OperationMode": 1,
    "Production/ActiveProgram/Name": "",
    "Production/Statistics/PartsCompleted": 0,
    "Monitoring/Spindle/Load": 0.0,
}


class FakeServer:
    """Serves `machines`, each with the variables of NAMES and `signals` more; `tell` changes their values."""

    def __init__(self, machines: Iterable[str], port: int, signals: int = 0) -> None:
        """Start it and wait until it answers."""
        self.url = f"opc.tcp://127.0.0.1:{port}/"
        self.names = NAMES | {f"Signals/S{n}": 0.0 for n in range(signals)}
        self.machines, self.variables = list(machines), dict[tuple[str, str], Any]()
        self._up, self._stop = threading.Event(), threading.Event()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=lambda: self.loop.run_until_complete(self._serve()), daemon=True)
        self.thread.start()
        if not self._up.wait(60):
            raise TimeoutError("the server does not start")

    def tell(self, machine: str, values: Mapping[str, Any]) -> None:
        """Give variables of a machine new values."""
        asyncio.run_coroutine_threadsafe(self.write(machine, values), self.loop).result(10)

    async def write(self, machine: str, values: Mapping[str, Any]) -> None:
        """Give variables of a machine new values, inside the server's loop."""
        for path, value in values.items():
            if isinstance(value, ua.DataValue):
                await self.server.write_attribute_value(self.variables[machine, path].nodeid, value)
            else:
                await self.variables[machine, path].write_value(value)

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        self.thread.join(20)

    async def _serve(self) -> None:
        self.server = Server()
        await self.server.init()
        self.server.set_endpoint(self.url)
        space = await self.server.register_namespace("urn:cofab:demo")
        folder = await self.server.nodes.objects.add_folder(space, "Machines")
        for name in self.machines:
            await self._machine(space, await folder.add_object(space, name), name)
        async with self.server:
            self._up.set()
            while not self._stop.is_set():
                await asyncio.sleep(0.05)

    async def _machine(self, space: int, root: Any, name: str) -> None:
        objects = {"": root}
        for path, value in self.names.items():
            above = ""
            for part in path.split("/")[:-1]:
                below = f"{above}/{part}".lstrip("/")
                if below not in objects:
                    objects[below] = await objects[above].add_object(space, part)
                above = below
            self.variables[name, path] = await objects[above].add_variable(space, path.rpartition("/")[2], value)
