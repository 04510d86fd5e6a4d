"""What becomes of an alert after alerts.v1: who is told, when, in what words, and how it is known that they were."""
