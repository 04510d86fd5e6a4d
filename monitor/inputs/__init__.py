"""Files of events in bounded memory: read, split, sorted, paced."""
