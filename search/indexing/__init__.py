"""From the log to the index: the document, the consumer, rebuild and verify."""
