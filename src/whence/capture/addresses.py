"""Addresses: which places on the network a fetch may reach.

A page, a feed or a name server can point anywhere, also at the user's own machine, the office
network or a cloud's metadata service. So an IP address is let through only if it is global
unicast (IANA special-purpose registries, RFC 6890), and so is every IPv4 address that an IPv6
address carries inside it: mapped (RFC 4291), 6to4 (RFC 3056), Teredo (RFC 4380), NAT64
(RFC 6052). Pure functions over text; who looks names up is :mod:`whence.capture.fetch`.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Blocks that older versions of the ipaddress module count as global.
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_GLOBAL = (
    IPv6Network("::/96"),  # IPv4-compatible, given up
    IPv6Network("64:ff9b:1::/48"),  # NAT64 for use inside a network
    IPv6Network("100::/64"),  # discarded
    IPv6Network("2001::/23"),  # protocol assignments
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("3fff::/20"),  # documentation
    IPv6Network("5f00::/16"),  # segment routing
    IPv6Network("fec0::/10"),  # site-local, given up
)


def is_public(address: str) -> bool:
    """Whether ``address``, an IP address in text, can be reached by anyone on the internet.

    What is no IP address is not public.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_unicast(parsed)
    inner = _carried(parsed)
    if inner:
        return all(map(_is_public_unicast, inner))
    return _is_public_unicast(parsed) and not any(parsed in block for block in _NOT_GLOBAL)


def _is_public_unicast(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that traffic to ``address`` ends at, where it is a tunnel's."""
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()
