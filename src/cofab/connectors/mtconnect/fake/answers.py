"""The agent's answers as MTConnect 1.8 documents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from cofab.connectors.mtconnect.fake.agent import Agent, Entry
from cofab.connectors.mtconnect.fake.device import DataItem, MachineTool
from cofab.core.kernel.window import iso

VERSION = "1.8"
_GROUPS = {"SAMPLE": "Samples", "EVENT": "Events", "CONDITION": "Condition"}


def probe(agent: Agent, machine: str = "") -> bytes:
    """Return the description of every machine, or of one."""
    root = _root(agent, "Devices")
    devices = SubElement(root, "Devices")
    for tool in agent.machines.values():
        if machine in ("", tool.name):
            _device(devices, tool)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _device(parent: Element, tool: MachineTool) -> None:
    device = SubElement(parent, "Device", id=f"{tool.name}-device", name=tool.name, uuid=tool.uuid)
    SubElement(device, "Description", manufacturer=tool.manufacturer, model=tool.model)
    _items(device, (item for item in tool.items if item.part == "Device"))
    components = SubElement(device, "Components")
    _component(components, tool, "Controller", ("Path",))
    systems = SubElement(SubElement(components, "Systems", id=f"{tool.name}-systems", name="systems"), "Components")
    _component(systems, tool, "Electric", ())
    axes = SubElement(SubElement(components, "Axes", id=f"{tool.name}-axes", name="axes"), "Components")
    spindle = SubElement(axes, "Rotary", id=f"{tool.name}-Spindle", name="S", nativeName="spindle")
    _items(spindle, (item for item in tool.items if item.part == "Spindle"))


def _component(parent: Element, tool: MachineTool, part: str, inner: tuple[str, ...]) -> None:
    component = SubElement(parent, part, id=f"{tool.name}-{part}", name=part.lower())
    _items(component, (item for item in tool.items if item.part == part))
    if inner:
        below = SubElement(component, "Components")
        for name in inner:
            _component(below, tool, name, ())


def _items(parent: Element, items: Iterable[DataItem]) -> None:
    group = SubElement(parent, "DataItems")
    for item in items:
        facts = {"id": item.id, "name": item.name, "category": item.category, "type": item.type}
        SubElement(group, "DataItem", facts | ({"units": item.units} if item.units else {}))


def streams(agent: Agent, entries: Iterable[Entry], following: int) -> bytes:
    """Return a streams document of the entries."""
    root = _root(agent, "Streams", following)
    place = SubElement(root, "Streams")
    for machine, of_machine in groupby(sorted(entries, key=lambda e: (e.machine, e.item.part)), lambda e: e.machine):
        uuid = agent.machines[machine].uuid
        device = SubElement(place, "DeviceStream", name=machine, uuid=uuid)
        for part, of_part in groupby(of_machine, lambda e: e.item.part):
            component = SubElement(device, "ComponentStream", component=part, componentId=f"{machine}-{part}")
            _groups(component, list(of_part))
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _groups(component: Element, entries: list[Entry]) -> None:
    for category, name in _GROUPS.items():
        of_category = sorted((e for e in entries if e.item.category == category), key=lambda e: e.sequence)
        if of_category:
            group = SubElement(component, name)
            for entry in of_category:
                _observation(group, entry)


def _observation(group: Element, entry: Entry) -> None:
    facts = {"dataItemId": entry.item.id, "name": entry.item.name, "sequence": str(entry.sequence)}
    facts["timestamp"] = iso(entry.at)
    if entry.item.category == "CONDITION":
        facts |= {"type": entry.item.type} | ({"nativeCode": entry.code} if entry.code else {})
        SubElement(group, entry.value.capitalize(), facts).text = entry.text
    else:
        tag = "".join(word.capitalize() for word in entry.item.type.split("_"))
        SubElement(group, tag, facts).text = entry.value


def error(agent: Agent, code: str, text: str) -> bytes:
    """Return an error document."""
    root = _root(agent, "Error")
    SubElement(SubElement(root, "Errors"), "Error", errorCode=code).text = text
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _root(agent: Agent, kind: str, following: int | None = None) -> Element:
    root = Element(f"MTConnect{kind}", xmlns=f"urn:mtconnect.org:MTConnect{kind}:{VERSION}")
    header = {"creationTime": iso(agent.now()), "sender": "cofab", "instanceId": str(agent.instance)}
    header |= {"version": VERSION, "bufferSize": str(agent.size)}
    if following is not None:
        numbers = (following, agent.first, max(agent.first, agent.following - 1))
        header |= dict(zip(("nextSequence", "firstSequence", "lastSequence"), map(str, numbers), strict=True))
    SubElement(root, "Header", header)
    return root
