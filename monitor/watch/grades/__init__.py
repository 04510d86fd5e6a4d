"""The rules of grades: read, checked, counted and weighed, and a decision retold."""
