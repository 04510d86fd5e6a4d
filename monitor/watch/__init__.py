"""The watch: a pure fold over the timeline that keeps incidents and raises graded, explained alerts."""
