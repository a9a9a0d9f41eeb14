"""Which place a network address stands for, where tries are counted by place."""

from ipaddress import IPv6Address, IPv6Network, ip_address

ONE_HOUSEHOLD = 64  # bits of an IPv6 address (RFC 6177); the others a machine chooses as it likes, anew for each try


def plain(address: str) -> str:
    """An IPv4 address as such, also where it comes written as IPv6 (RFC 4291, 2.5.5.2); anything else unchanged."""
    known = _read(address)
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return str(mapped) if mapped is not None else address


def place_of(address: str) -> str:
    """The one place that an address stands for: of IPv6 the network of one household, else the address itself."""
    known = _read(plain(address))
    if isinstance(known, IPv6Address):
        return str(IPv6Network((known.packed, ONE_HOUSEHOLD), strict=False))
    return str(known or address)


def _read(address: str) -> object:
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None
