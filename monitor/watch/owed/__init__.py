"""What an incident owes and by when: steps, clocks, the next step, and what may be told more quietly."""
