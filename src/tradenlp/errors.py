"""Every message the package raises or warns with, by code, and the exceptions that carry them.

A message says what was found, where, what was expected and what to do. Codes are stable: users may match on them.
"""

from __future__ import annotations

from typing import Any

MESSAGES: dict[str, str] = {
    # reading files
    "E101": "{path}: no such file or folder. Check the path.",
    "E102": "{path}: the file is empty. Nothing can be read from it.",
    "E103": "{path}: binary content where text was expected. "
    "Convert it to txt, html, pdf, docx, jsonl or parquet first.",
    "E104": "{path}: not valid {encoding} (byte {position}). "
    "Save the file as UTF-8 or name its encoding with --encoding.",
    "E105": "{path}: the file is protected by a password. Save it without one.",
    "E106": "{path}: {size} MB is over the limit of {limit} MB. Split the file or raise --max-mb.",
    "E107": "{path}, line {line}: not valid JSON ({reason}). Mend or remove the line.",
    "E108": '{path}, line {line}: {found}; expected an object with a string "text". Mend or remove the line.',
    "E109": "{path}{where}: the date {found!r} is not ISO 8601. Write it as YYYY-MM-DD.",
    "E110": "{path}: cannot be read as {format} ({reason}). Open it in its own program and save it anew.",
    "E111": "{path}: the file type {suffix!r} is unknown. Known types: {known}.",
    "E112": '{path}: reading {format} needs the package {package}. Install it with: pip install "tradenlp[{extra}]".',
    "E113": "{path}: no column {column!r}; found {found}. Rename the column that holds the texts to {column!r}.",
    "E114": "{path}: no text in it (scanned pages, perhaps). Run character recognition over it first.",
    "E115": "{path}: cannot be opened ({reason}).",
    "E117": "{path}: cannot be written ({reason}).",
    "E118": "{path}: reading its facts failed ({reason}). Please report this with the text.",
    "E119": "{path}, line {line}: no document as 'tradenlp extract' writes it ({reason}). Extract it anew.",
    "E120": "{path}: took longer than {limit} seconds and was stopped. Split the text, or raise --max-seconds.",
    "E121": "{path}: took more than {limit} MB of memory and was stopped. Split the text, or raise --max-memory.",
    "E122": "{path}: the process that read it died ({reason}); all other texts go on. Read it alone to see why.",
    "E123": "{path}: the unfinished run beside it cannot be gone on with: {found}. Give what that run was given, or "
    "leave --resume out to begin anew.",
    "E124": "No process that reads texts can be started ({reason}). What it says on standard error tells why; "
    "without --workers and limits none is needed.",
    "E125": "{path}: another run is writing this file now. Wait until it ends, or name another file.",
    "E116": "{path}: no readable file in this folder. Known types: {known}.",
    # annotated releases
    "E201": "{path}, line {line}: {found}; expected {expected}.",
    "E202": "{id}: {found} cannot be written as an annotated release; expected {expected}.",
    "E203": "{path}: cannot be read as an annotated release ({reason}).",
    "E204": '{what} needs the package {package}. Install it with: pip install "tradenlp[{extra}]".',
    "E205": "{what}: {found}; expected {expected}.",
    "E211": "{path}, record {record}: {found}; expected {expected}.",
    # configuration of components
    "E301": "{name} is {found!r}; expected {expected}.",
    "E302": "The pipeline lacks {missing}, which {component} needs before it. Add it first, or use tradenlp.load().",
    "E303": "{path} holds no weights of this version: {missing} cannot be read. Train some with 'tradenlp train'.",
    "E304": "{path} does not carry the releases that its weights were learned from ({reason}). "
    "Train the base with 'tradenlp train', or name another folder.",
    "E305": "There is no configuration {config!r}. Name a file, or one that comes with the package: {known}.",
    "E306": "The backbone {name!r} cannot be loaded ({reason}). Name a folder with its config.json, tokenizer and "
    "weights, or a model of the Hugging Face hub while there is a network.",
    "E307": "{path} holds a whole pipeline (config.cfg), which weights alone would break. Name another folder.",
    "E308": "{path} is no configuration of spaCy's ({reason}). Name a .cfg file with the sections of "
    "training/config.cfg.",
    "E309": "The text given for {id!r} is not the one that its facts were read from, so their places in it are wrong. "
    "Give the text as it went into extract.",
    # lexicon
    "E401": "{table}, line {line}: {found}; expected {expected}.",
    # panels
    "E501": '{what} needs the package {package}. Install it with: pip install "tradenlp[{extra}]".',
    "E502": "No figure with a dated period in {documents} documents with {facts} facts; a panel needs one. "
    "Give their dates of publication, or other documents.",
    "E503": "There is no series {found!r} in this panel. {hint}",
    "E504": "The filters name {found}; one chart holds {expected}. Add {narrower}.",
    "E505": "{name} is {found!r}; expected {expected}.",
    "E506": "{path}: cannot be written as a DuckDB database ({reason}). Close it elsewhere, or name another file.",
    "E507": "No series fits {filters}. Leave some of these filters out; without them the panel lists all its series.",
}
WARNINGS: dict[str, str] = {
    "W101": "No trade figure was found in this text.",
    "W102": "The text seems not to be English ({share} of its words are common English words); no facts were read.",
    "W104": "Ids come more than once, first {id}: {count} texts bear the id of one before them. Give each its own.",
    "W201": "Figures that do not add up ({kind}): {figures}; the others give {expected}, told is {stated}.",
    "W202": "A misprint would explain it, such as {slip} in {number}.",
    "W203": "One of them may be misprinted, of another scope, or wrongly read.",
    "W103": "The publication date is unknown; years that the text leaves out stay open.",
}


class TradeError(Exception):
    """Base of all errors of this package.

    Attributes:
        code (str): key of ``MESSAGES``.
        data (dict): the values named in the message.
    """

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data = data
        super().__init__(code, data)

    def __str__(self) -> str:
        return f"[{self.code}] {MESSAGES[self.code].format(**self.data)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.code, self.data)


def _rebuild(cls: type[TradeError], code: str, data: dict[str, Any]) -> TradeError:
    return cls(code, **data)


class ReadError(TradeError, OSError):
    """A file or a line of it could not be read."""


class CorpusError(TradeError, ValueError):
    """An annotated release breaks the corpus format."""


class ConfigError(TradeError, ValueError):
    """A setting has a value that the component cannot work with."""


class PanelError(TradeError, ValueError):
    """Documents do not make a panel, or a panel cannot do what was asked of it."""


class LexiconError(TradeError, ValueError):
    """A row of a table breaks the table's grammar."""


def warning(code: str, **data: Any) -> str:
    """Return the text of a warning.

    Args:
        code: key of ``WARNINGS``.
        **data: the values named in the message.
    Raises:
        KeyError: if the code is unknown.
    """
    return WARNINGS[code].format(**data)
