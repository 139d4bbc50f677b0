"""What happened to a deal, as far as dates hang on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Milestone:
    """The reports on one milestone: the live one, and the one that was accepted."""

    reported: date | None = None
    accepted: date | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether a live report has no answer yet."""
        return self.reported is not None and self.accepted is None


@dataclass(slots=True)
class Facts:
    """Days that triggers count from, and days on which the deal ends."""

    signed: date | None = None
    effective: date | None = None
    revenue: date | None = None
    milestones: dict[str, Milestone] = field(default_factory=dict)
    ends: list[date] = field(default_factory=list)
    exits: list[date] = field(default_factory=list)

    @property
    def end(self) -> date | None:
        """Give the day of the end; of several the earliest counts."""
        return min(self.ends, default=None)

    @property
    def exit(self) -> date | None:
        """Give the day on which an exit notice was delivered in the window."""
        return min(self.exits, default=None)

    def known(self) -> dict[str, date]:
        """Give the events that a latest date can be compared by."""
        days = {"signing": self.signed, "effect": self.effective}
        return {event: day for event, day in days.items() if day is not None}

    def day_of(self, event: str, item: str) -> date | None:
        """Give the day of an event that an item's trigger names."""
        if event == "milestone":
            return self.milestones.get(item, Milestone()).accepted
        return {"signing": self.signed, "effect": self.effective, "first_revenue": self.revenue}.get(event)

    def has_ended(self, day: date) -> bool:
        """Tell whether the deal is ended on a day; its end day counts."""
        return self.end is not None and day >= self.end
