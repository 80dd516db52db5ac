"""timing.py: what the engines written in Python measure."""
import time


def times(call, seconds, fewest):
    """Milliseconds of each call, for so many seconds and at least so many calls."""
    found, end = [], time.perf_counter() + seconds
    while len(found) < fewest or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        found.append(1e3 * (time.perf_counter() - begin))
    return found


def resident_kb(which):
    """`VmRSS`, what is resident now, or `VmHWM`, the most that was."""
    return int(next(line for line in open("/proc/self/status") if line.startswith(which)).split()[1])
