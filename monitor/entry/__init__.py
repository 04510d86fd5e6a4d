"""How events enter the raw topics: from files, people and dead letters."""
