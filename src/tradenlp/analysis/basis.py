"""What a change is measured against, and what qualifies a statement: read off a sentence's template."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from ..gate import Gated
from .model import Mention
from .segment_periods import fronted
from .template import FIGURES, Template

_YOY = re.compile(
    r"\by(?:ea)?r[- ](?:on|over|to)[- ]y(?:ea)?r|\by-?o-?y\b|\by-on-y\b|\by-?t-?y\b|\by/y\b|\by-to-y\b|"
    r"\bon[- ]y(?:ea)?r\b|\byy\b|\byr/yr\b|"
    r"\bon the year\b|\bannually\b|\bannuali[sz]ed\b|\bannual (?:basis|terms|rates?|pace|change|comparison|"
    r"[UD])\b|\bover the year\b|"
    r"\bper annum\b|\byear[- ]earlier\b|\b(?:12|twelve)[- ]months?\b|\bagainst last year\b|\byearly (?:basis|"
    r"terms|rates?|change|comparison|[UD])\b|\binter-?annual\w*\b|\btendential\b|\bannual\b(?=[,.;)]|$)|"
    r"\by(?:ea)?r-ago\b"
)
_MOM = Gated(
    r"month[- ](?:on|over|to)[- ]month|\bm-?o-?m\b|\bm-on-m\b|\bm/m\b|\bmm\b(?! )|\bmom\b|\bm-to-m\b|"
    r"\bon[- ](?:month|mth)\b|\bon the month\b|"
    r"\bover the month\b|\bmonthly (?:basis|terms|rates?|change|comparison|[UD])\b|\bsequential(?:ly)?\b|"
    r"\bmonth-ago\b"
)
_QOQ = Gated(
    r"quarter[- ](?:on|over|to)[- ]quarter|\bq-?o-?q\b|\bq-on-q\b|\bq/q\b|\bq-to-q\b|"
    r"\bon[- ](?:quarter|qtr)\b|\bon the quarter\b|"
    r"\bover the quarter\b|\bquarterly (?:basis|terms|rates?|change|comparison|[UD])\b|\bquarter-ago\b"
)
_REACH = 40  # mentions on either side of a change that may tell its basis
_SENTENCE = 1000  # characters on either side that may; longer sentences are lists or no prose at all
_WORDS = (("yoy", _YOY), ("mom", _MOM), ("qoq", _QOQ))
_JOINED = re.compile(r"[;:]|,? (?:and|but|yet|while|whereas|against) |, (?:or )?(?:an? )?(?=[a-z-]+ [UD])")
_PERIOD_WORDS = (
    ("yoy", re.compile(r"year|corresponding|same|fiscal|season|20\d\d|19\d\d|\bfy", re.I)),
    ("mom", re.compile(r"month", re.I)),
    ("qoq", re.compile(r"quarter", re.I)),
    ("yoy", re.compile(r"ago|earlier", re.I)),
)
_COMPARES = Gated(
    r"\b(?:from|than|compar(?:ed|ing) (?:with|to)|as against|against|over|on|versus|vs\.?|relative to|in relation to|"
    r"with respect to|level of|above|below|under|their|its)\s+(?:(?:the|that|those|in|of|its|their|level|levels|"
    r"figure|for|at|I)\s+)*$"
)
_MONTH = re.compile(r"^(\d{4})-(\d\d)$")
_SPAN = re.compile(r"^(\d{4})-(\d\d)(?:-\d\d)?/(\d{4})-(\d\d)(?:-\d\d)?$")

_SEASONALLY = Gated(
    r"\bseasonally[- ]adjusted\b|\bseasonal effects? (?:taken out|removed)\b|\bworking[- ]day[- ]adjusted\b|"
    r"\bcalendar and seasonally\b"
)
_UNADJUSTED = Gated(r"\bunadjusted\b|\bnot (?:seasonally )?adjusted\b|\bin original terms\b")
_REAL = Gated(
    r"\bin real terms\b|\breal terms\b|\bchained\b|\bafter inflation is removed\b|\binflation[- ]adjusted\b|"
    r"\bprice[- ]adjusted\b|\bat constant (?:\w+ )?prices\b|\badjusted for (?:inflation|price)|\ba real [A-Z]\b|"
    r"(?:^|'s |\bthe |\bits |, )real I\b"
)
_DAILY = Gated(
    r"\b(?:daily|per[- ]day|a day)[- ](?:average|averages)\b|\baverage daily\b|\baverage (?:exports |"
    r"imports )?per (?:working |business )?day\b|\bper working day\b"
)
_MONTHLY = Gated(r"\bmonthly average\b|\baverage monthly\b|\baverage (?:of )?(?:M|Q) (?:a|per|each) month\b")
_MOVING = Gated(r"\b(?:moving|rolling) average\b|\b(?:three|3)-month average\b")
_PRELIMINARY = Gated(
    r"\b(?:preliminary|provisional|flash|(?:first|initial|advance) (?:estimate|reading)|(?:initially|originally|first) "
    r"(?:reported|published|estimated|announced))\b"
)
_REVISED = Gated(
    r"\brevised (?:figure|down|up|from|to|upwards?|downwards?)\b|\ba revised\b|\bfinal figures?\b|"
    r"\b(?:second|third) estimate\b"
)
_CUMULATIVE = Gated(r"\bcumulative(?:ly)?\b|\baccumulated\b")
_QUALIFIERS = (
    ("seasonally_adjusted", _SEASONALLY),
    ("unadjusted", _UNADJUSTED),
    ("real", _REAL),
    ("daily_average", _DAILY),
    ("monthly_average", _MONTHLY),
    ("moving_average", _MOVING),
    ("cumulative", _CUMULATIVE),
    ("preliminary", _PRELIMINARY),
    ("revised", _REVISED),
)


def said_basis(template: Template, k: int) -> str | None:
    """Return the basis that the sentence's words give the change at mention ``k``.

    Args:
        template: the sentence.
        k: index of the change.
    Returns:
        str: ``yoy``, ``mom`` or ``qoq``; None where no word tells. The nearest word behind the figure wins, then the
            nearest before it.
    """
    return _near(template, k) or _by_turn(template, k) or _by_period(template, k) or _anywhere(template, k)


def turn(template: Template, k: int) -> tuple[int, int]:
    """Return which of the percentages of its bracket a change is, from 0, and how many there are; 0, 0 outside one.

    Args:
        template: the sentence.
        k: index of the change.
    """
    members = _bracket(template, template.at[k])
    return (members.index(k), len(members)) if k in members else (0, 0)


def _bracket(template: Template, at: int) -> list[int]:
    """The percentages of the bracket that a place of a template stands in, by index."""
    text = template.text
    begin = text.rfind("(", max(0, at - 80), at)
    end = text.find(")", at, at + 80)
    if begin < 0 or end < 0 or ")" in text[begin:at] or "(" in text[at:end]:
        return []
    first, last = bisect_left(template.at, begin), bisect_left(template.at, end)
    return [j for j in range(first, last) if template.letter(j) in "XZ"]


def _by_turn(template: Template, k: int) -> str | None:
    """The basis that the bracket before gives the change at the same place: ``(+12% y/y; -2% m/m) ... (+7%; -4%)``."""
    place, number = turn(template, k)
    if number < 2 or any(_near(template, j) for j in range(k - place, k - place + number)):
        return None
    begin = template.text.rfind("(", 0, template.at[k])
    before = template.text.rfind(")", max(0, begin - 160), begin)
    members = _bracket(template, before) if before > 0 else []
    told = [_near(template, j) for j in members]
    return told[place] if len(told) == number == len(set(told)) and None not in told else None


def _near(template: Template, k: int) -> str | None:
    """The basis told between a figure and the figures beside it: right behind it, else before it."""
    at = template.at[k]
    near = range(max(0, k - _REACH), min(len(template.at), k + _REACH))
    figures = [template.at[j] for j in near if template.letter(j) in FIGURES]
    start = max((f + 1 for f in figures if f < at), default=0)
    end = min((f for f in figures if f > at), default=len(template.text))
    behind = template.text[at + 1 : min(end, at + 81)]
    before = template.text[max(start, at - 90) : at]
    if (label := _LABEL_END.search(before)) is not None and not _label_behind(behind):
        return _last(before[max(0, label.start() - 20) :])  # ``YoY +5.1%, MoM -2.2%``
    joint = _JOINED.search(behind)
    found = _first(behind[: joint.start()] if joint else behind)
    return found or _last(_CLAUSE_BEFORE.split(before)[-1])


_CLAUSE_BEFORE = re.compile(r"; |, (?:but|while|whereas) ")
_LABEL_END = re.compile(r"(?:\b[ymq]-?o-?[ymq]|\b[ymq]/[ymq]|\b[a-z]+[- ]on[- ][a-z]+)\s*[:=]?\s*[(+−-]?\s*$")
_LABEL_NEXT = re.compile(r"^\s*[(]?(?:[ymq]-?o-?[ymq]|[ymq]/[ymq]|on|year|month|quarter)\b")


def _label_behind(behind: str) -> bool:
    """Whether a basis stands right behind a figure: ``5.1% y/y``."""
    return _LABEL_NEXT.match(behind) is not None


def _first(text: str) -> str | None:
    hits = [(m.start(), name) for name, pattern in _WORDS if (m := pattern.search(text))]
    return min(hits)[1] if hits else None


def _last(text: str) -> str | None:
    hits = [(m.start(), name) for name, pattern in _WORDS for m in pattern.finditer(text)]
    return max(hits)[1] if hits else None


def _by_period(template: Template, k: int) -> str | None:
    """The basis that a period of comparison of the sentence gives: the first behind the figure, else the last before
    it.
    """
    others = [j for j in range(max(0, k - _REACH), min(len(template.at), k + _REACH)) if template.letter(j) in "TY"]
    bases = [
        j
        for j in others
        if (template.letter(j) == "Y" or _COMPARES.search(template.left(j, 40))) and not _apart(template, j, k)
    ]
    if not bases:
        return None
    opening = [j for j in bases if fronted(template, j)]
    own_opening = [j for j in opening if j < k]
    bases = [j for j in bases if j < k or j not in opening]  # what opens a later clause is of that clause's figures
    if not bases:
        return None
    base = next((j for j in bases if j > k), own_opening[-1] if own_opening else bases[-1])
    own = min((j for j in others if j not in bases), key=lambda j: abs(j - k), default=None)
    value = template.mentions[own].value if own is not None else None
    if template.letter(base) == "T" and value is None:
        return None
    told, _ = basis_of_period(template.mentions[base], value.edtf if value is not None else None)
    if told in ("mom", "qoq") and _of_rate(template, base):
        return None
    return told if told in ("yoy", "mom", "qoq") else None


_RATE_BEFORE = re.compile(
    r"\b(?:from|than|compared (?:with|to)|against|after|following|versus|vs\.?|over) "
    r"(?:(?:an? |the )?(?:[a-z]+ )?[UD] (?:of )?)?"
    r"X (?:[UD] )?(?:(?:in|for|of|during|recorded|seen) )*(?:an? |the )?$"
)
_RATE_BEHIND = re.compile(r"^'s? (?:(?!and\b|or\b|but\b|figures?\b|levels?\b|totals?\b)(?:[a-z-]+|[UDIA]) ){0,3}?X")


def _of_rate(template: Template, k: int) -> bool:
    """Tell whether a period is that of a rate given for comparison: ``than April's 2%``, ``from 2% in April``."""
    return _RATE_BEFORE.search(template.left(k)) is not None or _RATE_BEHIND.match(template.right(k)) is not None


def _apart(template: Template, j: int, k: int) -> bool:
    """Tell whether a clause ends between two mentions."""
    a, b = sorted((template.at[j], template.at[k]))
    return bool(re.search(r"[;:] |\. ", template.text[a + 1 : b]))


def _anywhere(template: Template, k: int) -> str | None:
    """The basis told nearest to the figure in its sentence, before it counting twice as far."""
    at = template.at[k]
    best: tuple[int, str] | None = None
    for name, pattern in _WORDS:
        for m in pattern.finditer(template.text, max(0, at - _SENTENCE), at + _SENTENCE):
            behind = m.start() > at
            distance = (m.start() - at) if behind else (at - m.end()) * 2 + 40
            if best is None or distance < best[0]:
                best = (distance, name)
    return best[1] if best else None


def basis_of_period(base: Mention, period: str | None) -> tuple[str, str | None]:
    """Return the basis that a period of comparison gives, and that period as EDTF.

    Args:
        base: the comparison's mention.
        period: EDTF of the fact's own period.
    """
    edtf = base.value.edtf if base.value is not None else None
    if edtf and period:
        gap = _months_between(edtf, period)
        if (
            gap == 0
            and edtf == period
            and re.match(r"(?:the )?(?:same|corresponding|equivalent|comparable|like)\b", base.text, re.I)
        ):
            return "yoy", edtf  # ``the same period a year earlier``
        if gap == 12:
            return "yoy", edtf
        if gap is not None:
            one, width = _width(period), _width(edtf)
            if one == width == 1 and gap == 1:
                return "mom", edtf
            if one == width == 3 and gap == 3:
                return "qoq", edtf
            if one == width == 12:
                return ("yoy" if gap == 12 else "period"), edtf
            return "period", edtf
    for name, pattern in _PERIOD_WORDS:
        if pattern.search(base.text):
            return name, edtf
    return "period" if edtf else "unspecified", edtf


_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")


def _first_month(edtf: str) -> int | None:
    start = edtf.split("/")[0]
    m = _YEAR_MONTH.match(start)
    return int(m[1]) * 12 + int(m[2] or 1) if m else None


def _width(edtf: str) -> int:
    if re.fullmatch(r"\d{4}", edtf):
        return 12
    if _MONTH.match(edtf):
        return 1
    m = _SPAN.match(edtf)
    if m and edtf.count("-") > 2:
        return 0  # day-exact spans are no calendar months
    return (int(m[3]) - int(m[1])) * 12 + int(m[4]) - int(m[2]) + 1 if m else 0


def _months_between(earlier: str, later: str) -> int | None:
    a, b = _first_month(earlier), _first_month(later)
    return b - a if a is not None and b is not None else None


def qualifiers(template: Template) -> tuple[str, ...]:
    """Return the qualifiers that the sentence's words give its figures, in the contract's order."""
    return _qualifiers(template.text[: 4 * _SENTENCE])


def own_qualifiers(template: Template, k: int, shared: tuple[str, ...]) -> tuple[str, ...]:
    """Return the qualifiers of one amount: with averages told right behind it, without those told of a later one.

    Args:
        template: the sentence.
        k: index of the amount.
        shared: the sentence's qualifiers.
    """
    found = _EACH_TIME.match(template.right(k))
    if found is not None:
        name = "daily_average" if found["unit"] == "day" else "monthly_average"
        return shared if name in shared else tuple(q for q, _ in _QUALIFIERS if q in (*shared, name))
    if "daily_average" not in shared and "monthly_average" not in shared:
        return shared
    told = _AVERAGE_OF.search(template.text, template.at[k])
    if told is None or template.letter(k) not in "MQ" or _AVERAGE.search(template.text, 0, template.at[k]):
        return shared
    return tuple(q for q in shared if q not in ("daily_average", "monthly_average"))


_EACH_TIME = re.compile(
    r"^(?: of C)?,? (?:an?|per|each|every) (?:(?:working|business|trading|calendar) )?(?P<unit>day|month)\b"
    r"(?! (?:earlier|ago|before|after|later|from|to))"
)
_AVERAGE = re.compile(r"\b(?:daily|monthly)\b|\baverag")
_AVERAGE_OF = re.compile(r"\b(?:daily|monthly)[- ]averages? (?:[a-z]+ ){0,2}?(?:of|at|was|were|to) (?:[a-z]+ )?[MQ]")
"""``$3.2bn so far, at a daily average of $160m``: only the later one is an average"""


@lru_cache(maxsize=64)  # asked for each figure of a sentence
def _qualifiers(text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _QUALIFIERS if pattern.search(text))
