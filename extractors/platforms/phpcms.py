"""PHPCMS: `/show-7-1001-1.html` or `index.php?m=content&c=index&a=show`, lists `/list-7-2.html` or `?page=2`."""

from extractors.platforms import Platform
from extractors.platforms.pagination import phpcms_parts

PLATFORM = Platform(
    name="phpcms",
    sure_markers=("api.php?op=count", "/statics/js/", "m=content&c="),
    url_pattern=r"/show-\d+-\d+-\d+\.html|[?&]m=content&c=index&a=",
    continuation=phpcms_parts,
)
