"""Planning rounds: writing them, opening and closing, the schools that are asked, and what they begin from it."""
