"""Lexicons as values: read and checked, with everything that is wrong with them."""
