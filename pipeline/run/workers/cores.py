"""How many cores this process may use: what the machine has, less what affinity and cgroup take away."""

from __future__ import annotations

import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")


def usable_cores() -> int:
    """At least 1."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([allowed, *map(int, quotas(CGROUPS, MEMBERSHIP))]))


def quotas(root: Path, membership: Path) -> list[float]:
    """Cores' worth of time that this process' cgroup and those above it may use; empty where there is no limit."""
    try:
        lines = membership.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):  # not Linux, or hidden from a container
        lines = []
    found = []
    for _, controllers, own in (line.split(":", 2) for line in [*lines, "0::/"]):
        base = root if not controllers else root / "cpu"
        if controllers and "cpu" not in controllers.split(","):
            continue
        group = base / own.lstrip("/")
        for folder in [group, *group.parents]:
            found += _quota(folder)
            if folder == base:
                break
    return [quota for quota in found if quota > 0]


def _quota(folder: Path) -> list[float]:
    """The quota of one cgroup, version 2 or 1."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii")
            period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii")
        return [] if quota == "max" else [int(quota) / int(period)]
    except (OSError, ValueError, ZeroDivisionError):
        return []
