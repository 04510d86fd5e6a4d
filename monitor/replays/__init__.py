"""Replays of files and topics, and their report."""
