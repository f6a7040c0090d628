"""Requests to public addresses only, whatever a name turns out to mean.

A feed may name anything, and a public name may resolve to a private address. So the address that
was checked is the one that is connected to, at every hop of a redirect. Proxies are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ingest.errors import VerbatimError

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 5
_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "User-Agent": "verbatim-kb",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PLAIN = "/%:@!$&'()*+,;=~-._"  # characters that an address may have as they are


class FetchError(VerbatimError):
    """Something cannot be downloaded, or must not be."""


@contextmanager
def opened(
    url: str, *, seconds: float, allow: Collection[str] = ()
) -> Iterator[http.client.HTTPResponse]:
    """Yield the answer to a request, its body not yet read; redirects are followed.

    Args:
        url: http or https.
        seconds: After so many everything stops, whatever the server does.
        allow: Hosts that may have private addresses.

    Raises:
        FetchError: It cannot be had, or must not be.
        OSError: The connection failed, or was too slow.
    """
    for _ in range(_MOST_HOPS + 1):
        parts = _checked(url)
        connection = _connection(parts, seconds, allow)
        with (
            _watched(connection.sock, seconds),
            closing(connection),
            closing(_answer(connection, parts)) as response,
        ):
            if response.status not in _REDIRECTS:
                yield response
                return
            url = _next(url, response.headers.get("Location"))
    message = f"it redirects more than {_MOST_HOPS} times"
    raise FetchError(message)


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet's, and holds no other one in itself.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        inner += [each for each in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if each]
        inner += [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)] if ip in _NAT64 else []
        if ip.ipv4_mapped:
            inner.remove(ip)
    return all(each.is_global and not each.is_multicast for each in inner)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        message = "its address cannot be read"
        raise FetchError(message) from None
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        message = "only http and https are downloaded"
        raise FetchError(message)
    return parts._replace(netloc=f"{_host(parts)}:{port or _PORTS[parts.scheme.lower()]}")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _connection(
    parts: SplitResult, seconds: float, allow: Collection[str]
) -> http.client.HTTPConnection:
    """Return a connection to an address of the host that was checked.

    Raises:
        FetchError: The host has private addresses only.
        OSError: There is no such host, or it does not answer.
    """
    host, port = parts.hostname or "", parts.port or 0
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found_at = dict.fromkeys((str(place[0]), int(place[1])) for *_, place in found)
    places = [place for place in found_at if host in allow or is_public(place[0])]
    if not places:
        message = f"{host} is on a private network; --fetch-from {host} allows it, if it is yours"
        raise FetchError(message)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    connection.sock = _socket(places, seconds)
    if parts.scheme.lower() == "https":
        context = ssl.create_default_context()
        try:
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        except OSError:
            connection.sock.close()
            raise
    return connection


def _socket(places: list[tuple[str, int]], seconds: float) -> socket.socket:
    last = OSError("it does not answer")
    for place in places:
        try:
            return socket.create_connection(place, timeout=seconds)
        except OSError as error:
            last = error
    raise last


def _answer(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    path = quote(parts.path or "/", safe=_PLAIN)
    query = f"?{quote(parts.query, safe=_PLAIN + '?')}" if parts.query else ""
    default = _PORTS[parts.scheme.lower()]
    host = _host(parts) if parts.port == default else f"{_host(parts)}:{parts.port}"
    try:
        connection.request("GET", path + query, headers={"Host": host, **_HEADERS})
        return connection.getresponse()
    except http.client.HTTPException as error:
        message = f"the server's answer makes no sense ({type(error).__name__})"
        raise FetchError(message) from None


def _next(url: str, location: str | None) -> str:
    try:
        then = urljoin(url, location or "")
    except ValueError:
        then = ""
    if not location or not then:
        message = "it redirects, and the server does not say where to"
        raise FetchError(message)
    if url.lower().startswith("https:") and not then.lower().startswith("https:"):
        message = "it redirects to an address that is not https"
        raise FetchError(message)
    return then


@contextmanager
def _watched(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut a connection off after so many seconds.

    A server that sends a byte now and then never runs into the socket's own limit.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        if late.is_set():
            message = "the server is too slow"
            raise FetchError(message) from None
