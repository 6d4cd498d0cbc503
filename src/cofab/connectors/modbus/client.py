"""Polls registers over TCP or a serial line; tells what changed, and everything after a line that broke.

Promises: only the four reading functions (1 to 4) are ever sent.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pymodbus import ModbusException
from pymodbus.client import ModbusSerialClient, ModbusTcpClient

from cofab.connectors.inbox import Inbox
from cofab.connectors.modbus.translate import Register, observation_of, register_of, value_of
from cofab.connectors.port import UNREACHABLE, Batch, Cursor, Device
from cofab.core.kernel.refusal import INVALID, Refused


class ModbusReader:
    """A connector to one Modbus line with the values of `register`."""

    def __init__(
        self, url: str, register: Sequence[Mapping[str, Any]] = (), every_s: float = 1.0, timeout_s: float = 3.0
    ) -> None:
        """Prepare; nothing is sent yet. Refuses registers that cannot be."""
        self.url, self.every_s = url, every_s
        try:
            self.registers = [register_of(values, url) for values in register]
        except (ValueError, TypeError) as problem:
            raise Refused(INVALID, field="register", problem=str(problem)) from None
        self.client = _client(url, timeout_s)
        self.inbox = Inbox()
        self.told: dict[Register, Any] = {}
        self.next = 0.0

    def devices(self) -> list[Device]:
        """Return the machines that the registers name: Modbus itself cannot be asked what is there."""
        self._connect()
        names = sorted({register.device for register in self.registers})
        items = {name: {r.name: r.kind for r in self.registers if r.device == name} for name in names}
        return [Device(name, name, "", items[name]) for name in names]

    def read(self, cursor: Cursor | None) -> Batch:
        """Return the values that changed; polls at most once every `every_s`; refuses a line that is away."""
        now = time.monotonic()
        if now >= self.next:
            self.next = now + self.every_s
            self._poll()
        return self.inbox.read(cursor)

    def close(self) -> None:
        """Let go of the line."""
        self.client.close()

    def _poll(self) -> None:
        self._connect()
        at = datetime.now(UTC)
        for register in self.registers:
            value = self._ask(register)
            if register not in self.told or self.told[register] != value:
                self.told[register] = value
                self.inbox.put([observation_of(register, value, at)])

    def _ask(self, register: Register) -> Any:
        """Return the value of a register, None where the unit refuses it; refuses a line that broke."""
        ask = {
            "holding": self.client.read_holding_registers,
            "input": self.client.read_input_registers,
            "coil": self.client.read_coils,
            "discrete": self.client.read_discrete_inputs,
        }[register.kind]
        try:
            answer = ask(register.address, count=register.count, device_id=register.unit)
        except ModbusException as problem:
            self._broke()
            raise Refused(UNREACHABLE, url=self.url, problem=str(problem)) from None
        if answer.isError():
            return None
        return value_of(register, answer.bits if register.kind in ("coil", "discrete") else answer.registers)

    def _connect(self) -> None:
        if not self.client.connected and not self.client.connect():
            self._broke()
            raise Refused(UNREACHABLE, url=self.url, problem="no connection")

    def _broke(self) -> None:
        """Begin anew: what was told before is not known any more."""
        self.client.close()
        self.told.clear()
        self.inbox.miss()


def _client(url: str, timeout_s: float) -> ModbusTcpClient | ModbusSerialClient:
    where = urlsplit(url)
    if where.scheme == "modbus+rtu":
        settings = {name: int(value) if value.isdigit() else value for name, value in parse_qsl(where.query)}
        return ModbusSerialClient(where.path, timeout=timeout_s, retries=1, **settings)
    return ModbusTcpClient(where.hostname or "127.0.0.1", port=where.port or 502, timeout=timeout_s, retries=1)
