"""What processes say about themselves, and how they live and end."""
