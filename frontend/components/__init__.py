"""Parts of pages: view values, formats, status words and form fields. They take plain values, never models."""
