"""What words say for the watch: pure functions over texts, which know nothing of incidents."""
