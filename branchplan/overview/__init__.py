"""The district at a glance, by exception: what is missing, overdue or about to end, each figure with the list behind it."""
