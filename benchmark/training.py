#!/usr/bin/python3
"""training.py: training steps of Sinter and PyTorch on the same networks and cores, in one run; called by benchmark/training.

PyTorch's memory format is the quicker of its two, and its threads wait in the quicker way, tried first. A ratio is the median of the rounds' ratios.
"""
import argparse
import itertools
import json
import os
import statistics
import sys
from pathlib import Path

from report import table
from side_by_side import ROOT, Program, built_program, warn_of_disturbance, ways_to_wait

ENGINE = Path(__file__).resolve().parent / "engines" / "training_step.py"
NETWORKS = ("lenet5", "resnet20", "resnet18")
FORMATS = ("contiguous_format", "channels_last")


def start(name, threads, words, options, waiting=None):
    return Program(["/usr/bin/python3", "-B", ENGINE, name, words[0], threads, *words[1:]], options.cores[-threads:], waiting)


def quickest_way(name, threads, options):
    """Of PyTorch: a memory format, and how threads wait."""
    found = {}
    for way in itertools.product(FORMATS, ways_to_wait(threads)):
        program = start(name, threads, ["pytorch", way[0]], options, way[1])
        found[way] = program.measure(options.seconds)["median_ms"]
        program.end()
    return min(found, key=found.get)


def measure(name, options):
    """Medians of each engine and number of threads, round by round."""
    programs = {}
    for threads in options.threads:
        folder = options.folder / name / str(threads)
        folder.mkdir(parents=True, exist_ok=True)
        programs["sinter", threads] = start(name, threads, ["sinter", options.sinter, folder], options)
        memory_format, waiting = quickest_way(name, threads, options)
        programs["pytorch", threads] = start(name, threads, ["pytorch", memory_format], options, waiting)
    rounds = {key: [] for key in programs}
    for _ in range(options.rounds):
        for key, program in programs.items():
            rounds[key].append(program.measure(options.seconds))
    for program in programs.values():
        program.end()
    return rounds


def medians(rounds):
    return [each["median_ms"] for each in rounds]


def ratio(numerator, denominator):
    return statistics.median(a / b for a, b in zip(medians(numerator), medians(denominator)))


def rows(name, rounds, threads):
    for count in threads:
        ours, theirs = rounds["sinter", count], rounds["pytorch", count]
        growth = [max(each["growth_kb"] for each in engine) / 1024 for engine in (ours, theirs)]
        yield (
            name,
            str(count),
            f"{statistics.median(medians(ours)):.3g}",
            f"{statistics.median(medians(theirs)):.3g}",
            f"{ratio(theirs, ours):.2f}",
            f"{ratio(rounds['sinter', threads[0]], ours):.2f}" if count != threads[0] else "",
            f"{growth[0]:.0f}",
            f"{growth[1]:.0f}",
            f"{growth[0] / growth[1]:.2f}",
        )


def parse():
    parser = argparse.ArgumentParser(prog="benchmark/training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=f"of {', '.join(NETWORKS)} (default: all)")
    parser.add_argument("--threads", nargs="+", type=int, help="numbers of threads (default 1 2)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each engine in a round (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round to this file too")
    parser.add_argument("--sinter", default=built_program(), help="the program (default: the one that was built last)")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/benchmark/training", help="for compiled libraries")
    options = parser.parse_args()
    if unknown := [name for name in options.networks if name not in NETWORKS]:
        parser.error(f"no training step is called `{unknown[0]}`; there are {', '.join(NETWORKS)}")
    options.cores = sorted(os.sched_getaffinity(0))
    options.threads = options.threads or [1, 2][: len(options.cores)]
    if max(options.threads) > len(options.cores):
        parser.error(f"there are {len(options.cores)} cores, but --threads asks for {max(options.threads)}")
    if options.sinter is None:
        parser.error("there is no `sinter` in build/release/bin or build/dev/bin: build one, or name it with --sinter")
    return options


def main():
    options = parse()
    head = ("training step", "threads", "Sinter ms", "PyTorch ms", "x PyTorch", "x 1 thread", "Sinter MB", "PyTorch MB", "MB / MB")
    lines, waited, kept = [], [], {}
    for name in options.networks or NETWORKS:
        rounds = measure(name, options)
        lines += rows(name, rounds, options.threads)
        waited += [(engine, each["waited"]) for (engine, _), found in rounds.items() for each in found]
        kept[name] = {f"{engine} {threads}": found for (engine, threads), found in rounds.items()}
    print(table(head, lines), end="")
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1) + "\n")
    warn_of_disturbance(waited)


if __name__ == "__main__":
    main()
