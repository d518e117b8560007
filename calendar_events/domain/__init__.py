"""What a branch did, without Django: meetings and their records, feeds, what became of the plan, the archive."""
