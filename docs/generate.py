#!/usr/bin/env python3
"""Writes docs/layers.md: generate.py [--write]

It holds what the comments of frontend/library/*.sn say of each layer (their form: frontend/README.md), those of
frontend/Builtins.def, and the operators of ir/*.td: first those that no layer hides. Without --write it only says whether the file is up to date.
"""
import glob
import os
import re
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sources(*pattern):
    return [read(path) for path in sorted(glob.glob(os.path.join(root, *pattern)))]


def signature(lines, begin):
    """`conv2d(x: tensor[N, H, W, C], filters: int)`: what stands between `block` and its brace, on as many lines."""
    text = "\n".join(lines[begin:])
    depth = 0
    for i, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if c == "{" and depth == 0:
            return text[len("block "):i].rstrip().replace("\n      ", "\n")
    raise SystemExit(f"no body: {lines[begin]}")


def described(comment):
    """A comment in markdown: sentences, formulas, and a list of what begins with `Shapes:` and the like."""
    result, state = [], ""
    for line in comment:
        if line.startswith("  "):
            result += ([] if state == "formula" else ["", "```"]) + [line[2:]]
            state = "formula"
            continue
        if state == "formula":
            result += ["```", ""]
        tagged = re.match(r"(Shapes|Parameters|PyTorch|Keras): ", line)
        if tagged:
            result += ([] if state == "list" else [""]) + [f"- **{tagged[1]}** " + line[tagged.end():]]
        else:
            ended = state == "list" and result[-1].endswith(".")
            result += ["", line] if ended else ["  " + line if state == "list" else line]
        state = "list" if tagged or (state == "list" and not result[-1] == line) else "text"
    return result + (["```"] if state == "formula" else [])


def comment_above(lines, i, name):
    """The lines of the comment that ends right above line `i`, where `name` is declared; stops where there is none."""
    begin = i
    while lines[begin - 1].startswith("//"):
        begin -= 1
    if begin == i:
        raise SystemExit(f"`{name}` has no comment above it")
    return [line[3:] for line in lines[begin:i]]


def layers():
    index, chapters = [], []
    for text in sources("frontend", "library", "*.sn"):
        lines = text.splitlines()
        title = []
        while lines[len(title)].startswith("//"):
            title.append(lines[len(title)][3:])
        heading, _, rest = " ".join(title).partition(": ")[2].partition(".")
        heading = heading[0].upper() + heading[1:]
        chapter, names = [f"## {heading}", "", rest.strip()], []
        for i, line in enumerate(lines):
            block = re.match(r"block ([a-z]\w*)\(", line)
            if not block:
                continue
            comment = comment_above(lines, i, block[1])
            names.append(f"[`{block[1]}`](#{block[1]})")
            chapter += ["", f"### {block[1]}", "", "```", signature(lines, i), "```", ""] + described(comment)
        if names:
            index.append(f"| {heading} | {' '.join(names)} |")
            chapters += [""] + chapter
    return ["| layers | |", "|---|---|"] + index + chapters


def builtins():
    rows = ["| function | value |", "|---|---|"]
    lines = read(os.path.join(root, "frontend", "Builtins.def")).splitlines()
    for i, line in enumerate(lines):
        builtin = re.match(r'BUILTIN\((\w+), "([\w? ]*)"\)', line)
        if not builtin:
            continue
        meaning = " ".join(comment_above(lines, i, builtin[1]))
        arguments = re.sub(r"(?:, )?(\w+)\?", r"[, \1]", ", ".join(builtin[2].split()))
        arguments = re.sub(r"^\[, ", "[", arguments)
        rows.append(f"| `{builtin[1]}({arguments})` | {meaning} |")
    return rows


def operators(of_layers):
    """Those that a layer of the same name hides, or all others."""
    hidden = set(re.findall(r"^block (\w+)\(", "\n".join(sources("frontend", "library", "*.sn")), re.MULTILINE))
    rows = ["| operator | value |", "|---|---|"]
    arguments = {}  # of the classes of ops
    for text in sources("ir", "*Ops.td"):
        if "ModelOps.td" in text[:80]:
            continue
        for entry in re.split(r"^(?=class|def)", text, flags=re.MULTILINE):
            head = re.match(r'(?:class|def) (\w+)(?:<.*?>)?\s*: (\w+)<(?:"(\w+)"|\w+)', entry, re.DOTALL)
            if not head:
                continue
            name, parent, mnemonic = head.groups()
            own = re.search(r"let arguments = \(ins(.*?)\);", entry, re.DOTALL)
            arguments[name] = own[1] if own else arguments.get(parent, "")
            if not mnemonic or (mnemonic in hidden) != of_layers or not arguments[name].strip():
                continue
            summary = re.search(r'let summary = "(.*?)"', entry)[1]
            meaning = re.search(r"let description = \[\{\s*(.*?)(?<![.\s])\.\s", entry, re.DOTALL)[1]
            names = [
                argument + (f"={default.strip('{}')}" if default else "")
                for default, argument in re.findall(r'(?:DefaultValuedAttr<\w+, "(.*?)">|[\w<>.]+):\$(\w+)', arguments[name])
            ]
            meaning = " ".join(meaning.split()).replace("|", "\\|")
            rows.append(f"| `{mnemonic}({', '.join(names)})` | {summary}: {meaning} |")
    return rows


text = "\n".join(
    [
        "# Layers, operators and functions",
        "",
        "<!-- Written by docs/generate.py from the comments of its sources: do not edit. -->",
        "What a model text can call beside its own blocks. The language itself: [reference.md](reference.md).",
        "",
        *layers(),
        "",
        "## Operators",
        "",
        "What no layer hides is called by its own name, as `relu(x)` or `x | relu`; all of them by `ops.NAME`. Numbers stand for tensors.",
        "",
        *operators(of_layers=False),
        "",
        "These have the names of layers above, which call them; `ops.NAME` is the operator, with arguments of its own.",
        "",
        *operators(of_layers=True),
        "",
        "## Functions of compile time",
        "",
        *builtins(),
        "",
    ]
)
text = re.sub(r"\n{3,}", "\n\n", text)
path = os.path.join(root, "docs", "layers.md")
if sys.argv[1:] == ["--write"]:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
elif text != read(path):
    raise SystemExit("docs/layers.md is older than its sources: run `docs/generate.py --write`")
