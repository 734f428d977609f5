"""A TLS front on loopback, as nginx is in production: a certificate of its own, answers passed on as they are."""

import http.client
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.programs import openssl

HOST = "127.0.0.1"
CERTIFICATE = "certificate.pem"
# Of one connection only; and what a client claims of itself is not passed on.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "upgrade"}
CLAIMED = {"x-forwarded-for", "x-forwarded-proto"}
TIMEOUT = 30.0  # seconds


def make_certificate(folder: Path) -> ssl.SSLContext:
    """A key and a certificate for HOST, signed by itself, in `folder`."""
    key, certificate = folder / "key.pem", folder / CERTIFICATE
    command = [openssl(), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=IP:{HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Front(ThreadingHTTPServer):
    """Listens at once; what it passes requests on to is named in `upstream` (a port) before the first one comes."""

    daemon_threads = True
    upstream = 0

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__((HOST, 0), Passing)
        self.context = context

    def finish_request(self, request: object, client_address: object) -> None:
        """In the thread of the connection: a slow handshake holds up nobody."""
        request.settimeout(TIMEOUT)  # type: ignore[attr-defined]  # a socket
        with self.context.wrap_socket(request, server_side=True) as secured:  # type: ignore[arg-type]
            super().finish_request(secured, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers drop connections when they have what they want."""


class Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Front

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | CLAIMED}
        headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
        site = http.client.HTTPConnection(HOST, self.server.upstream, timeout=TIMEOUT)
        try:
            site.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
            answer = site.getresponse()
            self.pass_on(answer, answer.read())
        finally:
            site.close()

    do_HEAD = do_POST = do_GET

    def pass_on(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the benchmark prints its own lines."""


@contextmanager
def tls_front(folder: Path) -> Iterator[Front]:
    """A front that answers until the block ends; its certificate is kept in `folder`."""
    front = Front(make_certificate(folder))
    thread = threading.Thread(target=front.serve_forever, daemon=True)
    thread.start()
    try:
        yield front
    finally:
        front.shutdown()
        front.server_close()
        thread.join()
