"""Framework-free: who follows whom, what a pack holds, what falls into the first days."""
