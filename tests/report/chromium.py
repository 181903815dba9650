"""Headless Chromium, driven over the DevTools protocol on a pipe: no driver, no port, no dependency.

The protocol is JSON messages ended by a zero byte, on file descriptors 3 (to the browser) and 4 (from it).
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--lang=en-GB", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE = 60.0
"""Seconds a single answer may take: the machine may be busy."""
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9}


class BrowserError(Exception):
    """The browser could not do it, as when a page goes away meanwhile."""


class Browser:
    """A running browser."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._buffer = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events that come meanwhile are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        os.write(self._send, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        while True:
            found = self._read()
            if found.get("id") == self._number:
                if "error" in found:
                    raise BrowserError(f"{method}: {found['error']}")
                return found["result"]
            self.events.append(found)

    def wait(self, method: str, session: str) -> None:
        """Wait for an event that has not come yet."""
        while not any(event.get("method") == method and event.get("sessionId") == session for event in self.events):
            self.events.append(self._read())

    def _read(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._receive], [], [], max(0.0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            self._buffer += os.read(self._receive, 1 << 20)
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)


class Page:
    """A tab. `problems` are errors on its console, exceptions and refusals by the policy; `requests` what it loaded."""

    def __init__(self, browser: Browser, *, width: int = 1280, height: int = 900) -> None:
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def resize(self, width: int, height: int, *, scale: float = 1, mobile: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile
        )

    def media(self, scheme: str = "light", media: str = "") -> None:
        """Light or dark, screen or print."""
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )

    def go(self, path: Path, after: str = "") -> None:
        """Open a file; `after` is what follows its path in the address."""
        self.browser.events = [e for e in self.browser.events if e.get("method") != "Page.loadEventFired"]
        self.call("Page.navigate", url=path.resolve().as_uri() + after)
        self.browser.wait("Page.loadEventFired", self.session)

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until an expression is true, on this page or the one that it leads to."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(BrowserError):
                if value := self.run(expression):
                    return value
            time.sleep(0.05)
        raise AssertionError(f"{expression} is never true")

    def hover(self, selector: str) -> None:
        """Move the mouse over the first line of an element."""
        x, y = self._place(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector: str) -> None:
        """Click as a reader does: at a place of the screen."""
        x, y = self._place(selector)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        code = KEYS.get(key, ord(key[0].upper()))
        text = {"Enter": "\r", "Escape": "", "Tab": ""}.get(key, key)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def picture(self, path: Path) -> None:
        """What the window shows, as PNG."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    @property
    def problems(self) -> list[str]:
        return [told for event in self._events() if (told := _problem(event))]

    @property
    def requests(self) -> list[str]:
        sent = [event["params"] for event in self._events() if event["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]

    def _events(self) -> list[dict[str, Any]]:
        self.run("0")  # what happened before this answer has been told
        return [event for event in self.browser.events if event.get("sessionId") == self.session]

    def _place(self, selector: str) -> tuple[float, float]:
        found = f"document.querySelector({json.dumps(selector)})"
        assert self.run(f"!!{found}"), f"no {selector}"
        self.run(f"{found}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        x, y, width, height = self.run(f"(r => [r.x, r.y, r.width, r.height])({found}.getClientRects()[0])")
        return x + width / 2, y + height / 2


def _problem(event: dict[str, Any]) -> str | None:
    params = event.get("params", {})
    if event["method"] == "Runtime.exceptionThrown":
        return str(params["exceptionDetails"])
    if event["method"] == "Log.entryAdded" and params["entry"]["level"] in {"error", "warning"}:
        return params["entry"]["text"]
    if event["method"] == "Runtime.consoleAPICalled" and params["type"] in {"error", "warning", "assert"}:
        return str(params["args"])
    return None


@contextlib.contextmanager
def running(profile: Path) -> Iterator[Browser]:
    """A browser with its own empty profile in `profile`, ended on leaving."""
    to_read, send = os.pipe()
    receive, to_write = os.pipe()
    command = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
    arguments = ["bash", "-c", command, PROGRAM, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    log = subprocess.DEVNULL
    process = subprocess.Popen(arguments, pass_fds=(to_read, to_write), stdout=log, stderr=log, start_new_session=True)
    os.close(to_read)
    os.close(to_write)
    try:
        yield Browser(send, receive)
    finally:
        os.write(send, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        os.close(send)
        os.close(receive)
