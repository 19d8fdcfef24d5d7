"""What the fuzzers and the property tests share: words and sentences to begin with, changes to them, what must hold."""
