"""Events and records from their bytes, and what becomes of those that cannot be read."""
