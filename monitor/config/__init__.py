"""Settings and other TOML files, read strictly."""
