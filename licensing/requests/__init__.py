"""An enterprise asks for a license under published terms."""
