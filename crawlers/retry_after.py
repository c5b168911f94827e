"""How long a server asks to be left alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from extractors.page import Page

_LONGEST_REST_SECONDS = 366 * 86_400.0


def retry_after_seconds(page: Page) -> float:
    """Seconds that a server asks to wait (RFC 9110, 10.2.3: seconds or a date), 0 where it does not."""
    value = page.headers.get("retry-after", "").strip()
    if not value or page.status < HTTPStatus.BAD_REQUEST:
        return 0.0
    if value.isdecimal():
        return min(float(value), _LONGEST_REST_SECONDS)
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    return min(max(0.0, seconds), _LONGEST_REST_SECONDS)
