"""Which trade a message is for: the first of the trades, in this order, of which it uses a word."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re

from cofab.core.proposition.demand.text.scan import FLAGS, Scan

_F = FLAGS
_WORDS: tuple[tuple[str, str], ...] = (
    ("yearly", r"年产|一年(?:大概|大约|差不多|约)?\s*[\d一二三四五六七八九十两]|年需求|年用量|年单|年度(?:合同|框架)|每年\s*[\d一二三四五六七八九十两]|annual\s+(?:volume|demand|output)|yearly\s+(?:contract|volume|output)|[\dk]\s*(?:pcs|sets|pieces|units)?\s+(?:per|a)\s+(?:year|annum)|framework\s+(?:contract|order)"),
    ("design", r"(?:帮我|帮忙|请|需要|想找人)?(?:设计(?:一个|一款|一套|个)|结构设计|出三维|逆向)|\b(?:please|to|you)\s+design\b|design\s+(?:service|of\s+an?)|reverse\s+engineer"),
    ("garment", r"夹克|冲锋衣|[tT]恤|工作服|羽绒服|衬衫|衬衣|卫衣|裤子|连衣裙|西装|工装|马甲|校服|服装|成衣|\bjackets?\b|t-?\s?shirts?\b|\bworkwear\b|garments?\b|hoodies?\b|trousers\b|\bshirts?\b|\bvests?\b|uniforms?\b|\bcoats\b"),
    ("electronics", r"PCBA?(?!\w)|PCBs\b|贴片|SMT|线束|\d层板|电路板|线路板|插件|端子线|wire\s+harness|cable\s+(?:harness|assembl)|printed\s+circuit"),
    ("printing", r"印刷|彩盒|说明书|画册|不干胶|纸箱|包装盒|吊牌|\bprint\s+[\d,]+|colou?r\s+boxes|manuals\b|brochures?\b|cartons\b|offset\s+print|leaflets?\b|catalogues?\b|\blabels\b"),
    ("additive", r"3D打印|三维打印|光固化|SLM|\bSLA\b|\bSLS\b|\bMJF\b|\bFDM\b|手板|金属打印|(?:3D|metal)[\s-]*print|树脂打印"),
    ("moulding", r"注塑|啤件|模压|硫化|injection\s*mou?ld|compression\s*mou?ld|自有模具|模具自带|customer'?s?\s+mou?ld|our\s+(?:own\s+)?mou?ld|\bmou?lded\b|cavit(?:y|ies)\b|一出[一二两三四六八\d]|模具是我们"),
    ("sheet", r"钣金|折弯|激光切割|压铆|焊接架|焊接件|氩弧焊|机箱|机柜|[二气]保焊|焊接(?=[\u4e00-\u9fff]{1,3}\s*\d)|sheet[\s-]*metal|\bbent\b|\bbending\b|laser[\s-]*cut|\b(?:MIG|TIG|MAG)\b|welded\s+(?:[a-z]+\s+)?(?:frames?|brackets?|assembl)|clinch\s+nuts|\blaser\s*(?:\+|&|and|,)\s*bend|激光.{0,3}折"),
    ("testing", r"盐雾|拉伸|化验|成分分析|探伤|salt\s*spray|tensile|chemical\s+analysis|fatigue\s+test|non-?destructive"),
)  # fmt: skip
_AFTER: tuple[tuple[str, str], ...] = (
    ("inspection", r"三坐标|三次元|全尺寸检测|第三方(?:检测|检验)|验货|\bCMM\b|\binspection\s+(?:of|only)|third[\s-]party\s+inspection"),
    ("heat", r"热处理|(?:真空淬火|渗碳(?:淬火)?|渗?氮化?|调质)(?:加工|处理)|^\s*(?:真空淬火|渗碳(?:淬火)?|氮化|渗氮|调质|高频淬火)|(?:[;:]|only\s)\s*(?:真空淬火|渗碳|氮化|调质)\s*[:;\d]|^\s*(?:case[\s-]+harden|carburi|nitrid|vacuum\s+harden)\w*|(?:vacuum\s+hardening|nitriding|carburi[sz]ing|quenching|annealing)\s+(?:of|for|on)\b|heat[\s-]*treat"),
)  # fmt: skip
_MACHINING = (
    r"(?<!来料)(?<!带料)加工(?!中心)|机加|数控|CNC|车加工|铣|走心机|车(?=好|成|一刀|外圆)|打孔|深孔|枪钻|外圆磨|平面磨|磨床|走丝|电火花|钻孔|攻[丝牙]|滚齿|插齿|"
    r"machin(?:e\b|ed\b|ing\b)|\bturned\b|\bmilled\b|\bmilling\b|\bturning\b|grinding\b|\bground\b|\bEDM\b|\b(?:gun)?drill(?:ed|ing)?\b|swiss"
)
_ONLY = r"(?:单|只|仅|光|就)(?:做|要|加工|处理)|\bonly\b|\bjust\b"
_ASKED = re.compile(r"\s*(?:on\b|of\b|多少钱|怎么收|什么价|加工费|单价|外协)", _F)
_LEAD = re.compile(
    r"^[\s\n;,:!\[\]]*(?:您好|你好|老板|请问|询价|急|hi|hello|dear\s+\w+|please|quote|rfq|we\s+need|need|only|just|单做|只做)?[\s;,:.!\[\]]*",
    _F,
)


def read_trade(scan: Scan, leases: bool) -> None:
    """Read the trade; left out where no word tells it."""
    if leases:
        _first(
            scan,
            "lease",
            r"租|包(?=[一两二\d]+\s*台)|机时|空闲|\brent\b|\blease\b|\bhire\b|looking\s+for|need\s+your|\bbook\b|\bborrow\b|\buse\s+your",
        )
        return
    for trade, words in _WORDS:
        if _first(scan, trade, words):
            return
    made = re.search(_MACHINING, scan.text, _F)
    for trade, words in _AFTER:
        if not made and _first(scan, trade, words):
            return
    if not made and _finishing(scan):
        return
    if made:
        _first(scan, "machining", _MACHINING)


def _first(scan: Scan, trade: str, words: str) -> bool:
    match = re.search(words, scan.text, _F)
    if match is None:
        return False
    scan.mark("trade", trade, match, f"trade.{trade}")
    return True


def _finishing(scan: Scan) -> bool:
    """Finishing alone: the message opens with it, says so, or the parts come from the buyer."""
    finishes = [f for f in scan.fields if f.name == "finish"]
    lead = _LEAD.match(scan.text)
    opening = lead.end() if lead else 0
    found = next((f for f in finishes if f.start <= opening), None)
    asked = next((f for f in finishes if _ASKED.match(scan.text, f.end)), None)
    alone = asked or re.search(_ONLY, scan.text, _F) or "buyer" in scan.values("supply")
    if finishes and (found or alone):
        chosen = found or asked or finishes[0]
        match = re.compile(r"[\s\S]+").match(scan.text[: chosen.end], chosen.start)
        if match is not None:
            scan.mark("trade", "finishing", match, "trade.finishing")
        return True
    return False
