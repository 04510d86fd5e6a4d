"""The demonstration: one simulated day through the real broker and the real workers, watched as it happens."""
