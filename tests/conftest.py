"""What all tests share: generated examples have no deadline, since nothing is to depend on how busy the machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
