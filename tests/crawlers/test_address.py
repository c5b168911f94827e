"""No name and no link leads the crawler to the network it runs in, unless a setting says so."""

import socket

import pytest

from crawlers.address import AddressRefused, Router, is_public
from crawlers.exchange import FetchSettings
from crawlers.fetch import Fetcher
from extractors.outcome import Loss
from tests.crawlers.servers import LocalSite, page


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 (it is refused)
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "no address",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["61.150.72.1", "8.8.8.8", "2400:3200::1", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://localhost/",
        "http://demo.localhost/",
    ],
)
def test_a_link_into_our_own_network_is_refused(url: str) -> None:
    answer = Fetcher(FetchSettings(retries=0)).get(url)
    assert answer.loss == Loss.ADDRESS
    assert "not a public address" in answer.detail


def test_a_name_that_leads_into_our_own_network_is_refused_when_it_is_connected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(AddressRefused, match=r"news\.example leads to 192\.168\.0\.7"):
        Router().connect("news.example", 80, 1.0)
    assert Fetcher(FetchSettings(retries=0)).get("http://news.example/").loss == Loss.ADDRESS


def test_a_setting_allows_names_of_this_machine() -> None:
    with LocalSite({"/a": page(b"fine")}) as site:
        port = site.address.rpartition(":")[2]
        settings = FetchSettings(delay_seconds=0, retries=0, allow_private_addresses=True)
        assert Fetcher(settings).get(f"http://yunxi.localhost:{port}/a").loss is None


def test_a_name_can_be_led_elsewhere_by_host_and_port() -> None:
    with LocalSite({"/a": page(b"one")}) as one, LocalSite({"/a": page(b"other")}) as other:
        ways = {"news.example": one.address, "news.example:8080": other.address}
        fetcher = Fetcher(FetchSettings(delay_seconds=0, retries=0, connect_to=ways))
        first, second = fetcher.get("http://news.example/a"), fetcher.get("http://news.example:8080/a")
    assert first.page is not None
    assert second.page is not None
    assert (first.page.body, second.page.body) == (b"one", b"other")
