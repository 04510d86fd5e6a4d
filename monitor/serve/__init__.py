"""People's hands on incidents over HTTP: who they are, what they may ask for, and what became of it."""
