"""Pages that anybody may read, and those of sign-in and display."""
