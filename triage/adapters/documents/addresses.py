"""Whether words are an address that a mail can go to."""

from email.errors import HeaderParseError
from email.headerregistry import Address


def is_address(words: str) -> bool:
    """Whether it is one address, with nothing around it."""
    try:
        read = Address(addr_spec=words)
    except (HeaderParseError, ValueError, IndexError):
        return False
    return bool(read.username and "." in read.domain) and read.addr_spec == words and words.isascii()
