"""What the district's other systems may read: /api/v1/ with scoped tokens, nothing about single people."""
