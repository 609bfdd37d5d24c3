"""How much memory a program of its own needs at most."""

from __future__ import annotations

import subprocess
import sys

_REPORT = """
def _peak_kib():
    # What getrusage tells of a child includes the parent it was forked from; the high-water mark does not.
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(_peak_kib())
"""


def run_measured(program: str, *arguments: str) -> tuple[list[str], int]:
    """The lines a Python program printed (warnings are errors, stderr must stay empty), and its peak in KiB."""
    words = [sys.executable, "-W", "error", "-c", program + _REPORT, *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    assert done.stderr == ""
    *lines, peak = done.stdout.splitlines()
    return lines, int(peak)
