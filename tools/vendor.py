"""Copy what pages load in the browser from node_modules to src/cofab/web/static/vendor, which is never committed.

Run by set-up after `npm ci`; a page names its files as `vendor/<target>`. Standard library only.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES, VENDOR = ROOT / "node_modules", ROOT / "src/cofab/web/static/vendor"
SOURCE_MAP = re.compile(rb"\n?(//[#@] sourceMappingURL=[^\n]*|/\*[#@] sourceMappingURL=[^*]*\*/)\s*$")

FILES = {
    "inter/inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "icons.json": "@tabler/icons/tabler-nodes-outline.json",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/sse.min.js": "htmx-ext-sse/dist/sse.min.js",
    "htmx/idiomorph-ext.min.js": "idiomorph/dist/idiomorph-ext.min.js",
    "alpine/alpine-csp.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "vis-timeline/vis-timeline.min.js": "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js",
    "vis-timeline/vis-timeline.min.css": "vis-timeline/styles/vis-timeline-graph2d.min.css",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "model-viewer/model-viewer.min.js": "@google/model-viewer/dist/model-viewer.min.js",
}


def copy_all(modules: Path = MODULES, vendor: Path = VENDOR) -> list[str]:
    """Copy every file, drop pointers to source maps, and return the targets; raises FileNotFoundError."""
    shutil.rmtree(vendor, ignore_errors=True)
    for target, source in FILES.items():
        path = vendor / target
        path.parent.mkdir(parents=True, exist_ok=True)
        data = (modules / source).read_bytes()
        path.write_bytes(SOURCE_MAP.sub(b"\n", data) if path.suffix in {".js", ".css"} else data)
    return list(FILES)


if __name__ == "__main__":
    sys.stdout.write(f"{len(copy_all())} files in {VENDOR.relative_to(ROOT)}\n")
