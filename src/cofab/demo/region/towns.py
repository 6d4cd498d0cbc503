"""Towns of the demo region, its roads and its carriers' tariffs.

Why: a straight line times 1.3 is wrong across the bays (象山港, 三门湾, 乐清湾), so road kilometres are the shortest
way over the stretches listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from cofab.core.proposition.publish.place import Map, Tariff, Town

_TOWNS = """
beilun    | 宁波北仑 | Beilun, Ningbo     | 29.90 | 121.80
yuyao     | 余姚     | Yuyao              | 30.04 | 121.15
cixi      | 慈溪     | Cixi               | 30.17 | 121.24
yinzhou   | 宁波鄞州 | Yinzhou, Ningbo    | 29.82 | 121.55
zhenhai   | 宁波镇海 | Zhenhai, Ningbo    | 29.95 | 121.71
fenghua   | 宁波奉化 | Fenghua, Ningbo    | 29.66 | 121.41
ninghai   | 宁海     | Ninghai            | 29.29 | 121.43
xiangshan | 象山     | Xiangshan          | 29.48 | 121.87
huangyan  | 台州黄岩 | Huangyan, Taizhou  | 28.65 | 121.26
luqiao    | 台州路桥 | Luqiao, Taizhou    | 28.58 | 121.37
jiaojiang | 台州椒江 | Jiaojiang, Taizhou | 28.67 | 121.44
zeguo     | 温岭泽国 | Zeguo, Wenling     | 28.49 | 121.34
yuhuan    | 玉环     | Yuhuan             | 28.13 | 121.23
sanmen    | 三门     | Sanmen             | 29.11 | 121.38
tiantai   | 天台     | Tiantai            | 29.14 | 121.01
liushi    | 乐清柳市 | Liushi, Yueqing    | 28.03 | 120.90
tangxia   | 瑞安塘下 | Tangxia, Rui'an    | 27.85 | 120.71
oubei     | 永嘉瓯北 | Oubei, Yongjia     | 28.06 | 120.67
longwan   | 温州龙湾 | Longwan, Wenzhou   | 27.92 | 120.81
ouhai     | 温州瓯海 | Ouhai, Wenzhou     | 27.97 | 120.64
longgang  | 龙港     | Longgang           | 27.58 | 120.55
"""

_ROADS = """
beilun yinzhou 35, beilun zhenhai 20, beilun yuyao 75, beilun huangyan 165, zhenhai yinzhou 25, zhenhai cixi 50,
yuyao cixi 22, yuyao yinzhou 50, cixi yinzhou 65, yinzhou fenghua 30, yinzhou xiangshan 60, yinzhou liushi 235,
yinzhou tangxia 290, fenghua ninghai 45, fenghua xiangshan 70, ninghai xiangshan 55, ninghai sanmen 35,
ninghai tiantai 50, ninghai huangyan 95, sanmen huangyan 65, tiantai huangyan 75, huangyan luqiao 15,
huangyan jiaojiang 15, luqiao jiaojiang 15, luqiao zeguo 15, huangyan zeguo 30, zeguo yuhuan 45, zeguo liushi 75,
yuhuan liushi 65, liushi oubei 22, oubei ouhai 8, ouhai longwan 15, longwan tangxia 20, ouhai tangxia 30,
liushi tangxia 60, tangxia longgang 50
"""

WITHIN_TOWN_KM = 5


def towns() -> dict[str, Town]:
    """Return the towns by id."""
    rows = ([cell.strip() for cell in line.split("|")] for line in _TOWNS.strip().splitlines())
    return {r[0]: Town(r[0], r[1], r[2], _udeg(r[3]), _udeg(r[4])) for r in rows}


def _udeg(text: str) -> int:
    return round(float(text) * 1_000_000)


def road_km() -> dict[tuple[str, str], int]:
    """Return the shortest way by road between any two towns, in kilometres (Floyd and Warshall)."""
    ids = list(towns())
    far = {(a, b): WITHIN_TOWN_KM if a == b else 10**6 for a in ids for b in ids}
    for stretch in _ROADS.split(","):
        a, b, km = stretch.split()
        far[a, b] = far[b, a] = int(km)
    for via in ids:
        for a in ids:
            for b in ids:
                if a != b and far[a, via] + far[via, b] < far[a, b]:
                    far[a, b] = far[a, via] + far[via, b]
    return far


def tariffs(carriers: Mapping[str, str]) -> tuple[Tariff, ...]:
    """Return the ways to send goods; `carriers` maps "van", "line" and "truck" to the firm that runs them."""
    van_times = (time(10), time(13), time(16, 30), time(18))
    return (
        Tariff(carriers["van"], 30, 5000, 200, 0, 0, 6000, van_times, travel_s=2 * 3600, up_to_kg=800),
        Tariff(carriers["line"], 350, 1500, 0, 20, 150_000, 5000, (time(16, 30),), arrive_days=1, up_to_kg=3000),
        Tariff(carriers["truck"], 350, 0, 380, 0, 0, 40_000, (time(8), time(13)), travel_s=5 * 3600, up_to_kg=4000),
    )


def demo_map(carriers: Mapping[str, str], holidays: frozenset[date]) -> Map:
    """Return towns, roads and tariffs as one value; no line-haul runs on `holidays`."""
    return Map(towns(), road_km(), tariffs(carriers), "Asia/Shanghai", holidays)
