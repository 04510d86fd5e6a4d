"""A back-test: what two replays of the same events told, set against each other."""
