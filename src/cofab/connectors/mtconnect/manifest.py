"""What this folder offers to the registry."""

from cofab.connectors.mtconnect.client import MtconnectClient
from cofab.connectors.port import Manifest

MANIFEST = Manifest(
    name="mtconnect",
    title="MTConnect",
    settings={"url": "address of the agent, as http://10.0.0.5:5000", "device": "only this device (optional)"},
    open=MtconnectClient,
)
