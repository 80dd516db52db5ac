"""Runs the examples of a document: python3 examples.py ROOT DOCUMENT FOLDER.

In the order of the document, in FOLDER, which has links to what lies at ROOT:
  ```sn [NAME [OPTIONS]]
                 a model text: written as NAME (example.sn), it must compile to a graph with these options, and be laid out; with
                 `wrong` for options it must not compile
  ```c NAME, ```python NAME
                 a file
  ```console     `$ command`, and below it what the command prints, where `...` stands for anything
"""
import os
import re
import shutil
import subprocess
import sys

root, document, folder = map(os.path.abspath, sys.argv[1:])
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
os.symlink(os.path.join(root, "examples"), os.path.join(folder, "examples"))


def run(command):
    return subprocess.run(command, shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def matches(expected, printed):
    pattern = ".*?".join(re.escape(part) for part in expected.split("..."))
    return re.fullmatch(pattern, printed, re.DOTALL)


def stripped(text):
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


# What the documents call `python3` is this one.
tools = os.path.join(folder, "tools")
os.makedirs(tools)
os.symlink(sys.executable, os.path.join(tools, "python3"))
os.environ["PATH"] = tools + os.pathsep + os.environ["PATH"]

mistakes = []


def fail(line, message):
    mistakes.append(f"{os.path.relpath(document, root)}:{line}: {message}")


def check_text(line, name, options):
    for command in (f"sinter compile {name} {options.removeprefix('wrong')} --emit=graph", f"sinter fmt --check {name}"):
        done = run(command)
        if (done.returncode != 0) != ("compile" in command and options == "wrong"):
            fail(line, f"$ {command}\n{done.stdout}")


def check_console(line, text):
    commands = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if commands[0]:
        fail(line, "a console begins with `$ ` and a command")
    for command, _, expected in (entry.partition("\n") for entry in commands[1:]):
        done = run(command)
        if (done.returncode != 0) != ("error:" in expected):
            fail(line, f"$ {command}\nends with {done.returncode} and prints\n{done.stdout}")
        if not matches(stripped(expected), stripped(done.stdout)):
            fail(line, f"$ {command}\nprints\n{done.stdout}\nand not\n{expected}")


with open(document, encoding="utf-8") as file:
    text = file.read()
texts = commands = 0
for fence in re.finditer(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
    kind, name, body = fence.groups()
    line = text.count("\n", 0, fence.start()) + 1
    if kind in ("sn", "c", "python"):
        name, _, options = name.partition(" ")
        name = name or "example.sn"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(body)
        if kind == "sn":
            check_text(line, name, options)
            texts += 1
    elif kind == "console":
        check_console(line, body)
        commands += 1
    elif kind not in ("ebnf", "text"):
        fail(line, f"no one runs examples of kind `{kind}`")
if texts < 5 or commands < 2:
    fail(1, f"only {texts} texts and {commands} consoles were found")
sys.exit("\n".join(mistakes) or 0)
