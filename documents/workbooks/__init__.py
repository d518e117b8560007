"""Excel files within bounds: looked at before they are opened, read as a stream, written so that text stays text."""
