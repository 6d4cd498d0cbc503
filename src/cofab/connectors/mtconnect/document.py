"""Reads MTConnect XML: device descriptions, streams and errors, hardened against hostile documents.

Promises: no entity is expanded, no outside document is loaded, no document above LIMIT bytes is parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cofab.connectors.mtconnect.translate import observation_of
from cofab.connectors.port import NOT_UNDERSTOOD, Device
from cofab.core.creation.monitor.observation import Observation
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import utc

LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """The header of an agent's answer: its run, its buffer's edges, the next number and its own time."""

    instance: str
    first: int
    last: int
    following: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Streams:
    """A streams document: the header and the observations ordered by sequence number."""

    header: Header
    observations: tuple[Observation, ...]


def parse(data: bytes, url: str) -> Element:
    """Return the root of an MTConnect document; refuses anything else, naming `url`."""
    if len(data) > LIMIT:
        raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=f"more than {LIMIT} bytes")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=str(problem)) from None
    if not local(root).startswith("MTConnect"):
        raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=f"a document of {local(root)[:60]}")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace: it changes with every version of the standard."""
    return element.tag.rpartition("}")[2]


def error_code(root: Element) -> str:
    """Return the first error's code ("OUT_OF_RANGE"...) of an error document, or ""."""
    if local(root) != "MTConnectError":
        return ""
    return next((e.get("errorCode", "") for e in root.iter() if local(e) == "Error"), "UNKNOWN")


def devices(root: Element) -> list[Device]:
    """Return the devices that a probe's answer describes."""
    return [_device(e) for e in root.iter() if local(e) in ("Device", "Agent") and e.get("uuid")]


def _device(element: Element) -> Device:
    about = next((child for child in element if local(child) == "Description"), None)
    words = [about.get("manufacturer", ""), about.get("model", "")] if about is not None else []
    items = {e.get("id", ""): e.get("type", "") for e in element.iter() if local(e) == "DataItem"}
    name = element.get("name") or element.get("id", "")
    return Device(name, element.get("uuid", ""), " ".join(word for word in words if word), items)


def streams(root: Element, url: str = "") -> Streams:
    """Return a streams document's header and observations; refuses one without header or with a wrong time."""
    try:
        found = [o for e in root.iter() if local(e) == "DeviceStream" for o in _of_device(e)]
        return Streams(_header(root), tuple(sorted(found, key=lambda o: o.sequence)))
    except (KeyError, ValueError, StopIteration) as problem:
        text = f"missing or wrong {problem}"
        raise Refused(NOT_UNDERSTOOD, url=url, protocol="MTConnect", problem=text) from None


def _header(root: Element) -> Header:
    header = next((e for e in root if local(e) == "Header"), None)
    if header is None:
        raise KeyError("Header")
    numbers = [int(header.attrib[name]) for name in ("firstSequence", "lastSequence", "nextSequence")]
    return Header(header.attrib["instanceId"], *numbers, utc(header.attrib["creationTime"]))


def _of_device(stream: Element) -> list[Observation]:
    machine = stream.get("name") or stream.attrib["uuid"]
    groups = (e for e in stream.iter() if local(e) in ("Samples", "Events", "Condition"))
    found = (observation_of(machine, local(e), local(group), e.attrib, e.text or "") for group in groups for e in group)
    return [observation for observation in found if observation]


def types(root: Element, device: str = "") -> dict[str, str]:
    """Return the data item types by id and by name that a description gives, of `device` or of every device."""
    found: dict[str, str] = {}
    chosen = (e for e in root.iter() if local(e) == "Device" and device in ("", e.get("name"), e.get("uuid")))
    for item in (item for e in chosen for item in e.iter() if local(item) == "DataItem"):
        found[item.get("id", "")] = found[item.get("name") or item.get("id", "")] = item.get("type", "")
    return found
