"""The kernel: settings, money, dates, events, accounts, documents. Everything else builds on it."""
