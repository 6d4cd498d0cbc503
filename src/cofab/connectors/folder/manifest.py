"""What this folder offers to the registry."""

from cofab.connectors.folder.client import FolderReader
from cofab.connectors.port import Manifest

MANIFEST = Manifest(
    name="folder",
    title="CSV folder",
    settings={
        "path": "the folder, as /var/log/machines",
        "pattern": "which files (*.csv)",
        "device": "the machine, where no column machine names it (the file's name up to the first _ or .)",
        "zone": "time zone of times without offset, as Asia/Shanghai (UTC)",
        "encoding": "of the files (utf-8)",
    },
    open=FolderReader,
)
