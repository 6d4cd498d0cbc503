"""What this folder offers to the registry."""

from cofab.connectors.mqtt.client import MqttClient
from cofab.connectors.port import Manifest

MANIFEST = Manifest(
    name="mqtt",
    title="MQTT, Sparkplug B",
    settings={
        "url": "address of the broker, as mqtt://user:password@10.0.0.3:1883 or mqtts://...",
        "groups": "Sparkplug groups to follow (all)",
        "topics": "plain topics to follow, as factory/+/state/#; the first wildcard names the machine",
        "rebirth": "true allows asking a Sparkplug node to tell all again: the one thing that is written (false)",
        "qos": "0 or 1 (1)",
    },
    open=MqttClient,
)
