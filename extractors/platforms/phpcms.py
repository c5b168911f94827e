"""PHPCMS: `index.php?m=content&c=index&a=show&catid=…`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="phpcms",
    sure_markers=("api.php?op=count", "m=content&c=index&a="),
)
