"""Comparing two versions of a paper as a person reads it: by section, by sentence, and by character inside a sentence. Framework-free.

Numbers before headings and sentences ("一、", "2.", "第三，") are no change of the text; what stands elsewhere now has moved.
"""

from workflow.domain.compare.model import Change, Op, Part, PartChange, Piece, new_text, old_text
from workflow.domain.compare.parts import compare_parts, pair_parts
from workflow.domain.compare.text import compare_text

__all__ = [
    "Change",
    "Op",
    "Part",
    "PartChange",
    "Piece",
    "compare_parts",
    "compare_text",
    "new_text",
    "old_text",
    "pair_parts",
]
