"""Words of trade prose, and sentences put together from them at random, so that changes reach the deep rules."""

from __future__ import annotations

from random import Random

MONTHS = (
    "January February March April May June July August September October November December Jan Feb. Mar Apr Jun Jul. "
    "Aug Sept Sep. Oct Nov Dec. Farvardin Safar"
).split()
CURRENCIES = (
    "$ US$ € £ ¥ ₹ Rs Rs. RMB CNY USD EUR yuan dollars euros yen won rupees pesos crowns dinars francs pounds lire "
    "C$ A$ R$ HK$ NT$ RM Tk S/ zloty naira CHF ZMW XDR"
).split()
SCALES = (
    "k m mn mln million millions bn billion b t trn trillion crore lakh lakh|crore hundred thousand dozen mm ths '000 "
    "quadrillion milliards hundred|million tens|of|billions"
).split()
PERCENTS = (
    "% percent per|cent pct p.c. percentage|points points pp ppt basis|points bps % percent|points %-points".split()
)
UNITS = (
    "tonnes tons t mt kg lb barrels b/d bpd Bcf m3 cubic|metres TEU containers vehicles bales 60-kg|bags head pairs "
    "MWh carats ounces hectares companies trains tonnes|per|day %|of|GDP square|metres hl dwt mn|t"
).split()
NUMBERS = (
    "0 1 3 7 12 100 1,000 1,234,567 12.3 0.05 .5 1.234,5 1 234 567 3,456 2½ 1/2 ¾ 12/3 two five twenty-one ninety-nine "
    "three|hundred|and|five two|and|a|half half|a|dozen a|hundred zero 33-point-33 -9.4 −3 +5 (7.1) 10-15 3–4 "
    "10|to|15 between|3|and|4 9999999999999999 1e9 ٣٤ １２ 1'000'000 007 2024 1999 4th 22nd several|hundred"
).split()
FRACTIONS = (
    "half third quarter fifth two|thirds three|quarters four|fifths one|and|a|half|times a|third one-fifth two-thirds "
    "doubled tripled halved threefold fourfold twice quadrupled 2.5|times tenfold ten|times more|than|doubled"
).split()
RANKS = (
    "first second third largest second-largest biggest top top|five number|one No.|3 fourth|place ranked|third 2nd "
    "the|world's|largest leading first|nationally tenth|in|the|world"
).split()
PERIODS = (
    "2023 2024 1999 2023/24 2023-24 FY2023-24 FY24 Q1 Q3|2023 H1 H2|2024 9M|2023 10M this|year last|year last|month "
    "next|quarter year-on-year month|on|month the|same|period|last|year a|year|earlier first|half|of|the|year "
    "first|three|quarters|of|this|year January|to|September Jan-Sep|2023 the|first|ten|days|of|May October|9 "
    "9|October|2023 2023-10-09 09/10/2023 9.10.2023 October|9,|2023 since|2019 to|date year|to|date the|1990s "
    "fiscal|year|2022-23 marketing|year|2023/24 the|week|ended|7|June the|12|months|to|March three|months|ago "
    "the|previous|month the|last|ten|years Q2|(July-September) same|month|of|2022 2023年 1402 from|2020|to|2022 "
    "by|the|end|of|March until|2030 w/e|7|June the|five|months|through|May mid-October late|2023 spring|2024"
).split()
INDICATORS = (
    "exports imports trade shipments sales the|surplus the|deficit the|trade|balance re-exports throughput output "
    "prices orders investment foreign|trade total|import|and|export|volume turnover net|exports value volume"
).split()
TRENDS = (
    "rose fell grew shrank increased decreased jumped by|up down widened narrowed dropped climbed slipped was|up "
    "gained|lost edged|up was|unchanged stood|at reached totalled came|to accounted|for|making|up hit declined|by "
    "quickened|to slowed|to rebounded expanded contracted more|than|doubled"
).split()
GOODS = (
    "soybeans cars copper crude|oil laptops mechanical|and|electrical|products goods services rice coffee tyres LNG "
    "natural|gas machinery coal gold textiles shoes durians chips|and|semiconductors goods|and|services"
).split()
PLACES = (
    "China Brazil the|province Chongqing ASEAN the|European|Union Germany Iran India the|city the|country Qinzhou|Port "
    "Japan the|United|States U.S.-China Middle|East Hong|Kong|SAR Georgia Jersey Türkiye Côte|d’Ivoire the|rest|of|"
    "the|world Port|of|Santos ABC|Ltd private|enterprises processing|trade"
).split()
LINKS = (
    "and or to from of in on with , ; : . ( ) – — - / | , respectively , while , against compared|with versus vs. "
    "than , or . . , up , down from to , of|which the|former the|latter ) [ ] “ ” ‘ ’ ... per each a the an nearly "
    "about over under at|least up|to some ~ < > ≈ = + not if respectively"
).split()
MARKS = (
    "\n",
    "\n\n",
    "\t",
    "  ",
    "    ",
    "\r\n",
    "\r",
    "\x00",
    "\u00a0",
    "\u202f",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u00ad",
    "\ufeff",
    "\u0301",
    "\u20e3",
    "\ud800",
    "\udc00",
    "\U0001f4b0",
    "\u2028",
    "\x0b",
    "\x0c",
    "\x85",
    "\u0130",
    "\u017f",
    "\ufb01",
    "²",
    "¹",
    "٪",
    "％",
    "‰",
    "－",
    "，",
    "Ⅳ",
    "①",
    "½",
    "\x1c",
    "\x1f",
    "|",
    "||",
    " | ",
    "---",
    "===",
    "***",
    "# ",
    "- ",
    "* ",
    "> ",
    "[1]",
    "(Xinhua) --",
    "Source: ",
    "Date: ",
    "Table 1. ",
    "in millions of US dollars",
    "Note: ",
)
KINDS: tuple[tuple[str, ...], ...] = tuple(
    tuple(word.replace("|", " ") for word in group)
    for group in (
        MONTHS,
        CURRENCIES,
        SCALES,
        PERCENTS,
        UNITS,
        NUMBERS,
        FRACTIONS,
        RANKS,
        PERIODS,
        INDICATORS,
        TRENDS,
        GOODS,
        PLACES,
        LINKS,
    )
) + (MARKS,)
_NAMES = dict(zip("mcspunfrtivgwlx", KINDS, strict=True))
# One letter is one kind of word, see _NAMES; all else stands for itself.
_FRAMES = (
    "<i> of <g> <v> <n><p> to <c><n> <s> in <t>.",
    "In <t>, <w>'s <i> <v> <n> <p> to <n> <s> <c>, <l> <i> <v> <n><p> to <c><n><s>.",
    "<w> <v> <n> <s> <u> of <g> <l> <w> in <t>, <f> <t>.",
    "<i> <v> by <f>, <l> <n><p> of <i>, <r> <l> <w>.",
    "<i> and <i> <v> <n><p> and <n><p> respectively.",
    "<t>: <c><n><s> (<c><n> <s>); <t>: <c><n>.",
    "<g>, <g> and <g> <v> <n>, <n> and <n> <s> <u>, <v> <n><p>, <n><p> and <n><p>.",
    "<w> was the <r> <l> <w>, with <n> <s> <c>, <v> <f> <l> <t>.",
    "<m> <n>, <n> <l> <m> <n><l><n>",
    "<w> | <n> | <n> | <n><p>\n",
    "Month    <t>    <t>    change, <p>\n<g>    <n>    <n>    <n>\n<g>    <n>    <n>    <n>\n",
    "| <g> | <t> | <c> <s> |\n|---|---|---|\n| <w> | <n> | <n> |\n| <w> | <n> | <n><p> |\n",
    "<c><n><l><n> <s><l><c><n><s>/<u>",
    "<x><n><x><s><x><u><x><t><x>",
    "<w>, <m> <n> (<x>) -- <i> <v> <n><p> <t>.",
)


def word(rng: Random) -> str:
    """One word or sign of any kind."""
    return rng.choice(rng.choice(KINDS))


def sentence(rng: Random) -> str:
    """One sentence, or what passes for one."""
    out: list[str] = []
    frame = rng.choice(_FRAMES)
    at = 0
    while at < len(frame):
        if frame[at] == "<" and frame[at + 2 : at + 3] == ">":
            chosen = _NAMES[frame[at + 1]] if rng.random() < 0.92 else rng.choice(KINDS)
            out.append(rng.choice(chosen))
            at += 3
        else:
            out.append(frame[at])
            at += 1
    text = "".join(out)
    return text[:1].upper() + text[1:] if rng.random() < 0.5 else text


def passage(rng: Random, most: int = 4) -> str:
    """A few sentences."""
    gaps = (" ", " ", "\n", "\n\n", "", "\r\n")
    return "".join(sentence(rng) + rng.choice(gaps) for _ in range(rng.randint(1, most)))
