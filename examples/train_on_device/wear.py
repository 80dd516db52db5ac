#!/usr/bin/python3
"""wear.py: COUNT gestures of an invented owner, a line each: which of four, then 32 samples of x, y and z."""
import math
import random
import sys

random.seed(4)
for _ in range(int(sys.argv[1])):
    gesture = random.randrange(4)
    phase, size = random.uniform(0, 1.5), random.uniform(0.7, 1.3)
    samples = []
    for t in range(32):
        turn = 2 * math.pi * t / 32 * (1 + gesture % 2) + phase
        x, y = math.sin(turn), math.cos(turn) if gesture < 2 else math.sin(turn)
        samples += [value * size + random.gauss(0, 0.3) for value in (x, y, 0)]
    print(gesture, *(f"{value:.3f}" for value in samples))
