"""Pure analysis of a release.

Layout, named things, roles of figures, statements, facts. No spaCy, offsets into the input text throughout.
"""
