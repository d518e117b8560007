"""Doors of the interface: what systems read, and the administrators' page for tokens."""
