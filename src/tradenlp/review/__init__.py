"""A desk to put right what was read, and to learn from it: texts with proposed marks and facts, saved as a corpus.

``ordering`` says which release to look at first, ``proposing`` turns what the pipeline read into a draft (``drafts``),
``checking`` tells what is wrong with one at the field it stands in, ``store`` keeps it as an annotated release,
``desk`` holds them together, and ``server`` and ``page`` bring them to a browser on the same computer.
"""

from .address import reopened
from .desk import Desk, bodies, item, text_of
from .server import Server
from .store import Store

__all__ = ["Desk", "Server", "Store", "bodies", "item", "reopened", "text_of"]
