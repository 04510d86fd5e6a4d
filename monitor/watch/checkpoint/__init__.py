"""What the fold remembers of a subject and its incidents: bounded, in the bytes of its checkpoint."""
