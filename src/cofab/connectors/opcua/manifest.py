"""What this folder offers to the registry."""

from cofab.connectors.opcua.client import OpcuaClient
from cofab.connectors.port import Manifest

MANIFEST = Manifest(
    name="opcua",
    title="OPC UA",
    settings={
        "url": "address of the server, as opc.tcp://10.0.0.9:4840",
        "user": "name, where the server asks for one",
        "password": "password, where the server asks for one",
        "security": "policy, mode, certificate and key, as Basic256Sha256,SignAndEncrypt,cert.der,key.pem (optional)",
        "period_ms": "how often the server sends what changed (500)",
    },
    open=OpcuaClient,
    watches=True,
)
