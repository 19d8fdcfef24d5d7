"""Words of a text as the lexicon compares them: offsets, folding of spelling and plural, and letter case.

A token is a run of letters and digits, an abbreviation with its dots (``U.S.``, ``St.``), ``&``, or a mark that ends a
phrase (comma, full stop, bracket, tab, empty line, the blanks between cells). Hyphens, apostrophes, quotation marks
and single line breaks separate words without ending a phrase, so ``euro-zone``, ``euro zone`` and ``"Belt and Road"
countries`` compare alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(
    r"[A-Za-z](?:\.[A-Za-z](?![^\W_])){1,8}\.?"
    r"|\b(?:St|Ste|Mt|Ft|Co|Corp|Ltd|Inc|Pte|Pvt|Bhd|Sdn|Dept|Govt)\.(?=\s*[\w,])"
    r"|[^\W_]+|&|\n[^\S\n]*\n|\t"
    r"|[^\s\w\-\u2010-\u2015'\u2018\u2019\u02bc`\"\u201c\u201d]"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_MARK = "\x00"
_LONGEST = 48  # letters of a word that can be part of a phrase; longer ones are noise and are not kept in memory
_KEPT = frozenset(
    "goods arms customs gas news means series species glasses clothes thanks headquarters overseas plus minus less bus"
    " has was does goes dates molasses swiss laos les los las des".split()
)
_IRREGULAR = {
    "knives": "knife", "leaves": "leaf", "loaves": "loaf", "calves": "calf", "halves": "half", "shelves": "shelf",
    "wolves": "wolf", "mice": "mouse", "geese": "goose", "feet": "foot", "teeth": "tooth", "men": "man",
    "women": "woman", "children": "child", "dies": "die", "ties": "tie", "pies": "pie", "shoes": "shoe", "axes": "axe",
    "cookies": "cookie", "movies": "movie", "smoothies": "smoothie", "buses": "bus", "gases": "gas", "lenses": "lens",
    "lens": "lens", "viruses": "virus", "caches": "cache", "selfies": "selfie", "canoes": "canoe", "hoes": "hoe",
}  # fmt: skip
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def words(text: str) -> list[tuple[int, int]]:
    """Cut a text into the tokens that phrases are compared by.

    Args:
        text: any string.
    Returns:
        list of half-open character offsets, in order; phrase-ending marks included.
    """
    found = [match.span() for match in _TOKEN.finditer(text)]
    gaps = _gaps(text) if "  " in text else []
    return sorted([*found, *gaps]) if gaps else found


def _gaps(text: str) -> list[tuple[int, int]]:
    """The blanks between the cells of lines that have several such; one doubled blank is a slip of the pen."""
    out: list[tuple[int, int]] = []
    line: list[tuple[int, int]] = []
    for m in _GAP.finditer(text):
        if line and text.find("\n", line[-1][1], m.start()) >= 0:
            out += line if len(line) > 1 else []
            line = []
        line.append(m.span())
    return out + line if len(line) > 1 else out


def fold(word: str) -> str:
    """Fold a token's case, accents, dots and ``&``: ``U.S.`` gives ``us``, ``Türkiye`` gives ``turkiye``.

    Args:
        word: a token as it is written.
    Returns:
        str: lower-case letters and digits; a mark that ends a phrase as it is.
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    if word == "&":
        return "and"
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS)) if c.isalnum())
    return plain or word


def stem(word: str) -> str:
    """Fold the plural of a folded word: ``laptops`` gives ``laptop``; ``goods``, ``gas`` and ``electronics`` stay.

    Source of the rules: regular English noun inflection; the exceptions are listed in this module.

    Args:
        word: a folded word.
    Returns:
        str: its singular.
    """
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if len(word) < 3 or word[-1] != "s" or word in _KEPT or word.endswith(("ss", "ics", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def _kept_keys(word: str) -> tuple[str, str]:
    folded = fold(word)
    return folded, stem(folded)


def keys(word: str) -> tuple[str, str]:
    """Return a token folded, and folded with its plural: ``Laptops`` gives ``("laptops", "laptop")``."""
    return _kept_keys(word) if len(word) <= _LONGEST else (_MARK, _MARK)


def cased(word: str) -> int:
    """Tell how a listed word must be written in a text to be meant by it.

    Returns:
        int: 0 in any case, 1 with a capital (``China``, ``Opec``), 2 with two capitals (``US``, ``EVs``), 4 with
            nothing but capitals (``KSH``, which is no ``KSh``).
    """
    if word.islower() or not word[:1].isupper():
        return 0
    letters = word.replace(".", "")
    capitals = sum(map(str.isupper, letters))
    if capitals == 3 and letters.isupper():
        return 4
    return 2 if 2 <= capitals <= 3 and len(letters) <= 4 and letters[:2].isupper() else 1


def suits(word: str, need: int) -> bool:
    """Tell whether a word of a text is written as ``cased`` asks."""
    if need == 4:
        return word.replace(".", "").rstrip("s").isupper()
    return need == 0 or (word[:1].isupper() and (need == 1 or word.replace(".", "")[:2].isupper()))
