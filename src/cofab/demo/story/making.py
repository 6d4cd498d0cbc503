"""The order is made and moved: machines run, one breaks, work moves with consent, goods travel and are inspected."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from cofab.core.kernel.window import iso, utc
from cofab.demo.story.money import day, yuan
from cofab.demo.story.stage import Stage

LONGEST = timedelta(hours=24)
UNTOLD = timedelta(hours=72)
LEAST = timedelta(hours=12)
SYNC_S = 20
DONE = frozenset({"done", "moved", "cancelled"})
FAILS_AT_PPM = 600_000


@dataclass
class Making:
    """One order while it is made. `breaks`: the largest milling job's machine breaks at 60 % of its pieces."""

    stage: Stage
    order: str
    breaks: bool
    random: Random
    assigned: set[str] = field(default_factory=set)
    connected: set[str] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)
    doomed: str = ""
    broken: bool = False
    quantity: int = 0
    now: datetime = field(init=False)
    seen: dict[str, list[Any]] = field(default_factory=dict)

    def run(self) -> None:
        """Let time pass until the goods are at the buyer."""
        self.now = self.stage.now()
        self.quantity = int(self.stage.buyer.get(f"/orders/{self.order}")["quantity"])
        self._connect()
        while not self._all_there():
            self._work()
            self._carry()
            self._agree()
            self._pass()
        self.stage.buyer.wait(f"/orders/{self.order}", lambda o: o["state"] != "running", "the delivery")

    def _all_there(self) -> bool:
        """Look at the order once a step; tell whether every leg to the buyer has arrived."""
        self.seen = {what: self._read(what) for what in ("work-orders", "shipments", "inspections", "proposals")}
        last = [leg for leg in self.seen["shipments"] if leg["to_buyer"]]
        return all(leg["state"] in ("arrived", "cancelled") for leg in last)

    def _read(self, what: str) -> list[Any]:
        return list(self.stage.buyer.get(f"/{what}", order=self.order)["items"])

    def _rows(self, what: str) -> list[Any]:
        """Return what the buyer saw at the beginning of this step."""
        if what not in self.seen:
            self.seen[what] = self._read(what)
        return self.seen[what]

    def _connect(self) -> None:
        """Put gateways into the firms whose machines tell, and choose the machine that will break."""
        works = self._rows("work-orders")
        milling = [w for w in works if "milling" in w["title"]]
        for firm in sorted({w["organisation"] for w in works}):
            self._gateway(firm, {w["machine"] for w in works if w["organisation"] == firm})
        telling = [w for w in milling if w["machine"] in self.connected]
        if self.breaks and telling:
            self.doomed = max(telling, key=lambda w: w["quantity"])["key"]
        told = f"{len(self.connected)} machines report by MTConnect through gateways, the others by phone"
        self.stage.say(f"6  {len(works)} work orders; {told}")

    def _gateway(self, firm: str, machines: set[str]) -> None:
        """Connect those of a firm's machines that can tell what they do; where one may break, its sisters too."""
        seat = self.stage.cast.firm(firm)
        rows = [row for row in seat.get("/machines")["items"] if row["telemetry"]]
        wanted = {row["key"] for row in rows} & (machines | self.connected)
        if wanted - self.connected:
            self.stage.agent.connect(seat, sorted(wanted), self.stage.folder)
            self.connected |= wanted

    def _work(self) -> None:
        """Start what may start, and report what people report."""
        works, legs, now = self._rows("work-orders"), self._rows("shipments"), self.now
        for work in works:
            if work["state"] in ("planned", "ready") and self._may_start(work, works, legs, now):
                self._start(work, now)
            elif work["state"] == "running" and work["machine"] not in self.connected:
                self._report(work, now)

    def _may_start(self, work: Any, works: list[Any], legs: list[Any], now: datetime) -> bool:
        taken = any(w["machine"] == work["machine"] and w["state"] == "running" for w in works)
        if utc(work["planned_start"]) > now or work["key"] in self.assigned or taken:
            return False
        before = [w for w in works if w["lot"] == work["lot"] and utc(w["planned_start"]) < utc(work["planned_start"])]
        into = [leg for leg in legs if leg["lot"] == work["lot"] and leg["destination"] == work["organisation"]]
        waits = [leg for leg in into if utc(leg["planned_arrive"]) <= utc(work["planned_start"])]
        open_before = [w for w in before if w["state"] not in DONE and w["op"] != work["op"]]
        return not open_before and all(leg["state"] in ("arrived", "cancelled") for leg in waits)

    def _start(self, work: Any, now: datetime) -> None:
        seat = self.stage.cast.firm(work["organisation"])
        if work["machine"] not in self.connected:
            work.update(seat.post(f"/work-orders/{work['key']}/start"))
            return
        self.assigned.add(work["key"])
        end = max(utc(work["planned_end"]), now + timedelta(hours=12))
        facts = {"quantity": work["quantity"], "setup_s": work["setup_s"], "piece_s": max(1, work["piece_s"])}
        windows = [[iso(now), iso(end + timedelta(days=30))]]
        self.stage.agent.do(
            "assign", machine=work["machine"], name=work["key"], begin=iso(now), windows=windows, **facts
        )
        if work["key"] == self.doomed:
            self.stage.agent.do("fail", machine=work["machine"], name=work["key"], at_ppm=FAILS_AT_PPM)

    def _report(self, work: Any, now: datetime) -> None:
        """Report the pieces made since, as a worker does on a phone: in proportion to the planned time."""
        start = utc(work["started_at"])
        whole = utc(work["planned_end"]) - utc(work["planned_start"])
        made = min(work["quantity"], int(work["quantity"] * ((now - start) / whole)))
        seat = self.stage.cast.firm(work["organisation"])
        if made > work["done"]:
            row = seat.post(f"/work-orders/{work['key']}/report", done=made - work["done"])
            if row["state"] == "running" and row["done"] >= row["quantity"]:
                seat.post(f"/work-orders/{work['key']}/done")

    def _carry(self) -> None:
        """Hand goods over where they are ready, let them arrive, inspect them at the house."""
        works, now = self._rows("work-orders"), self.now
        for leg in self._rows("shipments"):
            if leg["state"] in ("planned", "ready") and self._ready(leg, works, now):
                self._pick_up(leg)
            elif leg["state"] == "moving" and utc(leg["planned_arrive"]) <= now:
                self._arrive(leg)

    def _ready(self, leg: Any, works: list[Any], now: datetime) -> bool:
        if utc(leg["planned_depart"]) > now:
            return False
        house = next((i for i in self._rows("inspections") if i["organisation"] == leg["origin"]), None)
        if house is not None and not house["signature"]:
            return self._inspect_if_all_here(house)
        mine = [w for w in works if w["lot"] == leg["lot"] and w["organisation"] == leg["origin"]]
        due = [w for w in mine if utc(w["planned_end"]) <= utc(leg["planned_depart"])]
        return all(w["state"] in DONE for w in due)

    def _pick_up(self, leg: Any) -> None:
        seat = self.stage.cast.firm(leg["carrier"])
        bag = f"BAG-{leg['key'][-6:].upper()}"
        half = leg["key"] in self.moving
        photo = self._photo(self.stage.cast.firm(leg["origin"]), leg) if half else ""
        giver = self.stage.cast.firm(leg["origin"]) if photo else seat
        giver.post(f"/shipments/{leg['key']}/pick-up", counted=leg["quantity"], bag=bag, photo=photo)
        if half:
            self.stage.say(
                f"   {leg['quantity']} half-finished pieces counted, photographed, sealed as {bag} and moved"
            )

    def _photo(self, seat: Any, leg: Any) -> str:
        """Make the picture that stands for a phone's photo, labelled as demo, and store it."""
        image = Image.new("RGB", (640, 400), "#e8ebee")
        draw = ImageDraw.Draw(image)
        for n in range(min(leg["quantity"], 60)):
            x, y = 24 + n % 15 * 40, 60 + n // 15 * 70
            draw.ellipse((x, y, x + 32, y + 32), fill="#9aa6b2", outline="#4a5866")
        draw.text((20, 16), f"DEMO  {leg['quantity']} pcs  {leg['key'][-6:]}", fill="#1b2530")
        data = io.BytesIO()
        image.save(data, "JPEG")
        path = self.stage.folder / f"{leg['key']}.jpg"
        path.write_bytes(data.getvalue())
        return str(seat.upload("/files", path, "image/jpeg")["key"])

    def _arrive(self, leg: Any) -> None:
        seat = self.stage.cast.firm(leg["carrier"])
        seat.post(f"/shipments/{leg['key']}/arrive", counted=leg["quantity"], bag=leg["bag_out"])
        if leg["to_buyer"]:
            self.stage.say(f"8  {leg['quantity']} pieces arrived at the buyer on {day(leg['planned_arrive'])}")
            self.stage.point("delivered")

    def _inspect_if_all_here(self, report: Any) -> bool:
        """Measure and sign when every piece is at the house; tells whether the goods may leave."""
        into = [leg for leg in self._rows("shipments") if leg["destination"] == report["organisation"]]
        if any(leg["state"] not in ("arrived", "cancelled") for leg in into):
            return False
        seat = self.stage.cast.firm(report["organisation"], "inspector")
        if report["state"] == "planned":
            seat.post(f"/inspections/{report['key']}/receive")
        self._key(seat)
        sample = report["plan"]["sample"]
        pieces = [{"number": f"P{n + 1:03d}", "values_um": self._measured(report)} for n in range(sample)]
        row = seat.post(f"/inspections/{report['key']}/results", pieces=pieces, retained="2", sign=True)
        report.update(row)
        word = "accepted" if row["accepted"] else "rejected"
        self.stage.say(f"   {seat.name} measured {sample} pieces and signed report {row['number']}: {word}")
        return True

    def _measured(self, report: Any) -> dict[str, int]:
        """Return values of a good piece: around the middle of each tolerance."""
        found = {}
        for item in report["characteristics"]:
            middle, spread = (item["low_um"] + item["high_um"]) // 2, (item["high_um"] - item["low_um"]) // 6
            found[item["name"]] = middle + self.random.randint(-spread, spread)
        return found

    def _key(self, seat: Any) -> None:
        """Register the inspector's key once a story, valid a year."""
        if seat.name in self.assigned:
            return
        self.assigned.add(seat.name)
        today = self.now.date()
        dates = {"since": str(today - timedelta(days=1)), "until": str(today + timedelta(days=365))}
        seat.post("/inspections/keys", name="CMM inspector", scope=["CMM"], number="DEMO-L-0417", **dates)

    def _agree(self) -> None:
        """After a breakdown: let those whom the proposal that the buyer prefers touches agree."""
        rows = [row for row in self._rows("proposals") if row["state"] == "open"]
        known = {leg["key"] for leg in self._rows("shipments")}
        if not rows:
            return
        best = min(rows, key=self._preference)
        self.broken = True
        moved = ", ".join(f"{move['quantity']} pieces to {self._where(move)}" for move in best["moves"])
        told = f"{len(rows)} ways to go on; best: {moved}, {yuan(best['cost_minor'])}"
        self.stage.say(f"7  the machine broke at {self._made_of_doomed()}: {told}")
        self.stage.point("broken")
        for party in best["answers"]:
            seat = self.stage.buyer if party == self.stage.buyer.organisation else self.stage.cast.firm(party)
            best = seat.post(f"/proposals/{best['key']}/consent", answer="agree")
        self.stage.say(f"   {len(best['answers'])} parties agreed; {best['state']}, arrives {day(best['forecast_at'])}")
        self.stage.point("moved")
        self.moving |= {leg["key"] for leg in self._read("shipments")} - known
        for move in best["moves"]:
            self._gateway(move["to_firm"], {move["to_machine"]})
        for move in best["moves"]:
            self.stage.agent.do("withdraw", machine=move["from_machine"], name=self.doomed)

    def _made_of_doomed(self) -> str:
        """Return how much of the broken machine's work was made, as the site knows it."""
        work = next(work for work in self._read("work-orders") if work["key"] == self.doomed)
        return f"{work['done']} of {work['quantity']} pieces"

    def _preference(self, row: Any) -> tuple[bool, int]:
        """Prefer what uses the shop's own machine and moves only the rest; then what disturbs least."""
        own = any(move["from_firm"] == move["to_firm"] for move in row["moves"])
        other = any(move["from_firm"] != move["to_firm"] for move in row["moves"])
        return not (own and other), int(row["rank"])

    def _where(self, move: Any) -> str:
        own = move["from_firm"] == move["to_firm"]
        return "the shop's own second machine" if own else str(self.stage.cast.firms[move["to_firm"]])

    def _pass(self) -> None:
        """Let time pass to the next thing that is planned, sooner where machines tell; their points arrive."""
        now = self.now
        times = [utc(w[name]) for w in self._rows("work-orders") for name in ("planned_start", "planned_end")]
        times += [utc(s[name]) for s in self._rows("shipments") for name in ("planned_depart", "planned_arrive")]
        coming = [at for at in times if at > now]
        longest = LONGEST if self.connected else UNTOLD
        to = min([now + longest, *coming]) if coming else now + LEAST
        self.now = self.stage.until(max(to, now + LEAST))
        self._sync()

    def _sync(self) -> None:
        """Wait until the site knows what the machines said: every count, and a breakdown's proposals."""
        end = time.monotonic() + SYNC_S
        while time.monotonic() < end and not self._known():
            time.sleep(0.1)

    def _known(self) -> bool:
        status = self.stage.agent.do("status")["machines"]
        works = {work["key"]: work for work in self._read("work-orders")}
        for machine, row in status.items():
            work = works.get(next(iter(row["jobs"]), ""))
            if work and work["machine"] == machine and work["done"] < min(row["made"], work["quantity"]):
                return False
        finished = {key for key in self.assigned & works.keys() if self._gone(key, status)}
        if any(works[key]["state"] not in DONE for key in finished):
            return False
        failed = self.doomed in works and status.get(works[self.doomed]["machine"], {}).get("broken")
        return not (failed and not self.broken and not self._read("proposals"))

    def _gone(self, key: str, status: Any) -> bool:
        return not any(key in row["jobs"] for row in status.values())
