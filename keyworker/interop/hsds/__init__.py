"""HSDS 3.0 directory files in: read within bounds, checked row by row, and only then imported."""

from keyworker.interop.hsds.bundle import Limits
from keyworker.interop.hsds.files import read_bytes, read_path
from keyworker.interop.hsds.importing import Report, import_path, kept_columns, published_list, read_held
from keyworker.interop.hsds.reading import Problem, Reading, Weight

__all__ = [
    "Limits",
    "Problem",
    "Reading",
    "Report",
    "Weight",
    "import_path",
    "kept_columns",
    "published_list",
    "read_bytes",
    "read_held",
    "read_path",
]
