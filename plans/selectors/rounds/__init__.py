"""Reads for planning rounds."""
