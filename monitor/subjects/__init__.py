"""Whose matter a mention is: names, what stands around them, estates of the same name, places."""
