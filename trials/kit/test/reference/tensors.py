"""A file as the reference implementation of safetensors writes it, as base64 beside this script.

Needs numpy, safetensors. From trials/kit: python test/reference/tensors.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save

tensors = {
    "b/second": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
    "a/first": np.array([-1.5, 0, 2.25], dtype=np.float32),
    "wide": np.array([[1e-300, -1e300]], dtype=np.float64),
    "counts": np.array([-7, 7], dtype=np.int32),
    "flags": np.array([0, 1, 255], dtype=np.uint8),
    "signed": np.array([-128, 127], dtype=np.int8),
    "positions": np.array([4294967295], dtype=np.uint32),
    "empty": np.zeros((0, 3), dtype=np.float32),
}
encoded = base64.b64encode(save(tensors, {"model": '{"latent":16}'})).decode()
Path(__file__).with_name("tensors.json").write_text(json.dumps({"base64": encoded}, indent=2) + "\n")
