"""Personal data: what it is, how it is hidden, who may see it."""
