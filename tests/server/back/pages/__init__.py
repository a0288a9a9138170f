"""The pages of the explorer over a real server."""
