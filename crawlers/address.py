"""Where a request may go: an address is checked when the connection is made, once its name is resolved.

A page may link to anything, and a name may resolve to anything: neither may lead the crawler into the
network that it runs in, or to a cloud's metadata service (169.254.169.254).
"""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from urllib3.util.timeout import _DEFAULT_TIMEOUT, _TYPE_TIMEOUT

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketAddress = tuple[str, int]


class AddressRefused(Exception):
    """A host leads to an address that is not of the public internet."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that can be asked, taken apart once: `url` without fragment, `origin` as `http://host:port`.

    `host` is in small letters, `site` is the same without `www.`.
    """

    url: str
    origin: str
    host: str
    port: int

    @property
    def site(self) -> str:
        """What a turn is taken at: a host with and without `www.` is one."""
        return self.host.removeprefix("www.")

    @classmethod
    def parse(cls, url: str) -> Self | None:
        """The parts of an address, None where it is none of the web."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not (parts.hostname or "").removeprefix("www."):
            return None
        without_fragment = parts._replace(fragment="").geturl() if parts.fragment else url.partition("#")[0]
        return cls(without_fragment, f"{parts.scheme}://{parts.netloc.lower()}", str(parts.hostname), port)


@dataclass(frozen=True)
class Router:
    """Leads host names to addresses.

    `connect_to` sends `host` or `host:port` to a given `ip:port`, whatever the name service says; this is
    allowed to lead anywhere. Names under `.localhost` are this machine (RFC 6761).
    """

    connect_to: Mapping[str, str] = field(default_factory=dict)
    allow_private_addresses: bool = False

    def connect(self, host: str, port: int, timeout: _TYPE_TIMEOUT) -> socket.socket:
        """A connected socket; `timeout` in seconds holds for each address that is tried.

        Raises AddressRefused when no address is allowed, OSError when none answers.
        """
        failure = OSError(f"{host} has no address")
        for address in self._addresses(host.strip("[]").lower(), port):
            connection = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_STREAM)
            try:
                if timeout is not _DEFAULT_TIMEOUT:
                    connection.settimeout(timeout)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.connect(address)
            except OSError as error:
                connection.close()
                failure = error
            else:
                return connection
        raise failure

    def services(self, host: str, port: int) -> tuple[str, ...] | None:
        """What answers for a host, as `ip:port`; None where its name cannot be resolved, or may not be asked."""
        try:
            return tuple(f"{address}:{number}" for address, number in self._addresses(host.lower(), port))
        except (OSError, UnicodeError, ValueError, AddressRefused):
            return None

    def _addresses(self, host: str, port: int) -> list[SocketAddress]:
        given = self.connect_to.get(f"{host}:{port}") or self.connect_to.get(host)
        if given:
            address, _, given_port = given.rpartition(":")
            return [(address.strip("[]"), int(given_port))]
        if host == "localhost" or host.endswith(".localhost"):
            found = ["127.0.0.1"]
        else:
            host.encode("idna")  # UnicodeError here, where it can be told, not inside the resolver
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        allowed = [text for text in dict.fromkeys(found) if self.allow_private_addresses or is_public(text)]
        if found and not allowed:
            raise AddressRefused(f"{host} leads to {found[0]}, which is not a public address")
        return [(text, port) for text in allowed]


def is_public(text: str) -> bool:
    """Whether an address is of the public internet: not loopback, private, link-local, multicast and such."""
    try:
        address = _embedded(ipaddress.ip_address(text.split("%")[0]))
    except ValueError:
        return False
    return address.is_global and not address.is_multicast


def _embedded(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
