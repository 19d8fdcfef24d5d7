"""What is measured: each contender is a function that loads it and gives a function from a text to figures.

A figure is ``(start, end, value, unit)``: half-open character offsets, the number in full, and a currency (ISO 4217),
``percent`` or a unit's name. ``None`` in place of figures says that a contender finds none.
"""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Callable
from typing import Any

Figure = tuple[int, int, float, str]
Read = Callable[[str, "str | None"], "list[Figure] | None"]

# Names that the peers give currencies in trade releases; quantulum3 has no codes, and recognizers not for all.
CURRENCIES = {
    "dollar": "USD", "united states dollar": "USD", "us dollar": "USD", "euro": "EUR", "chinese yuan": "CNY",
    "yuan": "CNY", "renminbi": "CNY", "pound sterling": "GBP", "british pound": "GBP", "japanese yen": "JPY",
    "yen": "JPY", "indian rupee": "INR", "rupee": "INR", "south korean won": "KRW", "won": "KRW", "swiss franc": "CHF",
    "canadian dollar": "CAD", "australian dollar": "AUD", "new zealand dollar": "NZD", "singapore dollar": "SGD",
    "hong kong dollar": "HKD", "malaysian ringgit": "MYR", "ringgit": "MYR", "swedish krona": "SEK",
    "danish krone": "DKK", "norwegian krone": "NOK", "polish zloty": "PLN", "brazilian real": "BRL",
    "mexican peso": "MXN", "philippine peso": "PHP", "turkish lira": "TRY", "south african rand": "ZAR", "rand": "ZAR",
    "thai baht": "THB", "baht": "THB", "vietnamese dong": "VND", "russian ruble": "RUB", "kenyan shilling": "KES",
    "pakistani rupee": "PKR", "sri lankan rupee": "LKR", "bangladeshi taka": "BDT", "new taiwan dollar": "TWD",
}  # fmt: skip
UNITS = {
    "ton": "tonne",
    "metric ton": "tonne",
    "percentage": "percent",
    "percentage point": "percent",
    "point": "percent",
}
_DIGITS = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def unit_of(name: str | None) -> str:
    """Give one name to the ways that contenders and annotators write a unit."""
    plain = (name or "").strip().casefold()
    if plain in CURRENCIES:
        return CURRENCIES[plain]
    if len(plain) == 3 and name == (name or "").upper():
        return plain.upper()
    single = plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
    return UNITS.get(single, UNITS.get(plain, single))


def tradenlp() -> Read:
    """The whole job: text to facts, as JSON."""
    from tradenlp.pipeline import load_pipeline, read

    nlp = load_pipeline()

    def run(text: str, published: str | None) -> list[Figure]:
        found = read(nlp, text, published)
        found.to_json()
        out = []
        for entity in found.entities:
            value: Any = entity.value
            number = getattr(value, "number", None)
            if number is not None:
                unit = getattr(value, "currency", None) or getattr(value, "unit", None)
                out.append((entity.start, entity.end, float(number), unit_of(unit)))
        return out

    return run


def tokenizer() -> Read:
    """spaCy's bare tokenizer of English."""
    import spacy

    nlp = spacy.blank("en")

    def run(text: str, published: str | None) -> None:
        nlp.make_doc(text)

    return run


def tok2vec_ner() -> Read:
    """``tok2vec`` and ``ner`` of the size of ``en_core_web_sm``, with first weights: nothing but the speed counts."""
    import spacy
    from spacy.training import Example

    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3,
    }  # fmt: skip
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    ner = nlp.add_pipe("ner", config={"model": {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": listener,
    }})  # fmt: skip
    for label in (
        "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
        "WORK_OF_ART"
    ).split():
        ner.add_label(label)
    doc = nlp.make_doc("Exports of Chile rose 5% to $8 billion.")
    nlp.initialize(lambda: [Example.from_dict(doc, {"entities": [(11, 16, "GPE")]})])

    def run(text: str, published: str | None) -> None:
        nlp(text)

    def batch(texts: list[str]) -> list[None]:
        return [None for _ in nlp.pipe(texts)]

    run.batch = batch  # type: ignore[attr-defined]
    return run


def quantulum3() -> Read:
    """quantulum3 without its optional classifier: quantities with units."""
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    def run(text: str, published: str | None) -> list[Figure]:
        found = parser.parse(text)
        return [(q.span[0], q.span[1], float(q.value), unit_of(q.unit.name)) for q in found]

    return run


def recognizers_text() -> Read:
    """The suite's currencies, percentages, dimensions, and dates and times."""
    import recognizers_suite as suite

    def run(text: str, published: str | None) -> list[Figure]:
        out = []
        for recognize in (suite.recognize_currency, suite.recognize_dimension, suite.recognize_percentage):
            for found in recognize(text, suite.Culture.English):
                told = found.resolution or {}
                digits = _DIGITS.search(str(told.get("value") or ""))
                unit = told.get("isoCurrency") or told.get("unit")
                if recognize is suite.recognize_percentage:
                    unit = "percent"
                if digits:
                    out.append((found.start, found.end + 1, float(digits[0]), unit_of(unit)))
        suite.recognize_datetime(text, suite.Culture.English)
        return out

    return run


def dateparser() -> Read:
    """dateparser's search for dates."""
    from dateparser.search import search_dates

    def run(text: str, published: str | None) -> None:
        with contextlib.suppress(RecursionError):
            search_dates(text, languages=["en"])

    return run


OURS = {"tradenlp": tradenlp, "spaCy tokenizer": tokenizer, "spaCy tok2vec+ner": tok2vec_ner}
"""Measured in the environment of the package."""
PEERS = {"quantulum3": quantulum3, "recognizers-text": recognizers_text, "dateparser": dateparser}
"""Measured in the environment of ``requirements.txt``."""
