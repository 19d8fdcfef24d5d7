"""The tokenizer: spaCy's English one with more cuts.

It cuts wherever an amount, a date or a name may end, so that mentions fall on token edges.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_SYMBOLS = r"[$€£¥₹₩₽₺₱₫₦฿₴₸₡₲₵%‰+±×=~<>/|\\()\[\]{}«»“”„\"‘’'`*•●▪▲▼△▽→←↑↓⇑⇓↗↘^_@#&;:!?,.…–—−-]"
# A drawn line is one token: stripping its signs one by one takes time in the square of their number.
_LINE = r"(?:[^\w\s]|_){24,}"
_INFIXES = [
    _SYMBOLS,
    r"(?<=\d)(?=[^\W\d_])",  # 13.93Billion, 5pct
    r"(?<=[^\W\d_])(?=\d)",  # USD13, Q3, FY24
]

_ABBREVIATION = re.compile(r"[^\W\d_][^.]*\..*\.", re.DOTALL).fullmatch


NAME = "tradenlp.tokenizer.v1"
"""The tokenizer's name in spaCy's registry."""


@registry.tokenizers(NAME)
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return the maker that spaCy calls with the Language.

    Numbers (``1,234.5``) and abbreviations with inner dots stay whole; letters and digits are parted, and so is every
    sign. Abbreviations that end in their only dot have no exception: the dot of ``$228m.`` or ``Ltd.`` may end the
    sentence, and is then no part of the mention.
    """

    def create(nlp: Language) -> Tokenizer:
        number = r"(?<![\d.,])[.,](?!\d)|(?<=\d)[.,](?!\d)|(?<!\d)[.,](?=\d)"
        infixes = [_SYMBOLS.replace(",.", "").replace(",", ""), number, *_INFIXES[1:]]
        prefixes = [_LINE, _SYMBOLS, *(nlp.Defaults.prefixes or [])]
        suffixes = [_LINE, _SYMBOLS, r"(?<=\d)[^\W\d_]+", *(nlp.Defaults.suffixes or [])]
        return Tokenizer(
            nlp.vocab,
            rules={key: rule for key, rule in (nlp.Defaults.tokenizer_exceptions or {}).items() if _ABBREVIATION(key)},
            prefix_search=compile_prefix_regex(prefixes).search,
            suffix_search=compile_suffix_regex(suffixes).search,
            infix_finditer=compile_infix_regex(infixes).finditer,
        )

    return create
