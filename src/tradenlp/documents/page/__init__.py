"""A web page taken apart: bounds for hostile markup, a flat tree, the main part, its lines, and what the head tells."""
