"""Starts mpirun, sends its last process a signal once FILE is there and SECONDS are over, and says whether all ended well, within a minute.

    signal-rank.py SIGNAL FILE SECONDS MPIRUN.."""
import os
import signal
import subprocess
import sys
import time

number, path, seconds = signal.Signals[sys.argv[1]], sys.argv[2], float(sys.argv[3])
process = subprocess.Popen(sys.argv[4:], preexec_fn=lambda: signal.signal(number, signal.SIG_DFL) if number != signal.SIGKILL else None)
while not os.path.exists(path) and process.poll() is None:
    time.sleep(0.01)
time.sleep(seconds)
ranks = open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
os.kill(int(ranks[-1]), number)
try:
    print("all is well" if process.wait(60) == 0 else "ended")
except subprocess.TimeoutExpired:
    process.kill()
    print("hangs")
