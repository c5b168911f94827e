"""The identity of an address: two ways to write the link to one article must give one id."""

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from extractors.encoding import whole_characters

# Query keys that say how a reader came, not what is shown; the last are cache busters of Chinese platforms.
_TRACKING = re.compile(
    r"^(?:utm_\w+|spm|from|isappinstalled|share_?\w*|wx\w*|scene|clicktime|enterid|timestamp|_t|_|rnd|random|"
    r"jsessionid|phpsessid|sessionid|sid_for_share|fbclid|gclid|bd_vid|nsukey)$",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_DEFAULT_PORTS = {80, 443}


def canonical_url(url: str) -> str:
    """`//host/path?query`: no scheme (both are served), lower-case host, no default port, fragment or tracking key.

    The host keeps its `www.`: some county clusters serve different sites with and without it. Escaped bytes that are
    no UTF-8 (`%B0%D7`, 白 in GBK) stay what they are, or two addresses would become one. Never raises.
    """
    url = whole_characters(url.strip())
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if port and port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    path = quote(unquote_to_bytes(_SESSION.sub("", parts.path)), safe="/:@!$&'()*+,;=~-._") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = sorted(pair for pair in pairs if not _TRACKING.match(pair[0]))
    return f"//{host}{path}" + (f"?{urlencode(query, errors='surrogateescape')}" if query else "")


def article_id(url: str) -> str:
    """Sixteen hexadecimal digits, the same for every spelling of the address."""
    return hashlib.blake2b(canonical_url(url).encode(), digest_size=8).hexdigest()
