"""Doors of the planning rounds: the office that asks, its board, and the school that is asked."""
