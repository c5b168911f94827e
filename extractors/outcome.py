"""Why a page became no article: one reason word for each way a link can be lost."""

from enum import StrEnum


class Loss(StrEnum):
    """The ledger's reason words. A link that has none of them is an article or is still to be fetched."""

    # while fetching
    ROBOTS = "robots"  # robots.txt forbids it, or could not be asked (401, 403, 5xx)
    UNREACHABLE = "unreachable"  # no name, no connection, connection cut
    TIMEOUT = "timeout"  # no answer, or not all of it, within the limit
    TOO_LARGE = "too_large"  # more bytes than the limit
    ADDRESS = "address"  # resolves to a loopback, private or link-local address
    NOT_FOUND = "not_found"  # 404, 410
    REFUSED = "refused"  # 401, 403, 429 and other 4xx
    SERVER_ERROR = "server_error"  # 5xx after the last try
    LOGIN = "login"  # only for those who log in (401 that asks for a name, a log-in page)
    CHALLENGE = "challenge"  # a bot wall (412, 521, script-only page): recorded, never solved
    PAGE_CAP = "page_cap"  # a list page behind the last that is read of a column
    REDIRECT = "redirect"  # leads off the site; recorded, not followed
    # while reading
    NOT_HTML = "not_html"  # a picture, an archive, a program
    EMPTY = "empty"  # an answer without content
    SOFT_404 = "soft_404"  # says "not found" with status 200
    LIST_PAGE = "list_page"  # a list of articles, not one
    UNREADABLE = "unreadable"  # neither title nor body could be found
    ERROR = "error"  # a fault of ours; the detail has it


class NotAnArticle(Exception):
    """The page is no article. `loss` is the reason word, the message one sentence for a person."""

    def __init__(self, loss: Loss, message: str) -> None:
        super().__init__(message)
        self.loss = loss
