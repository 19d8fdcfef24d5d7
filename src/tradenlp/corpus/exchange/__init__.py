"""Annotated releases to the files of annotation tools and back, relations and facts included.

``FORMATS`` holds each format by name. Facts are drawn as relations from their figure to the marks of their slots
(``graph``); in brat they are events. What comes back from a tool is a release without problems, or an error that
names file, record and what was expected (``assemble``).
"""

from .base import Format
from .brat import BRAT
from .conll import CONLL
from .doccano import DOCCANO
from .label_studio import LABEL_STUDIO, labeling_config
from .prodigy import PRODIGY

FORMATS: dict[str, Format] = {format.name: format for format in (PRODIGY, LABEL_STUDIO, DOCCANO, BRAT, CONLL)}
"""Every format by its name."""

__all__ = ["FORMATS", "Format", "labeling_config"]
