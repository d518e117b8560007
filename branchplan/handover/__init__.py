"""书记交接: a pack of what is under way when a secretary changes, signed by both, and the first thirty days of the new one."""
