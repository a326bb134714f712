"""Whether a folder is copied to other computers by a service, which may take a database apart while it is written."""

import os
from pathlib import Path

_SERVICES = {
    "OneDrive": ("onedrive",),
    "Dropbox": ("dropbox",),
    "Google Drive": ("google drive", "googledrive", "my drive", "gdrive"),
    "iCloud": ("icloud", "mobile documents", "com~apple~clouddocs"),
    "Box": ("box sync", "box-box"),
    "Nextcloud": ("nextcloud", "owncloud"),
}
"""How the folders of each service begin, as they are called on Windows, macOS and Linux."""
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where Windows says what the folder is called that OneDrive copies."""


def synced_by(folder: Path) -> str:
    """Return the service that copies a folder, by its name or a name above it; empty where there is none."""
    paths = (folder, folder.resolve())
    for path in paths:
        for part in path.parts:
            for service, names in _SERVICES.items():
                if part.casefold().startswith(names):
                    return service
    set_by_windows = [Path(os.environ[name]) for name in _VARIABLES if os.environ.get(name)]
    return "OneDrive" if any(path.is_relative_to(each) for path in paths for each in set_by_windows) else ""
