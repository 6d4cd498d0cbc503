"""The peers of `candidates.py`: the same machines in PostgreSQL, DuckDB and Tantivy, each indexed as well as it can be.

PostgreSQL: GIN over tags, GiST over places, btree over price, tolerance and credit; prepared statements; free days
as a bit string. DuckDB: columns, free days as text, one thread as everybody else. Tantivy: tags as terms, the
numbers as fast fields, ordered by price; it has no calendar and no exact distance, and is asked for neither.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import numpy as np
import psycopg
import tantivy

from cofab.core.creation.match.index_model import Ask, Machines, chord_m2

SHARED = """
    AND tolerance <= {t} AND sx >= {a} AND sy >= {b} AND sz >= {c} AND credit >= {credit}
    AND (x - {x})::bigint * (x - {x}) + (y - {y})::bigint * (y - {y}) + (z - {z})::bigint * (z - {z}) <= {chord}"""
ORDER = """rate + {per}::bigint * floor(sqrt(((x - {x})::bigint * (x - {x}) + (y - {y})::bigint * (y - {y})
    + (z - {z})::bigint * (z - {z}))::double precision) / 1000)::bigint"""
POSTGRES = f"""SELECT id, {ORDER} AS price FROM machine WHERE tags @> {{tags}}
    AND place <@ box(point({{west}}, {{south}}), point({{east}}, {{north}})) {SHARED}
    AND position({{run}} in substring(free from {{day}} for {{span}})) > 0 ORDER BY 2, 1 LIMIT {{most}}"""
DUCK = f"""SELECT id, {ORDER} AS price FROM machine WHERE list_has_all(tags, {{tags}}) {SHARED}
    AND contains(substr(free, {{day}}, {{span}}), {{run}}) ORDER BY 2, 1 LIMIT {{most}}"""
NAMES = (
    "tags", "t", "a", "b", "c", "credit", "x", "y", "z", "chord", "per", "day", "span", "run", "most",
    "west", "south", "east", "north",
)  # fmt: skip
TABLE = """CREATE TABLE machine (id bigint PRIMARY KEY, rate int, tolerance int, sx int, sy int, sz int, credit int,
    x int, y int, z int, free bit(128), tags int[], place point) WITH (fillfactor = 80)"""
INDEXES = ("gin (tags)", "gist (place)", "btree (rate)", "btree (tolerance)", "btree (credit)")
Rows = list[tuple[int, int]]


def facts(ask: Ask) -> dict[str, Any]:
    """Return a question as the parameters of both statements; the box holds the circle with room to spare."""
    x, y, z = ask.place
    latitude, longitude = np.degrees(np.arcsin(z / 6_371_000)), np.degrees(np.arctan2(y, x))
    high = ask.within_km / 110.0
    wide = high / max(0.05, np.cos(np.radians(min(89.0, abs(latitude) + high))))
    a, b, c = sorted(ask.size_um)
    values = (
        list(ask.tags), ask.tolerance_um, a, b, c, ask.credit_ppm, x, y, z, chord_m2(ask.within_km), ask.per_km_minor,
        ask.from_day + 1, ask.to_day - ask.from_day, "1" * ask.days, ask.most,
        float(longitude - wide), float(latitude - high), float(longitude + wide), float(latitude + high),
    )  # fmt: skip
    return dict(zip(NAMES, values, strict=True))


class Duck:
    """DuckDB, and where the rows of the other peers come from."""

    name = "DuckDB"

    def __init__(self, machines: Machines, degrees: np.ndarray, folder: Path) -> None:
        """Enter the machines and write them to a file for PostgreSQL; `degrees` [n, 2] are latitude and longitude."""
        self.file = folder / "duck.db"
        self.link = duckdb.connect(str(self.file), config={"threads": 1})
        m = machines
        size, place = m.size_um, m.place
        bits = np.unpackbits(m.days.view(np.uint8), axis=1, bitorder="little") + ord("0")
        free = bits.astype(np.uint8).view("S128").ravel().astype(str)
        flat = {
            "id": m.ids, "rate": m.rate, "tolerance": m.tolerance_um, "sx": size[:, 0], "sy": size[:, 1],
            "sz": size[:, 2], "credit": m.credit_ppm, "x": place[:, 0], "y": place[:, 1], "z": place[:, 2],
            "free": free.astype(object), "latitude": degrees[:, 0], "longitude": degrees[:, 1],
        }  # fmt: skip
        pairs = {"id": np.repeat(m.ids, np.diff(m.first)), "tag": m.tag}
        begin = perf_counter()
        self.link.execute(
            "CREATE TABLE machine AS SELECT f.*, t.tags FROM flat f "
            "JOIN (SELECT id, list(tag ORDER BY tag) tags FROM pairs GROUP BY id) t USING (id) ORDER BY id"
        )
        self.built_s = perf_counter() - begin
        del flat, pairs
        self.link.execute(
            "COPY (SELECT id, rate, tolerance, sx, sy, sz, credit, x, y, z, free, "
            "'{' || array_to_string(tags, ',') || '}', '(' || longitude || ',' || latitude || ')' FROM machine) "
            f"TO '{folder / 'machines.csv'}' (HEADER false)"
        )
        self.sql = DUCK.format_map({name: f"${name}" for name in NAMES})

    def ask(self, ask: Ask) -> Rows:
        """Return ids and prices of the best machines."""
        found = {k: v for k, v in facts(ask).items() if k not in ("west", "south", "east", "north")}
        return self.link.execute(self.sql, found).fetchall()

    @property
    def bytes(self) -> int:
        """Return the size of its file."""
        self.link.execute("CHECKPOINT")
        return self.file.stat().st_size


class Postgres:
    """PostgreSQL, from the file that DuckDB wrote."""

    name = "PostgreSQL"

    def __init__(self, url: str, folder: Path) -> None:
        """Enter the machines, build the indexes and let it look at them."""
        self.link = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        begin = perf_counter()
        self.link.execute("DROP TABLE IF EXISTS machine")
        self.link.execute("SET jit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        self.link.execute(TABLE)
        with self.link.cursor().copy("COPY machine FROM STDIN (FORMAT csv)") as copy, (
            folder / "machines.csv"
        ).open("rb") as file:  # fmt: skip
            while data := file.read(1 << 20):
                copy.write(data)
        for index in INDEXES:
            self.link.execute(f"CREATE INDEX ON machine USING {index}")
        self.link.execute("VACUUM ANALYZE machine")
        self.built_s = perf_counter() - begin
        kinds = {"tags": "::int[]", "run": "::bit varying", "day": "::int", "span": "::int", "most": "::bigint"}
        self.sql = POSTGRES.format_map({name: f"%({name})s{kinds.get(name, '')}" for name in NAMES})

    def ask(self, ask: Ask) -> Rows:
        """Return ids and prices of the best machines."""
        return self.link.execute(self.sql, facts(ask)).fetchall()

    @property
    def bytes(self) -> int:
        """Return the size of the table with its indexes."""
        return self.link.execute("SELECT pg_total_relation_size('machine')").fetchone()[0]


class Tantivy:
    """Tantivy without calendar and exact distance: tags, tolerance, size, credit and a box, the cheapest first."""

    name = "Tantivy"
    NUMBERS = ("rate", "tolerance", "sx", "sy", "sz", "credit", "latitude", "longitude")

    def __init__(self, machines: Machines, degrees: np.ndarray) -> None:
        """Enter the machines, a segment for each commit merged into one."""
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, fast=True)
        builder.add_integer_field("tag", indexed=True)
        for name in self.NUMBERS:
            builder.add_integer_field(name, fast=True, indexed=True)
        self.schema = builder.build()
        self.folder = Path(tempfile.mkdtemp(prefix="tantivy"))
        begin = perf_counter()
        self.index = tantivy.Index(self.schema, str(self.folder))
        writer = self.index.writer(heap_size=400_000_000, num_threads=1)
        m = machines
        degrees = np.rint(degrees * 1e6).astype(np.int64)
        columns = np.column_stack([m.ids, m.rate, m.tolerance_um, m.size_um, m.credit_ppm, degrees])
        names = ("id", *self.NUMBERS)
        tags, first = m.tag.tolist(), m.first.tolist()
        for n, row in enumerate(columns.tolist()):
            writer.add_document(
                tantivy.Document.from_dict(
                    {**dict(zip(names, row, strict=True)), "tag": tags[first[n] : first[n + 1]]}, self.schema
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.built_s = perf_counter() - begin

    def ask(self, ask: Ask, boxed: bool = True) -> Rows:
        """Return ids and prices of the cheapest machines."""
        found = facts(ask)
        must = [tantivy.Query.term_query(self.schema, "tag", tag) for tag in ask.tags]
        must.append(self._range("tolerance", None, ask.tolerance_um))
        must += [self._range(name, found[key], None) for name, key in (("sx", "a"), ("sy", "b"), ("sz", "c"))]
        must.append(self._range("credit", ask.credit_ppm, None))
        for name, low, high in (("latitude", "south", "north"), ("longitude", "west", "east")) if boxed else ():
            must.append(self._range(name, int(found[low] * 1e6), int(found[high] * 1e6)))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in must])
        hits = self.searcher.search(query, ask.most, count=False, order_by_field="rate", order=tantivy.Order.Asc).hits
        ids = self.searcher.fast_field_values("id", [address for _rate, address in hits])
        return [(int(key), int(rate)) for key, (rate, _address) in zip(ids, hits, strict=True)]

    def _range(self, name: str, low: int | None, high: int | None) -> Any:
        return tantivy.Query.range_query(self.schema, name, tantivy.FieldType.Integer, low, high)

    @property
    def bytes(self) -> int:
        """Return the size of its folder."""
        return sum(file.stat().st_size for file in self.folder.iterdir())

    def close(self) -> None:
        """Remove its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
