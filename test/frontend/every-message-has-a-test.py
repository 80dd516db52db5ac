"""Fails if a message of frontend/DiagnosticKinds.def has no test, or a test names a message that is not there.

A test says `tests: <name>` in a comment for each message that it shows.
Usage: every-message-has-a-test.py ROOT
"""
import pathlib
import re
import sys


def main(root):
    table = (root / "frontend" / "DiagnosticKinds.def").read_text()
    names = set(re.findall(r"^DIAGNOSTIC\((\w+),", table, re.MULTILINE))
    if not names:
        sys.exit("no message found in DiagnosticKinds.def: its form has changed")
    tested = {}
    for path in sorted((root / "test" / "frontend" / "errors").iterdir()):
        for name in re.findall(r"\btests: (\w+)", path.read_text() if path.is_file() else ""):
            tested.setdefault(name, path.name)
    for name in sorted(names - tested.keys()):
        print(f"`{name}` has no test: add a file to test/frontend/errors with the comment `tests: {name}`")
    for name in sorted(tested.keys() - names):
        print(f"{tested[name]} tests `{name}`, which is no message of DiagnosticKinds.def")
    sys.exit(names != tested.keys())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
