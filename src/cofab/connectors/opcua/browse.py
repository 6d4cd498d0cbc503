"""Finds a server's machines and their variables by browsing; nothing needs to be known of the server beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field

from asyncua import Client, Node, ua

MOST_NODES, DEEPEST = 20_000, 9
_NOT_MACHINES = frozenset({"Server", "Aliases", "Locations", "DeviceSet", "NetworkSet", "DeviceFeatures"})
_FOLDERS = ("Machines", "DeviceSet")


@dataclass
class Found:
    """A machine of a server: its browse name and its variables by path."""

    name: str
    variables: dict[str, Node] = field(default_factory=dict)


async def machines(client: Client) -> list[Found]:
    """Return the machines: what stands in the folder Machines, else in DeviceSet, else every object of the server."""
    objects = {_name(d): client.get_node(d.NodeId) for d in await _children(client.nodes.objects)}
    for folder in _FOLDERS:
        if folder in objects:
            found = [await _found(client, d) for d in await _children(objects[folder]) if _is_object(d)]
            if found:
                return found
    top = [d for d in await _children(client.nodes.objects) if _name(d) not in _NOT_MACHINES]
    found = [await _found(client, d) for d in top if _is_object(d)]
    loose = {_name(d): client.get_node(d.NodeId) for d in top if d.NodeClass == ua.NodeClass.Variable}
    return [machine for machine in [*found, Found("Objects", loose)] if machine.variables]


async def _found(client: Client, described: ua.ReferenceDescription) -> Found:
    found = Found(_name(described))
    seen: set[ua.NodeId] = set()
    waiting = [(client.get_node(described.NodeId), "", 0)]
    while waiting and len(seen) < MOST_NODES:
        node, path, depth = waiting.pop()
        for child in await _children(node):
            if child.NodeId in seen:
                continue
            seen.add(child.NodeId)
            below = f"{path}/{_name(child)}".lstrip("/")
            if child.NodeClass == ua.NodeClass.Variable:
                found.variables[below] = client.get_node(child.NodeId)
            elif _is_object(child) and depth < DEEPEST:
                waiting.append((client.get_node(child.NodeId), below, depth + 1))
    return found


async def _children(node: Node) -> list[ua.ReferenceDescription]:
    return list(await node.get_children_descriptions())


def _is_object(described: ua.ReferenceDescription) -> bool:
    return described.NodeClass == ua.NodeClass.Object


def _name(described: ua.ReferenceDescription) -> str:
    return str(described.BrowseName.Name)
