#!/usr/bin/env python3
"""Writes the .pt files of tst_WeightFile beside itself. Needs PyTorch; they were made with 2.11."""
import collections
import os
from pathlib import Path

import torch

here = Path(__file__).parent
types = ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"]


def save(name, what, **options):
    torch.save(what, here / f"{name}.pt", **options)


tensors = collections.OrderedDict((t, (torch.arange(7) % 2).to(getattr(torch, t))) for t in types)
tensors["scalar"] = torch.tensor(2.5)
tensors["none"] = torch.empty(0, 3)
tensors["transposed"] = torch.arange(6.0).view(2, 3).t()
tensors["slice"] = torch.arange(10.0)[3:7]
tensors["expanded"] = torch.tensor([4.0])
tensors["tied"] = tensors["slice"]
tensors["parameter"] = torch.nn.Parameter(torch.ones(2))
save("all", tensors)

layer = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
for parameter in layer.parameters():
    torch.nn.init.constant_(parameter, 0.5)
save("model", {"model": layer.state_dict(), "epoch": 3, "loss": 0.25, "note": "é", "best": None, "done": True})
save("state_dict", {"optimizer": {"state": {0: {"step": torch.tensor(1.0)}}, "param_groups": [{"lr": 0.1}]},
                    "state_dict": {"module." + k: v for k, v in layer.state_dict().items()}})
save("nested", {"a": [torch.zeros(1), {"b": torch.ones(1)}], 7: (torch.full((1,), 7.0),)})
save("protocol4", {"x": torch.ones(2)}, pickle_protocol=4)
save("old", {"x": torch.ones(2)}, _use_new_zipfile_serialization=False)
save("no_tensors", {"epoch": 3})
save("complex", {"x": torch.ones(2, dtype=torch.complex64)})


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/tavis-was-here",)


save("evil", {"x": torch.ones(2), "y": Evil()})
torch.jit.script(layer).save(here / "script.pt")
