"""A page in headless Chromium, spoken to over a pipe: what a person could see and do, without a library for it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page:
    """A page that is open; ``complaints`` are what its console would show."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._last, self._read = to, back, 0, b""
        self._session: str | None = None
        self.complaints: list[str] = []

    def open(self, address: str, width: int, *, dark: bool = False) -> None:
        """Open an address in a window of this width in pixels, and wait until it is there."""
        if self._session is None:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log"):
                self.call(f"{domain}.enable")
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=address)
        while self.run("document.readyState") != "complete":
            pass

    def run(self, script: str) -> Any:
        """Return what a script comes to in the page."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the browser; what it reports meanwhile is looked at for complaints."""
        self._last += 1
        session = {"sessionId": self._session} if self._session else {}
        os.write(
            self._to, json.dumps({"id": self._last, "method": method, "params": params} | session).encode() + b"\0"
        )
        while True:
            while b"\0" not in self._read:
                self._read += os.read(self._back, 1 << 20)
            line, self._read = self._read.split(b"\0", 1)
            told = json.loads(line)
            if told.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}:
                self.complaints.append(json.dumps(told["params"]))
            if told.get("id") == self._last:
                assert "error" not in told, told["error"]
                return told["result"]


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser of its own, with a profile in a folder; ended with the block."""
    (theirs, to), (back, answers) = os.pipe(), os.pipe()

    options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={folder}"]
    command = ["bash", "-c", f'exec "$0" "$@" 3<&{theirs} 4>&{answers}', str(PROGRAM), *options]
    with subprocess.Popen(command, pass_fds=(theirs, answers), stderr=subprocess.DEVNULL) as program:
        os.close(theirs)
        os.close(answers)
        try:
            yield Page(to, back)
        finally:
            program.terminate()
            os.close(to)
            os.close(back)
