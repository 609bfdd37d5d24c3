"""The colours that a thing can be given, by their plain names."""

from __future__ import annotations

import re

_COLOURS: dict[tuple[int, int, int], tuple[str, ...]] = {
    (236, 96, 12): ("orange", "naranja", "cam", "ส้ม", "橙", "橘", "オレンジ"),
    (200, 28, 30): ("red", "scarlet", "rojo", "roja", "đỏ", "แดง", "红", "赤"),
    (244, 202, 24): ("yellow", "amarillo", "amarilla", "vàng", "เหลือง", "黄"),
    (40, 140, 60): ("green", "verde", "xanh lá", "เขียว", "绿", "緑"),
    (18, 136, 140): ("teal", "turquoise", "turquesa"),
    (36, 84, 205): ("blue", "azul", "xanh dương", "xanh lam", "น้ำเงิน", "ฟ้า", "蓝", "青"),
    (120, 52, 170): ("purple", "violet", "morado", "tím", "ม่วง", "紫"),
    (240, 120, 170): ("pink", "rosa", "hồng", "ชมพู", "粉", "ピンク"),
    (120, 72, 38): ("brown", "marrón", "nâu", "น้ำตาล", "棕", "茶色"),
    (212, 167, 44): ("gold", "golden", "dorado", "vàng kim", "ทอง", "金"),
    (240, 240, 238): ("white", "blanco", "blanca", "trắng", "ขาว", "白"),
    (34, 34, 36): ("black", "negro", "negra", "đen", "ดำ", "黑", "黒"),
    (128, 128, 128): ("grey", "gray", "gris", "xám", "เทา", "灰"),
}


def colour_of(words: str) -> tuple[int, int, int] | None:
    """The last colour that words name, as sRGB, or None: `paint the red door blue` asks for blue."""
    text, last, chosen = words.lower(), -1, None
    for colour, names in _COLOURS.items():
        for name in names:
            pattern = re.escape(name) if ord(name[0]) > 0x0E00 else rf"(?<!\w){re.escape(name)}(?!\w)"
            for match in re.finditer(pattern, text):
                if match.end() > last:
                    last, chosen = match.end(), colour
    return chosen
