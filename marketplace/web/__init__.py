"""The web edge: who acts, problems as pages and as JSON, request ids, health, idempotency, the second factor."""
