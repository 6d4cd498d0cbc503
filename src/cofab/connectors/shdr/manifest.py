"""What this folder offers to the registry."""

from cofab.connectors.port import Manifest
from cofab.connectors.shdr.client import ShdrClient

MANIFEST = Manifest(
    name="shdr",
    title="SHDR adapter",
    settings={
        "url": "address of the adapter, as shdr://10.0.0.5:7878",
        "device": "what the machine is called where its lines do not say so (the address)",
        "types": 'data item types by name, where the adapter uses names of its own, as {ex1 = "EXECUTION"}',
    },
    open=ShdrClient,
)
