#!/usr/bin/python3
"""kill-and-resume.py: runs PROGRAM STATE < EXAMPLES, killed with -9 at random moments, until it ends by itself."""
import random
import subprocess
import sys

program, state, examples = sys.argv[1:]
random.seed(2)
kills = 0
while True:
    with open(examples) as stream:
        running = subprocess.Popen([program, state], stdin=stream, stdout=subprocess.DEVNULL)
        try:
            # Late enough to learn something, early enough not to end.
            code = running.wait(random.uniform(0.005, 0.03) * (1 + kills / 20))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
            continue
    sys.exit(code or (kills < 3 and "error: it ended before it was killed three times"))
