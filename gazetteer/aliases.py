"""Every form by which the house knows a town, for people who look a name up."""

from dataclasses import dataclass
from typing import Literal

from gazetteer.divisions import County, Town
from gazetteer.former import former_towns
from gazetteer.names import KIND, WIDTHS, town_names

AliasKind = Literal["official", "spelling", "former", "variant", "short", "organ"]

# The organs that sign for a town; a street office has a working committee in the place of a party committee.
TOWN_ORGANS = ("人民政府", "党委", "党政办", "党政办公室", "综治办", "纪委", "人大")
STREET_ORGANS = ("办事处", "党工委", "党政办", "党政办公室", "综治办", "纪工委")


@dataclass(frozen=True, slots=True)
class TownAlias:
    """A written form of a town's name.

    `kind` is official (the list's own), spelling (构扒镇 for 构朳镇), former (a town that became
    part of it), variant (another or no ethnic name, 乡 for 镇), short (without its kind) or organ. The years
    of `valid_from` and `valid_to` are None where unknown or open.
    """

    town: Town
    alias: str
    kind: AliasKind
    valid_from: str | None
    valid_to: str | None
    note: str


def town_aliases(county: County) -> list[TownAlias]:
    """The forms of the county's towns, by town and kind; no form stands for two of them."""
    names = town_names(county)
    former = {row.name: row for row in former_towns(county.code)}
    found: list[TownAlias] = []
    for town in county.towns:
        found.append(TownAlias(town, town.name, "official", None, None, ""))
        spelt = {alias.translate(WIDTHS) for alias in town.aliases}
        for alias in (name for name, owner in (names.full | names.short).items() if owner == town):
            if alias in names.former:
                row = former[alias]
                found.append(TownAlias(town, alias, "former", None, row.valid_to, row.note))
            elif alias in spelt:
                found.append(TownAlias(town, alias, "spelling", None, None, ""))
            elif alias != town.name.translate(WIDTHS):
                kind: AliasKind = "variant" if KIND.search(alias) else "short"
                found.append(TownAlias(town, alias, kind, None, None, ""))
        found += [TownAlias(town, alias, "organ", None, None, "") for alias in _organs(town)]
    first: dict[str, TownAlias] = {}
    for entry in sorted(found, key=lambda entry: entry.kind != "official"):
        first.setdefault(entry.alias, entry)
    return [entry for entry in found if first[entry.alias] is entry]


def _organs(town: Town) -> list[str]:
    if town.name.endswith("街道"):
        return [*(town.name + organ for organ in STREET_ORGANS), f"中共{town.name}工作委员会"]
    if town.name.endswith(("镇", "乡", "苏木")):
        return [*(town.name + organ for organ in TOWN_ORGANS), f"中共{town.name}委员会"]
    return []
