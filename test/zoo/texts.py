#!/usr/bin/python3
"""texts.py: the texts of examples/zoo, and what they owe: a module that compares them, the length of a page, and blocks that no
other text has. Prints what is missing. Texts without a `model` are there to be imported.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS, MODULES = ROOT / "examples/zoo", ROOT / "test/zoo"
NOT_NETWORKS = {"compare", "counts", "network", "relayouts", "texts"}
PAGE = 60  # lines
SHORTER = {"resnet": 30, "mobilenet_v2": 25}


def modules():
    return sorted(path.stem for path in MODULES.glob("*.py") if path.stem not in NOT_NETWORKS)


def models_of(text):
    return re.findall(r"^model (\w+)", text.read_text(), re.MULTILINE)


def blocks_of(text):
    """Name and the rest of each block, which ends with its line or with a line that starts with its brace."""
    return re.findall(r"^block (\w+)(\(.*\}|\(.*(?:\n(?!\}).*)*\n\})$", text.read_text(), re.MULTILINE)


def without_partner():
    texts = {path.stem for path in TEXTS.glob("*.sn") if models_of(path)}
    tested = set(modules())
    for name in texts - tested:
        yield f"examples/zoo/{name}.sn has no test/zoo/{name}.py that compares it with PyTorch"
    for name in tested - texts:
        yield f"test/zoo/{name}.py is about examples/zoo/{name}.sn, which does not exist or has no model"
    for name in tested:
        for tool in ("compare", "counts"):
            if f"\nRUN: %{tool} %s\n" not in (MODULES / f"{name}.py").read_text():
                yield f"test/zoo/{name}.py has no line `RUN: %{tool} %s`"


def too_long():
    for path in TEXTS.rglob("*.sn"):
        allowed = SHORTER.get(path.stem, PAGE) if path.parent == TEXTS else PAGE
        lines = len(path.read_text().splitlines())
        if lines > allowed:
            yield f"{path.relative_to(ROOT)} has {lines} lines, but at most {allowed} are wanted"


def written_twice():
    homes = {}
    for path in sorted(TEXTS.rglob("*.sn")):
        for name, content in blocks_of(path):
            home = homes.setdefault(re.sub(r"\s+", " ", content), (path, name))
            if home != (path, name):
                yield f"{path.relative_to(ROOT)} writes `{home[1]}` of {home[0].relative_to(ROOT)} again, as `{name}`: import it"


if __name__ == "__main__":
    mistakes = sorted([*without_partner(), *too_long(), *written_twice()])
    sys.exit("\n".join(f"error: {mistake}" for mistake in mistakes) or 0)
