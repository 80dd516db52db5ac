#!/usr/bin/python3
"""side_by_side.py: Sinter, ONNX Runtime and PyTorch on the same networks, the same cores, in one run.

Called by benchmark/run, which installs what is missing; README.md says what is measured. With Sinter alone nothing is
exported: its weights are those that the text begins with, unless an earlier run has left an export.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from array import array
from pathlib import Path

from networks import NETWORKS, ROOT, channels_first
from report import print_report

ENGINES = ("sinter", "onnxruntime", "pytorch")
PROGRAMS = Path(__file__).resolve().parent / "engines"
ORT = "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1"
REST = 0.1  # seconds, in which the threads of the engine before go to sleep
DISTURBED = 0.02  # share of a round in which threads may wait for a core that another program has
ATTEMPTS = 3  # to have a round undisturbed
TOLERANCE = 1e-4  # largest difference from PyTorch, of its largest output


def run(*command, **keywords):
    """The output of a command; stops with what it said where it goes wrong."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **keywords)
    if done.returncode != 0:
        sys.exit(f"error: `{' '.join(map(str, command))}` stopped:\n{done.stderr.strip()}")
    return done.stdout


def pin(cores):
    return lambda: os.sched_setaffinity(0, cores)


def environment(threads, waiting=None):
    """`waiting` is how OpenMP's threads do: None (they spin for a while) or `passive`."""
    policy = {"OMP_WAIT_POLICY": waiting} if waiting else {}
    return {**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads), **policy}


def ways_to_wait(threads):
    """PyTorch has several pools of threads: where those of one spin, those of another share what is left of the cores."""
    return (None,) if threads == 1 else (None, "passive")


class Program:
    """An engine with one network, which is called for a while whenever it is told to; see engines/engine.h."""

    def __init__(self, command, cores, waiting=None):
        self.command, self.cores = [str(word) for word in command], cores
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(len(cores), waiting),
            preexec_fn=pin(cores),
        )
        self.first_ms = self.answer()["first_ms"]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"error: `{' '.join(self.command)}` stopped")
        return json.loads(line)

    def waited(self):
        """Seconds that threads which could run have waited for a core."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(1e-9 * int((task / "schedstat").read_text().split()[1]) for task in tasks)

    def attempt(self, seconds):
        time.sleep(REST)
        begin, waited = time.perf_counter(), self.waited()
        print(seconds, file=self.process.stdin, flush=True)
        answer = self.answer()
        share = (self.waited() - waited) / (time.perf_counter() - begin) / len(self.cores)
        return {**answer, "waited": share}

    def measure(self, seconds):
        """A round, again if other programs had the core meanwhile; the least disturbed one counts."""
        best = self.attempt(seconds)
        for _ in range(ATTEMPTS - 1):
            if best["waited"] <= DISTURBED:
                break
            best = min(best, self.attempt(seconds), key=lambda answer: answer["waited"])
        return best

    def end(self):
        self.process.stdin.close()
        self.process.wait()


# What has to be there before anything is timed ------------------------------------------------------------------------


def compile_c(source, output, *words):
    run("cc", "-O2", "-Wl,--gc-sections", PROGRAMS / source, *words, "-o", output)
    return output


def of_text(case):
    return [ROOT / case.text, "--model", case.model, *(word for size in case.bindings for word in ("--bind", size))]


def prepare(name, options):
    """The folder of a network, with what its engines read."""
    case, folder = NETWORKS[name], options.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if options.engines != ["sinter"] and not (folder / "expected").exists():
        print(f"{name}: exporting", file=sys.stderr)
        run("/usr/bin/python3", "-B", PROGRAMS.parent / "networks.py", name, folder)
    if not (folder / "input.last").exists():
        count = product(case.input)
        draw = random.Random(7)
        (folder / "input.last").write_bytes(array("f", (draw.gauss(0, 1) for _ in range(count))).tobytes())
    return folder


def product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result


def multiply_adds(case, options):
    """From the last columns of the line of totals, whose digits stand in groups of three."""
    summary = run(options.sinter, "summary", *of_text(case))
    total = next(line for line in summary.splitlines() if line.startswith("total "))
    return int(total.split("  ")[-2].replace(" ", ""))


def timed(*command):
    begin = time.perf_counter()
    run(*command)
    return time.perf_counter() - begin


def text_bytes(path):
    """The bytes of machine code in a program or in all members of an archive."""
    rows = [line.split() for line in run("size", "-A", "-d", path).splitlines()]
    return sum(int(row[1]) for row in rows if row and row[0].startswith(".text"))


def compile_sinter(case, folder, options):
    """Compiles and links; returns the command that runs it but for the threads, and what there is to say about it."""
    output, cache = folder / "sinter", folder / "cache"
    weights = ["--weights", folder / "weights.safetensors"] if (folder / "weights.safetensors").exists() else []
    target = ["--target", options.target] if options.target else []
    command = [options.sinter, "compile", *of_text(case), *weights, *target, *options.compile_flag, "-o", output]
    shutil.rmtree(output, ignore_errors=True)
    figures = {}
    if options.quick:
        run(*command)
    else:
        shutil.rmtree(cache, ignore_errors=True)
        figures["cold_s"] = timed(*command, "--cache", cache)
        figures["warm_s"] = timed(*command, "--cache", cache)
        shutil.rmtree(cache)
    stem = Path(case.text).stem
    archive, packed = output / f"lib{stem}.a", output / f"{stem}.weights"
    macros = [f'-DHEADER="{stem}.h"', f"-DTEXT={stem}", f"-DMODEL={case.model.lower()}", f"-DEMBEDDED={int(not packed.exists())}"]
    program = compile_c("sinter.c", folder / "sinter.program", f"-I{output}", *macros, archive, "-lm", "-lpthread")
    figures.update(archive_bytes=text_bytes(archive), program_bytes=text_bytes(program))
    return [program], [packed] if packed.exists() else [], figures


def quickest_variant(command, file, cores):
    """Of PyTorch, and how its threads wait; kept in the file, since trying them all takes longer than the rounds."""
    if not file.exists():
        tried = []
        for waiting in ways_to_wait(len(cores)):
            variant, milliseconds = run(*command, env=environment(len(cores), waiting), preexec_fn=pin(cores)).split()
            tried.append((float(milliseconds), variant, waiting))
        file.write_text(json.dumps(min(tried, key=lambda each: each[0])[1:]))
    return json.loads(file.read_text())


def start(name, case, folder, threads, options, sinter):
    """The engines of a network on so many threads."""
    cores, found = options.cores[-threads:], {}
    outputs = {engine: folder / f"{engine}.{threads}" for engine in options.engines}
    for engine in options.engines:
        variant, waiting, files = None, None, [threads, folder / ("input.last" if engine == "sinter" else "input.first"), outputs[engine]]
        if engine == "sinter":
            command = [*sinter[0], *files, product(case.output), *sinter[1]]
        elif engine == "onnxruntime":
            shape = ",".join(map(str, channels_first(case.input)))
            command = [options.folder / "onnxruntime", options.peers / ORT, *files, folder / "model.onnx", shape]
        else:
            command = ["/usr/bin/python3", "-BWignore", PROGRAMS / "pytorch.py", name, folder / "weights.safetensors", *files]
            variant, waiting = quickest_variant(command, folder / f"pytorch.{threads}.quickest", cores)
            command.append(variant)
        program = Program(command, cores, waiting)
        found[engine] = (program, {"first_ms": program.first_ms, "variant": variant, "waiting": waiting, "rounds_ms": [], "waited": []})
    return found, outputs


def difference(case, engine, output, folder):
    """The largest difference from PyTorch's output, as a share of its largest element; none without an export."""
    if not (folder / "expected").exists():
        return None
    import numpy as np

    got, expected = (np.fromfile(path, np.float32) for path in (output, folder / "expected"))
    if engine != "sinter":
        got = np.moveaxis(got.reshape(channels_first(case.output)), 1, -1).ravel()
    return float(np.abs(got - expected).max() / np.abs(expected).max())


# Measuring ------------------------------------------------------------------------------------------------------------


def measure(name, options):
    case, folder = NETWORKS[name], prepare(name, options)
    result = {"macs": multiply_adds(case, options), "engines": {}}
    sinter = None
    if "sinter" in options.engines:
        *sinter, result["compiled"] = compile_sinter(case, folder, options)
    running = []
    for threads in options.threads:
        programs, outputs = start(name, case, folder, threads, options, sinter)
        for engine, (program, figures) in programs.items():
            figures["error"] = difference(case, engine, outputs[engine], folder)
            running.append((program, figures))
            result["engines"].setdefault(engine, {})[str(threads)] = figures
    for number in range(options.rounds):
        if sys.stderr.isatty():
            print(f"\r{name}: round {number + 1} of {options.rounds} ", end="", file=sys.stderr)
        for program, figures in running:
            answer = program.measure(options.seconds)
            figures["rounds_ms"].append(answer["median_ms"])
            figures["waited"].append(answer["waited"])
            figures["peak_kb"] = answer["peak_kb"]
    for program, _ in running:
        program.end()
    if sys.stderr.isatty():
        print("\r" + " " * 50 + "\r", end="", file=sys.stderr)
    return result


def machine(options):
    """What the figures are of: processor, its peak, versions."""
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    program = compile_c("peak.c", options.folder / "peak", "-lpthread")
    cores = {threads: options.cores[-threads:] for threads in options.threads}
    peaks = {str(threads): json.loads(run(program, threads, preexec_fn=pin(cores[threads]))) for threads in cores}
    found = {"cpu": cpu, "peak": peaks, "versions": {}, "target": options.target or "native", "flags": options.compile_flag}
    if "sinter" in options.engines:
        found["versions"]["Sinter"] = run(options.sinter, "--version").split()[-1]
    if "onnxruntime" in options.engines:
        library = options.peers / ORT
        peer = compile_c("onnxruntime.c", options.folder / "onnxruntime", "-ldl")
        found["versions"]["ONNX Runtime"] = f"{run(peer, library).strip()} ({library.stat().st_size / 1e6:.0f} MB)"
    if "pytorch" in options.engines:
        found["versions"]["PyTorch"] = run("/usr/bin/python3", "-c", "import torch; print(torch.__version__)").strip()
    return found


def built_program():
    """The `sinter` of release or dev that was built last; None where neither was."""
    built = [path for path in (ROOT / "build/release/bin/sinter", ROOT / "build/dev/bin/sinter") if path.exists()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


def parse():
    parser = argparse.ArgumentParser(
        prog="benchmark/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=f"of {', '.join(NETWORKS)} (default: all)")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--threads", nargs="+", type=int, help="numbers of threads (default 1 2)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each engine in a round (default 0.5)")
    parser.add_argument("--quick", action="store_true", help="three short rounds, and no times of compilation")
    parser.add_argument("--target", help="processor to compile for, instead of this one")
    parser.add_argument(
        "--compile-flag", action="append", default=[], metavar="FLAG", help="one more of `sinter compile`"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--tables", nargs="+", type=Path, metavar="FILE", help="measure nothing: the tables of such files")
    parser.add_argument("--sinter", default=built_program(), help="the program (default: the one that was built last)")
    parser.add_argument("--peers", type=Path, default=ROOT / "build/peers")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/benchmark", help="for exports and programs")
    options = parser.parse_args()
    if unknown := [name for name in options.networks if name not in NETWORKS]:
        parser.error(f"no network is called `{unknown[0]}`; there are {', '.join(NETWORKS)}")
    options.cores = sorted(os.sched_getaffinity(0))
    options.threads = options.threads or [1, 2][: len(options.cores)]
    if max(options.threads) > len(options.cores):
        parser.error(f"there are {len(options.cores)} cores, but --threads asks for {max(options.threads)}")
    if "sinter" in options.engines and options.sinter is None:
        parser.error("there is no `sinter` in build/release/bin or build/dev/bin: build one, or name it with --sinter")
    if options.quick:
        options.rounds, options.seconds = min(options.rounds, 3), min(options.seconds, 0.1)
    options.engines = [engine for engine in ENGINES if engine in options.engines]
    return options


def warn_of_disturbance(rounds):
    """`rounds` are pairs of an engine and the share of a round that its threads waited for a core."""
    disturbed = [(engine, waited) for engine, waited in rounds if waited > DISTURBED]
    if not disturbed:
        return
    by_engine = ", ".join(f"{engine} {sum(name == engine for name, _ in disturbed)}" for engine in dict(disturbed))
    print(
        f"warning: threads waited for a core in {len(disturbed)} of {len(rounds)} rounds ({by_engine}), for up to"
        f" {100 * max(waited for _, waited in disturbed):.0f} % of the time: other programs ran, or an engine's own pools"
        " of threads met; do not trust ratios to it",
        file=sys.stderr,
    )


def waited_rounds(results):
    for result in results.values():
        for engine, by_threads in result["engines"].items():
            for figures in by_threads.values():
                yield from ((engine, waited) for waited in figures["waited"])


def main():
    options = parse()
    if options.tables:
        files = [json.loads(path.read_text()) for path in options.tables]
        results = {name: result for file in files for name, result in file["networks"].items()}
        print_report(files[0]["machine"], results)
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    whole = {"machine": machine(options), "networks": {}}
    for name in options.networks or NETWORKS:
        whole["networks"][name] = measure(name, options)
        if options.json:
            options.json.write_text(json.dumps(whole, indent=1) + "\n")
    print_report(whole["machine"], whole["networks"])
    warn_of_disturbance(list(waited_rounds(whole["networks"])))
    wrong = [
        f"{name}: {engine}"
        for name, result in whole["networks"].items()
        for engine, by_threads in result["engines"].items()
        if any(not figures["error"] <= TOLERANCE for figures in by_threads.values() if figures["error"] is not None)
    ]
    for each in wrong:
        print(f"error: {each} is further than {TOLERANCE:.0e} from PyTorch", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
