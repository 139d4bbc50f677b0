"""Tasks in the order in which they press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.components.values import Task


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks that press equally."""

    title: Promise
    tasks: list[Task]


def task_groups(tasks: Iterable[Task], *, today: date) -> list[TaskGroup]:
    """Group tasks by urgency, own ones first, then by day; finished ones and empty groups are left out."""
    sunday = today + timedelta(days=6 - today.weekday())
    groups = [
        TaskGroup(_("Overdue"), []),
        TaskGroup(_("Due within three days"), []),
        TaskGroup(_("This week"), []),
        TaskGroup(_("Later"), []),
    ]
    for task in sorted(tasks, key=lambda task: (not task.is_mine, task.due or date.max)):
        if task.state == "done":
            continue
        groups[_pressure(task.due, today, sunday)].tasks.append(task)
    return [group for group in groups if group.tasks]


def _pressure(due: date | None, today: date, sunday: date) -> int:
    if due is None:
        return 3
    if due < today:
        return 0
    if due <= today + timedelta(days=3):
        return 1
    return 2 if due <= sunday else 3
