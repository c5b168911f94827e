"""enorth WebPublisher (北方网): `/system/2025/11/12/016491207.shtml`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="enorth",
    sure_markers=("enorth cms page", "enorth cms block", 'cms="enorth'),
    url_pattern=r"/system/\d{4}/\d\d/\d\d/\d+\.shtml",
    body_xpaths=("id('txt')", "id('zoom')"),
)
