"""The platform's desk: where the feed stands, and the keys of its readers."""
