"""Starts the command, sends it Ctrl-C once FILE is there and SECONDS are over, and passes its output and status on.

    interrupt.py FILE SECONDS COMMAND..."""
import os
import signal
import subprocess
import sys
import time

path, seconds = sys.argv[1], float(sys.argv[2])
# Whoever runs the tests in the background has Ctrl-C ignored.
process = subprocess.Popen(sys.argv[3:], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
while not os.path.exists(path) and process.poll() is None:
    time.sleep(0.01)
time.sleep(seconds)
process.send_signal(signal.SIGINT)
status = process.wait()
print("status", status)
