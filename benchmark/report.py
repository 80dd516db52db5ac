"""report.py: the tables of the benchmark."""
import math
import statistics

NAMES = {"sinter": "Sinter", "onnxruntime": "ONNX RT", "pytorch": "PyTorch"}


def table(head, rows):
    """Columns as wide as they need to be, numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    text = ""
    for first, *others in lines:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:]))]
        text += f"| {' | '.join(cells)} |\n"
    return text


def number(value, digits=3):
    """So many digits that count, without exponents; `-` for none."""
    if value is None:
        return "-"
    decimals = max(0, digits - 1 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:.{min(decimals, 4)}f}"


def figures_of(result, engine, threads):
    return result["engines"].get(engine, {}).get(threads)


def median_of(result, engine, threads):
    figures = figures_of(result, engine, threads)
    return statistics.median(figures["rounds_ms"]) if figures else None


def ratio(result, slow, fast):
    """How many times as fast (engine, threads) `fast` is: the median of the rounds' ratios."""
    a, b = figures_of(result, *slow), figures_of(result, *fast)
    return statistics.median(x / y for x, y in zip(a["rounds_ms"], b["rounds_ms"])) if a and b else None


def peak_of(machine, threads):
    """The peak of the vectors that the target has."""
    width = next((width for name, width in (("v2", "xmm"), ("v3", "ymm")) if name in machine["target"]), "zmm")
    peaks = machine["peak"][threads]
    return peaks.get(width, max(peaks.values()))


def share(machine, result, engine, threads):
    median = median_of(result, engine, threads)
    return None if median is None else f"{2e-4 * result['macs'] / median / peak_of(machine, threads):.0f} %"


def geometric_mean(values):
    values = [value for value in values if value is not None]
    return math.exp(statistics.mean(map(math.log, values))) if values else None


def times_table(machine, results, threads):
    head = ["model", "GFLOP", *(f"{NAMES[engine]} ms" for engine in NAMES)]
    head += ["x ONNX RT", "x PyTorch", "peak", "ONNX RT peak", "error"]
    if threads != "1":
        head.append("x 1 thread")
    rows, ratios = [], {"onnxruntime": [], "pytorch": []}
    for name, result in results.items():
        row = [name, number(2e-9 * result["macs"])]
        row += [number(median_of(result, engine, threads)) for engine in NAMES]
        for peer, found in ratios.items():
            found.append(ratio(result, (peer, threads), ("sinter", threads)))
            row.append(number(found[-1]))
        row += [share(machine, result, engine, threads) or "-" for engine in ("sinter", "onnxruntime")]
        error = (figures_of(result, "sinter", threads) or {}).get("error")
        row.append("-" if error is None else f"{error:.0e}")
        if threads != "1":
            row.append(number(ratio(result, ("sinter", "1"), ("sinter", threads))))
        rows.append(row)
    mean = ["geometric mean", *[""] * 4, *(number(geometric_mean(found)) for found in ratios.values())]
    rows.append(mean + [""] * (len(head) - len(mean)))
    return table(head, rows)


def costs_table(results):
    """Of the programs with the fewest threads: what they cost beside the time of a call."""
    head = ["model", "cold s", "warm s", "code KB", "program KB"]
    head += [f"{NAMES[engine]} MB" for engine in NAMES] + [f"{NAMES[engine]} first ms" for engine in NAMES] + ["first / median"]
    rows = []
    for name, result in results.items():
        compiled = result.get("compiled", {})
        one = {engine: min(by_threads.items())[1] for engine, by_threads in result["engines"].items()}
        row = [name, number(compiled.get("cold_s")), number(compiled.get("warm_s"))]
        row += [number(compiled[key] / 1e3) if key in compiled else "-" for key in ("archive_bytes", "program_bytes")]
        row += [number(one[engine]["peak_kb"] / 1e3) if engine in one else "-" for engine in NAMES]
        row += [number(one[engine]["first_ms"]) if engine in one else "-" for engine in NAMES]
        own = one.get("sinter")
        row.append(number(own["first_ms"] / statistics.median(own["rounds_ms"])) if own else "-")
        rows.append(row)
    return table(head, rows)


def print_report(machine, results):
    widths = ", ".join(f"{width} {peak:.0f}" for width, peak in machine["peak"][min(machine["peak"])].items())
    print(f"{machine['cpu']}; measured peak in GFLOP/s: {widths}; target {' '.join([machine['target'], *machine['flags']])}")
    print("; ".join(f"{engine} {version}" for engine, version in machine["versions"].items()))
    for threads in machine["peak"]:
        print(f"\n{threads} thread{'s' if threads != '1' else ''}\n")
        print(times_table(machine, results, threads), end="")
    print("\ncompilation, size, peak resident memory, first output after the start of the program\n")
    print(costs_table(results), end="")
