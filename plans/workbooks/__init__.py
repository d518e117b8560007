"""Excel files of a plan's schedule."""
