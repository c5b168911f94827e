"""Who is who: the counties and towns of China, packaged and read without a network."""

from gazetteer.divisions import County, Town, UnknownCounty, all_counties, county, find_counties, place_names

__all__ = ["County", "Town", "UnknownCounty", "all_counties", "county", "find_counties", "place_names"]
