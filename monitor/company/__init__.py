"""The organisation: projects, people, who is told, what is done, and which sources usually speak."""
