"""Which addresses count as public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.capture.addresses import is_public

INNER = ["127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0"]


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07::1"])
def test_global_unicast_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *INNER,
        "100.64.0.1",
        "192.0.2.5",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "64:ff9b:1::1",
        "::93.184.215.14",
        "news.example",
        "",
    ],
)
def test_everything_else_is_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("inner", INNER)
def test_a_private_address_inside_an_ipv6_one_is_not_public(inner):
    bits = int(IPv4Address(inner))
    six_to_four = IPv6Address((0x2002 << 112) | (bits << 80) | 1)
    teredo = IPv6Address(
        (0x20010000 << 96) | (int(IPv4Address("8.8.8.8")) << 64) | bits ^ 0xFFFFFFFF
    )
    nat64 = IPv6Address((0x0064FF9B << 96) | bits)
    for address in (f"::ffff:{inner}", str(six_to_four), str(teredo), str(nat64)):
        assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_counts_as_the_one_inside(address):
    assert is_public(f"::ffff:{address}") == is_public(str(address))
