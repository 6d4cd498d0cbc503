"""The payload of Sparkplug B in Protocol Buffers, as far as machines use it: read and written.

Source: Eclipse Sparkplug 3.0.0, Payload.proto (fields by number). Data sets and templates are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_SIGNED = {1: 8, 2: 16, 3: 32, 4: 64}
INT32, INT64, UINT64, DOUBLE, BOOLEAN, STRING = 3, 4, 8, 10, 11, 12


@dataclass(frozen=True, slots=True)
class Metric:
    """One value: by `name`, or by `alias` once a birth named it; `at_ms` in milliseconds since 1970, 0 for none."""

    name: str
    value: Any
    datatype: int = 0
    alias: int = -1
    at_ms: int = 0
    historical: bool = False
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payload:
    """What one message carries; `sequence` is -1 where there is none."""

    at_ms: int
    sequence: int
    metrics: tuple[Metric, ...]


def decode(data: bytes) -> Payload:
    """Read a payload; raises ValueError for what is none."""
    at_ms, sequence, metrics = 0, -1, []
    for number, value in _fields(data):
        if number == 1:
            at_ms = value
        elif number == 2 and isinstance(value, bytes):
            metrics.append(_metric(value))
        elif number == 3:
            sequence = value
    return Payload(at_ms, sequence, tuple(metrics))


def _metric(data: bytes) -> Metric:
    found = dict(_fields(data))
    datatype = _whole(found.get(4, 0))
    value = None if found.get(7) else _value(found, datatype)
    properties = _properties(found[9]) if isinstance(found.get(9), bytes) else {}
    name, alias = found.get(1, b""), _whole(found.get(2, -1))
    text = name.decode("utf-8", "replace") if isinstance(name, bytes) else ""
    return Metric(text, value, datatype, alias, _whole(found.get(3, 0)), bool(found.get(5)), properties)


def _value(found: dict[int, Any], datatype: int, first: int = 10) -> Any:
    """Return the value among the fields `first` (integer) to `first` + 5 (text)."""
    for offset in (0, 1):
        if first + offset in found:
            return _number(_whole(found[first + offset]), datatype)
    if first + 2 in found:
        return struct.unpack("<f", found[first + 2])[0]
    if first + 3 in found:
        return struct.unpack("<d", found[first + 3])[0]
    if first + 4 in found:
        return bool(found[first + 4])
    text = found.get(first + 5)
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else None


def _number(value: int, datatype: int) -> int:
    bits = _SIGNED.get(datatype)
    if bits is None:
        return value
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise ValueError("bytes where a number belongs")
    return value


def _properties(data: bytes) -> dict[str, Any]:
    keys, values = [], []
    for number, value in _fields(data):
        if number == 1 and isinstance(value, bytes):
            keys.append(value.decode("utf-8", "replace"))
        elif number == 2 and isinstance(value, bytes):
            inside = dict(_fields(value))
            values.append(_value(inside, _whole(inside.get(1, 0)), 3))
    return dict(zip(keys, values, strict=False))


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield (number, value): integers for varints, bytes for everything else."""
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == BYTES:
            size, at = _varint(data, at)
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"a field of kind {kind}")
        if at + size > end:
            raise ValueError("a field that ends too early")
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        digit = data[at]
        at += 1
        value |= (digit & 0x7F) << shift
        if digit < 0x80:
            return value, at
        shift += 7
    raise ValueError("a number that does not end")


def encode(metrics: Sequence[Metric], at_ms: int, sequence: int = -1) -> bytes:
    """Write a payload; `sequence` -1 leaves it out, as commands and deaths do."""
    out = _put(1, at_ms) + b"".join(_put(2, _metric_bytes(metric)) for metric in metrics)
    return out + (_put(3, sequence) if sequence >= 0 else b"")


def _metric_bytes(metric: Metric) -> bytes:
    out = _put(1, metric.name.encode()) if metric.name else b""
    out += _put(2, metric.alias) if metric.alias >= 0 else b""
    out += (_put(3, metric.at_ms) if metric.at_ms else b"") + _put(4, metric.datatype)
    if metric.properties:
        out += _put(9, _properties_bytes(metric.properties))
    return out + (_put(7, 1) if metric.value is None else _value_bytes(metric.value, metric.datatype, 10))


def _properties_bytes(properties: dict[str, Any]) -> bytes:
    out = b"".join(_put(1, key.encode()) for key in properties)
    for value in properties.values():
        datatype = STRING if isinstance(value, str) else INT32
        out += _put(2, _put(1, datatype) + _value_bytes(value, datatype, 3))
    return out


def _value_bytes(value: Any, datatype: int, first: int) -> bytes:
    if isinstance(value, bool):
        return _put(first + 4, int(value))
    if isinstance(value, str):
        return _put(first + 5, value.encode())
    if isinstance(value, float):
        return _key(first + 3, FIXED64) + struct.pack("<d", value)
    wide = datatype in (INT64, UINT64)
    return _put(first + wide, value & (0xFFFF_FFFF_FFFF_FFFF if wide else 0xFFFF_FFFF))


def _put(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _key(number, VARINT) + _varint_bytes(value)
    return _key(number, BYTES) + _varint_bytes(len(value)) + value


def _key(number: int, kind: int) -> bytes:
    return _varint_bytes(number << 3 | kind)


def _varint_bytes(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
