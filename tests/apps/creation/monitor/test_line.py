"""The whole line: a made-up machine, its MTConnect agent, the gateway, the site; and the line cut in between."""

from datetime import UTC, timedelta

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import acting, platform
from cofab.apps.creation.models import Observation
from cofab.apps.creation.monitor import actions, selectors
from cofab.cli.agent import PlayedWorld
from cofab.connectors.mtconnect.fake.server import serve
from cofab.core.creation.monitor.spans import seconds
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window, iso
from cofab.gateway import keys
from cofab.gateway import run as gateway
from cofab.gateway.config import load
from cofab.simulation.world import World


@pytest.mark.django_db(transaction=True)
def test_a_piece_made_in_the_shop_is_counted_once_on_the_site(make_firm, making, live_server, tmp_path):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill")
    _, machine, work = making.work_of(buyer.id, mill.id, 10)
    begin = (now() - timedelta(hours=6)).astimezone(UTC)
    played = PlayedWorld(World(7, begin, ["VMC-3"]))
    server = serve(played.agent)
    key = keys.make(tmp_path / "gateway.key")
    registered = actions.register(mill.viewer, "gw", keys.public(key))
    path = tmp_path / "gateway.toml"

    def configure(platform_url: str):
        path.write_text(
            f'platform = "{platform_url}"\ngateway = "{registered.key}"\n'
            f'[[source]]\nprotocol = "mtconnect"\nurl = "http://127.0.0.1:{server.server_address[1]}"\n'
            f'[[source.machine]]\ndevice = "VMC-3"\nmachine = "{machine.key}"\nopen = ["state", "count"]\n'
        )
        return load(path)

    gateway.once(configure(live_server.url))
    job = {"machine": "VMC-3", "name": work.key, "quantity": 10, "setup_s": 1800, "piece_s": 600, "begin": iso(begin)}
    played.assign(job)
    played.fail({"machine": "VMC-3", "name": work.key, "at_ppm": 600_000, "repair_s": 1800})
    for step in range(1, 31):
        played.clock({"to": iso(begin + step * timedelta(minutes=6))})
        if step % 7 == 0:
            with pytest.raises(Refused, match="not_sent"):
                gateway.once(configure("http://127.0.0.1:9"))
        else:
            gateway.once(configure(live_server.url))
    server.shutdown()
    server.server_close()
    with platform():
        work.refresh_from_db()
        assert (work.state, work.done, work.counter) == ("done", 10, 10)
        assert abs(work.run_s / work.paced - 600) < 18
        assert list(Event.objects.filter(subject=machine.key).values_list("kind", flat=True)).count("monitor.down") == 1
        counts = Observation.objects.filter(machine=machine, item="part_count").exclude(value="UNAVAILABLE")
        assert [int(v) for v in counts.order_by("sequence").values_list("value", flat=True)] == list(range(11))
    with acting(mill.viewer):
        window = Window(begin, begin + timedelta(hours=3))
        found = seconds(selectors.states(mill.viewer, machine.key, window))
        assert sum(found.values()) == 3 * 3600
        assert (found["setup"], found["down"]) == (1800, 1800)
        assert abs(found["running"] - 6000) < 180
