"""Changes to a text that keep it near trade prose; and to what is no prose, by the words of its own format."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from .words import passage, sentence, word

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
DIALECTS: dict[str, tuple[str, ...]] = {
    "text": (),
    "html": tuple(
        "<p> </p> <div> </div> <table> </table> <tr> <td> </td> <th colspan=3> <td rowspan=99999> <td colspan=-1> "
        "<li> <ul> <br> <br/> <!-- --> <script> </script> <style> <pre> </pre> <h1> <main> <article> <nav> <footer> "
        '<time datetime="2024-01-02"> <meta charset=utf-16> <meta name="date" content="2024-13-41"> '
        '<script type="application/ld+json"> {"datePublished":"2024-02-30"} {"@graph":[[[ <title> </title> <template> '
        "<svg> <math> <noframes> <frameset> <?xml <![CDATA[ ]]> &nbsp; &#0; &#x110000; &#xD800; &amp &lt; "
        '<body hidden> style="display:none" <plaintext> <select> <sub> <sup> <dl> <dt> <dd> <form> <caption>'.split()
    ),
    "rel": tuple(
        "---\n [[ ]] |MONEY m1]] |PERIOD t1]] |INDICATOR i1]] \\[[ id: body: split: published: tags: with | ~ none - + "
        "exports imports amount change share rank period reporter partner commodity modality qualifiers # "
        "2024-05 XXXX-01/XXXX-09 3.2bn USD +4.5 percent yoy 3m..4m ..".split(" ")
    ),
    "json": tuple(
        '{ } [ ] : , "id" "text" "published" "facts" "entities" null true 1e999 -0 NaN Infinity "\\ud800" "\\u0000" '
        '"number" "amount" "kind" "money" "start" "end" "evidence" "confidence" "checks" {"text":"Exports" \n '
        '"2024-01-01" 99999999999999999999 1E-400 "1e999999" "low" "edtf" "period" "position"'.split(" ")
    ),
    "brat": tuple("T1\t R1\t E1\t A1\t #1\t MONEY 0 5 ;3 9 Arg1:T1 AnnotatorNotes \t \n".split(" ")),
    "xml": tuple(
        "<w:p> </w:p> <w:r> <w:t> </w:t> <w:tbl> <w:tr> <w:tc> </w:tbl> <w:del> <w:tab/> <w:br/> <w:vMerge/> &amp; "
        "<!ENTITY <!DOCTYPE &x; <w:sdt> <w:sdtContent> <mc:AlternateContent> <mc:Fallback> <w:instrText>".split()
    ),
    "pdf": tuple(
        "obj endobj stream endstream xref trailer startxref %%EOF << >> /Length /Type /Page /Pages /Kids /Count "
        "/Contents /Font /ToUnicode Tj TJ Td Tm BT ET /FlateDecode /Filter /Encrypt 0 R /MediaBox [ ] 99999999".split()
    ),
    "args": tuple(
        "--format jsonl csv table parquet -o out.csv --published 2024-02-30 --encoding utf-16 --max-mb 0 -w 2 "
        "--max-seconds nan --resume --errors e.jsonl --min-confidence inf extract report panel schema info corpus "
        "derive evaluate -- - -- \n a.txt *.txt [ ../ --quiet -v --help --version -f --max-memory -1".split(" ")
    ),
}


def decoded(data: bytes) -> str:
    """Any bytes as text; halves of surrogate pairs come through."""
    return data.decode("utf-8", "surrogatepass") if _is_text(data) else data.decode("latin-1")


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def encoded(text: str, most: int) -> bytes:
    """Text as bytes, cut at a whole character."""
    data = text.encode("utf-8", "surrogatepass")
    return data if len(data) <= most else data[:most].decode("utf-8", "ignore").encode()


def mutated(text: str, rng: Random, dialect: str = "text") -> str:
    """Change a text in one to four places."""
    own = DIALECTS[dialect]
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
        if own and rng.random() < 0.6:
            text = _inserted(text, rng.choice(own), rng)
        else:
            text = rng.choice(_CHANGES)(text, rng)
    return text


def _cut(text: str, rng: Random) -> tuple[int, int]:
    tokens: Sequence[re.Match[str]] = list(_TOKEN.finditer(text, max(0, rng.randint(0, max(len(text), 1)) - 200)))
    if not tokens:
        return 0, len(text)
    first = rng.randrange(len(tokens))
    last = min(first + rng.choice((0, 0, 0, 1, 2, 5, 20)), len(tokens) - 1)
    return tokens[first].start(), tokens[last].end()


def _inserted(text: str, piece: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    at = rng.choice((start, end))
    gap = rng.choice(("", " ", " "))
    return text[:at] + gap + piece + gap + text[at:]


def _with_word(text: str, rng: Random) -> str:
    return _inserted(text, word(rng), rng)


def _with_sentence(text: str, rng: Random) -> str:
    return _inserted(text, sentence(rng), rng)


def _replaced(text: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    return text[:start] + word(rng) + text[end:]


def _without(text: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    return text[:start] + text[end:]


def _doubled(text: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    return text[:end] + text[start:end] * rng.choice((1, 1, 2, 5, 30)) + text[end:]


def _moved(text: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    rest = text[:start] + text[end:]
    at = rng.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def _renumbered(text: str, rng: Random) -> str:
    found = list(_DIGITS.finditer(text))
    if not found:
        return _with_word(text, rng)
    chosen = rng.choice(found)
    number = rng.choice(
        (str(rng.randint(0, 40)), str(rng.randint(1690, 2210)), str(rng.randint(0, 10**12)), "00", "31")
    )
    return text[: chosen.start()] + number + text[chosen.end() :]


def _strange(text: str, rng: Random) -> str:
    at = rng.randint(0, len(text))
    sign = chr(rng.choice((rng.randint(0, 127), rng.randint(128, 0x2FFF), rng.randint(0, 0x10FFFF))))
    return text[:at] + sign + text[at + rng.randint(0, 1) :]


def _recased(text: str, rng: Random) -> str:
    start, end = _cut(text, rng)
    change = rng.choice((str.upper, str.lower, str.title, str.swapcase))
    return text[:start] + change(text[start:end]) + text[end:]


def _anew(text: str, rng: Random) -> str:
    return passage(rng)


_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    _with_word,
    _with_word,
    _with_word,
    _with_sentence,
    _replaced,
    _replaced,
    _replaced,
    _without,
    _without,
    _doubled,
    _moved,
    _renumbered,
    _renumbered,
    _strange,
    _recased,
    _anew,
)
