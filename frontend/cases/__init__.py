"""The case file as pages show it: one shape at every desk."""
