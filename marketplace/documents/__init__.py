"""Files by hash, documents about things, who may read them, and PDFs made from data."""
