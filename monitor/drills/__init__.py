"""Exercises (应急演练): what is played, and what was met and missed."""
