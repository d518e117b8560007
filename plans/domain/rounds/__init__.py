"""What is reckoned about planning rounds."""
