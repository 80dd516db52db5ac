"""compiled.py: a training library that Sinter has compiled, called through its C interface as any program calls it."""
import ctypes
import json
import struct
import subprocess
from pathlib import Path

import numpy as np

KINDS = {"F32": np.float32, "I64": np.int64, "I32": np.int32}


class Handle(ctypes.Structure):
    """T_training of the header: the state, in memory of ours."""

    _fields_ = [("data", ctypes.c_void_p), ("bytes", ctypes.c_size_t)]


class Context(ctypes.Structure):
    """sinter_context of the header; a pool fills all but the size."""

    _fields_ = [("size", ctypes.c_size_t), ("rest", ctypes.c_void_p * 15)]


def aligned(size):
    """Memory of `size` bytes that begins at a multiple of 64."""
    whole = np.empty(size + 64, np.uint8)
    return whole[-whole.ctypes.data % 64 :][:size]


def address(array):
    return ctypes.c_void_p(array.ctypes.data)


class Training:
    """One state of the library that `sinter compile TEXT` makes, and its entries."""

    def __init__(self, sinter, text, folder, seed=0, flags=(), threads=1):
        name = Path(text).stem
        subprocess.run([sinter, "compile", text, "--shared", "-o", folder, *flags], check=True, stdout=subprocess.DEVNULL)
        self.prefix, self.library = name.lower(), ctypes.CDLL(str(Path(folder) / f"lib{name}.so"))
        self.memory = aligned(self.function("training_size", ctypes.c_size_t)())
        self.handle = Handle()
        self.check(self.function("training_init")(ctypes.byref(self.handle), address(self.memory), ctypes.c_uint64(seed)))
        self.workspaces, self.context = {}, None
        if threads > 1:
            self.start_pool(threads)

    def start_pool(self, threads):
        # The header's names without a version are macros for these.
        self.library.sinter_v1_pool_size.restype = ctypes.c_size_t
        size = self.library.sinter_v1_pool_size(ctypes.c_int32(threads))
        self.pool, self.context = aligned(size), Context()
        init = self.library.sinter_v1_pool_init
        sizes = ctypes.c_size_t(size), ctypes.c_size_t(ctypes.sizeof(Context))
        self.check(init(address(self.pool), sizes[0], ctypes.c_int32(threads), ctypes.byref(self.context), sizes[1]))

    def function(self, name, result=ctypes.c_int, prefix=None):
        found = getattr(self.library, f"{prefix or self.prefix}_{name}")
        found.restype = result
        return found

    def check(self, status):
        if status != 0:
            self.library.sinter_v1_status_text.restype = ctypes.c_char_p
            raise RuntimeError(self.library.sinter_v1_status_text(status).decode())

    def workspace(self, entry):
        if entry not in self.workspaces:
            self.workspaces[entry] = aligned(self.function("workspace_size", ctypes.c_size_t, entry)())
        return self.workspaces[entry]

    def call(self, entry, inputs, report, rate_factor=None):
        """Calls the entry on arrays; `report` names its results, all single floats, which it gives as a dictionary."""
        inputs = [np.ascontiguousarray(each) for each in inputs]
        results = np.zeros(len(report), np.float32)
        scalars = [] if rate_factor is None else [ctypes.c_float(rate_factor)]
        context = ctypes.byref(self.context) if self.context else None
        function = getattr(self.library, entry)
        self.check(function(ctypes.byref(self.handle), *map(address, inputs), *scalars, address(results), address(self.workspace(entry)), context))
        return dict(zip(report, results.tolist()))

    def load(self, path):
        self.check(self.function("training_load")(ctypes.byref(self.handle), str(path).encode()))

    def save(self, path):
        self.check(self.function("training_save")(ctypes.byref(self.handle), str(path).encode()))


def read_safetensors(path):
    data = Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(data[begin:end], KINDS[entry["dtype"]]).reshape(entry["shape"])
    return tensors
