"""Finishing alone and heat treatment alone: the buyer's parts come and go back."""

# ruff: noqa: E501 (a row of a form or a step stands on one line)
from __future__ import annotations

from typing import Any

from cofab.core.proposition.demand.packs.data.words import choice, material, number, quantity

_OWN = {"zh": "来料件数当面点清；供方损耗不超过 {loss} %，超出部分照价赔。",
        "en": "The buyer's parts are counted together; losses beyond {loss} % are paid for."}  # fmt: skip

FINISHING: dict[str, Any] = {
    "zh": "表面处理（来料）", "en": "Finishing alone", "material": "material", "own_parts": True, "loss": "1",
    "form": [
        choice("process", "处理", "Treatment", [
            ["decorative-anodising", "阳极氧化", "Anodising", "anodising"], ["hard-anodising", "硬质氧化", "Hard anodising", "anodising"],
            ["zinc-electroplating", "镀锌", "Zinc plating", "plating"], ["electroless-nickel-plating", "化学镀镍", "Electroless nickel", "plating"],
            ["chrome-plating", "镀铬", "Chrome plating", "plating"], ["powder-coating", "喷粉", "Powder coating", "coating"],
            ["blasting-finish", "喷砂", "Blasting", "blasting"]]),
        material("6061-T6"), quantity(1_000_000, 200), number("area", "单件面积", "Area a piece", 1, 10_000, "cm²", 350),
        number("film", "膜厚", "Film", 0, 300, "µm", 10), number("weight", "单件重", "Weight a piece", 1, 100_000, "g", 200),
        number("length", "件长", "Length", 1, 2500, "mm", 150), number("width", "件宽", "Width", 1, 1500, "mm", 80),
        number("height", "件高", "Height", 1, 1000, "mm", 40),
        choice("colour", "颜色", "Colour", [["clear", "本色", "Clear"], ["black", "黑", "Black"], ["grey", "灰", "Grey"], ["red", "红", "Red"],
                                        ["blue", "蓝", "Blue"]]),
    ],
    "weight": "weight", "size": ["length", "width", "height"],
    "steps": [{"choice": "process", "process": "", "setup": {"base": 0}, "run": {"base": 0}, "area_cm2": "area",
               "zh": "表面处理", "en": "Treatment"}],
    "clauses": [_OWN, {"zh": "膜厚 {film} µm，颜色 {colour}；每槽留样，槽间色差需方可拒收。",
                       "en": "Film {film} µm, colour {colour}; a piece of every bath is kept, shade between baths may be rejected."}],
    "quality": [{"zh": "膜厚", "en": "Film", "limit": "±20 %"}, {"zh": "封孔、附着力", "en": "Sealing, adhesion", "limit": "GB/T 8753, GB/T 9286"}],
}  # fmt: skip

HEAT: dict[str, Any] = {
    "zh": "热处理（来料）", "en": "Heat treatment alone", "material": "material", "own_parts": True, "loss": "1",
    "form": [
        choice("process", "处理", "Treatment", [
            ["quenching-and-tempering", "调质", "Quench and temper", "heat_treatment"],
            ["vacuum-hardening", "真空淬火", "Vacuum hardening", "heat_treatment"],
            ["annealing-stress-relief-and-ageing", "退火、时效", "Annealing, ageing", "heat_treatment"]]),
        material("45"), quantity(1_000_000, 100), number("weight", "单件重", "Weight a piece", 1, 500_000, "g", 800),
        number("low", "硬度下限", "Hardness from", 10, 70, "HRC", 28), number("high", "硬度上限", "Hardness to", 10, 70, "HRC", 32),
        number("length", "件长", "Length", 1, 1500, "mm", 120), number("width", "件宽", "Width", 1, 1000, "mm", 40),
        number("height", "件高", "Height", 1, 1000, "mm", 40),
    ],
    "weight": "weight", "size": ["length", "width", "height"],
    "steps": [{"choice": "process", "process": "", "setup": {"base": 0}, "run": {"base": 0}, "heavy": "weight",
               "zh": "热处理", "en": "Treatment"}],
    "clauses": [_OWN, {"zh": "硬度 {low}–{high} HRC，每炉附报告；变形由双方首件确认。",
                       "en": "Hardness {low}–{high} HRC, a report with every furnace; distortion is agreed on the first piece."}],
    "quality": [{"zh": "硬度", "en": "Hardness", "limit": "HRC"}, {"zh": "裂纹", "en": "Cracks", "limit": "0"}],
}  # fmt: skip
