"""From an incident to the words and records that others read."""
