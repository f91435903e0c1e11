"""nginx in front of bots, with the very configuration that deploy/ has."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from pathlib import Path
from typing import Iterator, Sequence

from tests.support.bot import ROOT, free_port
from tools.processes import listening

TEMPLATE = ROOT / "deploy" / "nginx.conf.template"
MAIN = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
{server}
}}
"""


def filled(values: dict[str, str]) -> str:
    """The template with its values, as the image of nginx fills it: only names in capitals."""
    return re.sub(r"\$\{([A-Z_]+)\}", lambda match: values[match.group(1)], TEMPLATE.read_text(encoding="utf-8"))


class Proxy:
    """A running nginx. address: where clients go."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "access.log"

    def write(self, ports: Sequence[int]) -> None:
        bots = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)
        values = {"WAYPOST_BOTS": bots, "WAYPOST_LISTEN": f"127.0.0.1:{self.port}", "WAYPOST_ACCESS_LOG": str(self.log)}
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder, server=filled(values)), encoding="utf-8")

    def send_to(self, ports: Sequence[int]) -> None:
        """Other bots from now on: what is under way is finished."""
        self.write(ports)
        subprocess.run(["nginx", "-p", str(self.folder), "-c", "nginx.conf", "-s", "reload"], check=True, capture_output=True)
        time.sleep(0.5)


@contextlib.contextmanager
def proxied(folder: Path, ports: Sequence[int]) -> Iterator[Proxy]:
    """An nginx before these bots, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    proxy = Proxy(folder)
    proxy.write(ports)
    with subprocess.Popen(["nginx", "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL) as process:
        while not listening(proxy.port):
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        try:
            yield proxy
        finally:
            process.terminate()
            process.wait(30)
