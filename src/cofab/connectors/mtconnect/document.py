"""Reads MTConnect XML: device descriptions, streams and errors, hardened against hostile documents.

Promises: no entity is expanded, no outside document is loaded, no document above LIMIT bytes is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cofab.connectors.mtconnect.translate import observation_of
from cofab.connectors.port import NOT_UNDERSTOOD, Device
from cofab.core.creation.monitor.observation import ALIVE, Observation
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import utc

_WHOLE = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)MTConnectStreams[\s>].*?</(?P=p)MTConnectStreams\s*>", re.DOTALL)
_HEAD = 4096

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


def is_xml(data: bytes) -> bool:
    """Tell whether a recorded file holds XML, be it one document or the parts of an agent's answer."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") or (head.startswith(b"--") and _WHOLE.search(data) is not None)


def recorded(data: bytes, url: str = "") -> list[Observation]:
    """Return the observations of one or several streams documents in one file, each once and in time order.

    Documents that stand one after another, as parts of an endless answer do, are read one by one; one without
    observations is its machines' sign of life. Refuses a file in which no document can be read.
    """
    found: dict[tuple[str, int, str, str], Observation] = {}
    pulses: list[datetime] = []
    wholes = [match.group() for match in _WHOLE.finditer(data)]
    for whole in wholes if len(wholes) > 1 or data.startswith(b"--") else [data.lstrip()]:
        read = streams(parse(whole, url), url)
        pulses += [] if read.observations else [read.header.at]
        found |= {(read.header.instance, o.sequence, o.machine, o.item): o for o in read.observations}
    names = sorted({o.machine for o in found.values()})
    alive = [Observation(name, at, ALIVE, "") for name in names for at in pulses]
    return sorted([*found.values(), *alive], key=lambda o: (o.at, o.sequence))


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
