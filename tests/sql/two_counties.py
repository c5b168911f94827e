"""Two counties side by side: 试县 as the small warehouse has it, and 又县 with 丁河镇 and the silent 戊岭镇."""

from datetime import date
from typing import Any

from tests.sql.small_warehouse import SmallWarehouse

OTHER_COUNTY = "990003"
OTHER_TOWNS = {"丁河镇": "990003100", "戊岭镇": "990003101"}


class TwoCounties(SmallWarehouse):
    """The small warehouse with a second county."""

    def __init__(self) -> None:
        super().__init__()
        self.county(OTHER_COUNTY, "又县", OTHER_TOWNS)

    def tell_there(self, key: str, day: date | None, town: str | None, **more: Any) -> None:
        """An article of 又县."""
        self.tell(key, day, town, county=OTHER_COUNTY, town_code=OTHER_TOWNS[town] if town else None, **more)
