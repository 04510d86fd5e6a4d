"""The core of yuqing: pure functions from records to records, and around them the shell modules that do I/O."""
