"""The style sheet of official documents (GB/T 9704—2012), in roles of `fonts.py`; every measure is derived from the standard's few.

版心 156 × 225 mm, 22 lines of 28 characters of 3号 (16 pt). The body of the first line's ink begins at 37 mm and that of the last ends at
262 mm, so the pitch is (225 − 5.644) / 21 and half a leading is pulled out of the margins. 28 glyphs of 16 pt are wider than 156 mm:
they are set closer, and the box gets 0.6 mm of slack so that rounding never drops the last one.
"""

from __future__ import annotations

from documents.rendering.fonts import BODY, FALLBACK, FALLBACK_SANS, HEADING_1, HEADING_2, NUMBERS, TITLE

#: Raise when the look changes: finished files kept under the old number are made anew.
STYLE_VERSION = "3"

PITCH = 10.4455  # mm
CHARACTER = 15.79297  # pt, one cell of the grid
SLACK_MM = 0.6
_GREY = "#6b6b6b"


def stylesheet(watermark: str) -> str:
    """The whole CSS; `watermark` stands small in the head of each page, outside the grid."""
    mark = f'@top-right {{ content: "{_css(watermark)}"; font: 14pt "{HEADING_1.family}", "{FALLBACK_SANS}"; color: {_GREY}; letter-spacing: 7pt; vertical-align: bottom; padding: 0 0.6mm 6mm 0 }}' if watermark else ""
    body, title = f'"{BODY.family}", "{FALLBACK}"', f'"{TITLE.family}", "{FALLBACK}"'
    hei, kai = f'"{HEADING_1.family}", "{FALLBACK_SANS}"', f'"{HEADING_2.family}", "{FALLBACK}"'
    number = f'content: "— " counter(page) " —"; font: 14pt "{NUMBERS.family}", "{FALLBACK}"; vertical-align: top; line-height: 5mm; white-space: nowrap'
    indent = 2 * CHARACTER
    return f"""
@page {{ size: A4; margin: 34.6mm 25.4mm 32.5mm 28mm; {mark} }}
@page :right {{ @bottom-right {{ {number}; padding: 1.75mm calc(14pt + {SLACK_MM}mm) 0 0 }} }}
@page :left {{ @bottom-left {{ {number}; padding: 1.75mm 0 0 14pt }} }}
@page wide {{ size: A4 landscape; margin: 28mm 34.6mm 25.4mm 32.5mm }}
html {{ font-family: {body}; font-size: 16pt; line-height: {PITCH}mm; letter-spacing: -0.2147pt; font-variant-ligatures: none; }}
body {{ margin: 0; orphans: 1; widows: 1; }}
p, h1, h2, h3, h4, h5, div {{ margin: 0; padding: 0; font-weight: normal; font-size: 16pt; line-height: {PITCH}mm; }}
p, h2, h3, h4, h5 {{ text-align: justify; }}
p.indent, h2, h3, h4, h5 {{ text-indent: {indent:.2f}pt; }}
h2 {{ font-family: {hei}; break-after: avoid; }}
h3 {{ font-family: {kai}; break-after: avoid; }}
h4, h5 {{ font-family: {body}; bookmark-label: attr(data-label); break-inside: auto; break-after: auto; }}
h4.alone, h5.alone {{ break-after: avoid; }}
.run-in {{ font-family: {body}; }}
h1 {{ font-family: {title}; font-size: 22pt; letter-spacing: 0; text-align: center; break-after: avoid; padding: {PITCH}mm 0; bookmark-label: attr(data-label); }}
.subtitle {{ text-align: center; font-family: {kai}; margin-top: -{PITCH}mm; padding-bottom: {PITCH}mm; }}
.head {{ height: {10 * PITCH:.3f}mm; position: relative; }}
.mark {{ position: absolute; top: 37.4mm; left: 0; right: 0; text-align: center; color: #e60012; font-family: {title}; line-height: 1; letter-spacing: 0; white-space: nowrap; }}
.number {{ position: absolute; top: {7 * PITCH:.4f}mm; left: 0; right: 0; text-align: center; }}
.number.up {{ text-align: left; padding-left: {CHARACTER}pt; }} .signer {{ position: absolute; top: {7 * PITCH:.4f}mm; right: {CHARACTER}pt; }} .signer b {{ font-family: {kai}; font-weight: normal; }}
.rule {{ position: absolute; top: 87.6mm; left: 0; width: 156mm; height: 0; border-top: 1.5pt solid #e60012; }}
.blank {{ height: {PITCH}mm; break-before: avoid; break-after: avoid; }}
.attachment {{ margin-left: {indent:.2f}pt; padding-left: {3 * CHARACTER:.3f}pt; text-indent: -{3 * CHARACTER:.3f}pt; text-align: left; }}
.attachment.more {{ padding-left: {4 * CHARACTER:.3f}pt; text-indent: -{CHARACTER:.3f}pt; }}
.sign {{ break-before: avoid; break-inside: avoid; text-align: right; padding-right: calc({indent:.2f}pt + {SLACK_MM}mm); letter-spacing: 0; }}
.sign > div {{ display: inline-block; text-align: left; vertical-align: top; }} .sign .day {{ padding-left: {indent:.2f}pt; }}
.sign.sealed {{ padding-right: calc({2 * indent:.2f}pt + {SLACK_MM}mm); }} .sign.sealed > div {{ text-align: center; }} .sign.sealed .day {{ padding-left: 0; }}
.annex {{ break-before: page; }} .annex .no {{ font-family: {hei}; text-align: left; }}
.caption {{ text-align: center; font-family: {hei}; break-after: avoid; }}
.wide {{ page: wide; }} .wide table {{ width: 100%; }}
table {{ width: 156mm; border-collapse: collapse; table-layout: fixed; letter-spacing: 0; font-size: 12pt; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} tbody.together {{ break-inside: avoid; }}
th, td {{ border: 0.5pt solid #000; padding: {PITCH / 4 - 0.1:.3f}mm 1.5mm; font-size: 12pt; line-height: {PITCH / 2:.4f}mm; vertical-align: middle; text-align: left; font-weight: normal; text-indent: 0; }}
th {{ font-family: {hei}; text-align: center; }} td.center {{ text-align: center; }} td.right {{ text-align: right; }}
"""


def mark_size(mark: str) -> float:
    """Point size of the red mark: as large as fits 156 mm, at most 62 pt."""
    return min(62.0, 156 / 25.4 * 72 / max(len(mark), 1) * 0.96)


def _css(text: str) -> str:
    return "".join(char for char in text if char not in '"\\\n{}')
