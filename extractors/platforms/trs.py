"""TRS WCM: `/202505/t20250510_409931.html`, bodies in `.TRS_Editor` or `.TRS_UEDITOR`.

Its pager calls (`createPageHTML`) are no mark: other systems took the script over.
"""

from extractors.platforms import Platform
from extractors.platforms.pagination import trs_next, trs_parts

PLATFORM = Platform(
    name="trs",
    sure_markers=("TRS_Editor", "TRS_UEDITOR", "trs_editor_view"),
    url_pattern=r"/\d{6}/t\d{8}_\d+(?:_\d+)?\.s?html?$",
    body_xpaths=(
        "//*[contains(@class,'TRS_UEDITOR') or contains(@class,'trs_editor_view')]",
        "//*[contains(@class,'TRS_Editor')]",
    ),
    next_page=trs_next,
    continuation=trs_parts,
)
