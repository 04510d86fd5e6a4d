"""Texts: one spelling, words, fingerprints, and what kinds of characters they hold."""
