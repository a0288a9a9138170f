"""What a list says and where it comes from: records, sources, readers, comparison."""
