"""Figures for eyes; what is not known is empty."""


def percent(share: float | None) -> str:
    """A share of 0 to 1 as `99%`. Only all is 100%, and only nothing 0%."""
    if share is None:
        return ""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "99%"
    return "1%" if whole == 0 and share > 0 else f"{whole}%"


def decimal(number: float | None) -> str:
    """A number with two digits behind the point."""
    return "" if number is None else f"{number:.2f}"


def signed(change: int | None) -> str:
    """A change as `+2` or `-1`; no change is `0`."""
    return "" if change is None else f"{change:+d}" if change else "0"


def amount(number: float) -> str:
    """A quantity as people print it: `3,030`, `3.5`."""
    if number == int(number):
        return f"{number:,.0f}"
    return f"{number:,.4f}".rstrip("0").rstrip(".")
