"""Reads of handovers and of what a pack holds."""
