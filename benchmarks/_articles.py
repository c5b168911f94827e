"""Batches of a warehouse as large as wanted: invented news of real towns, distributed as real news are.

A county has about 5,000 articles of five years. Some of its towns print every day, most seldom, a few never. Three of
ten stories are printed again by other sites within hours or days, with a line before them and sometimes cut. Towns
have standing figures that grow, monthly bulletins in which nothing but the figures differ, and slogans that they take
up one after another. No text is anybody's.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from operator import attrgetter

import gazetteer
from benchmarks._phrases import SLOGANS, Topic, sentences, words
from extractors.url import article_id
from warehouse.rows import (
    ArticleRow,
    Batch,
    CountyRow,
    CoverageRow,
    FetchRow,
    LinkRow,
    PersonRole,
    PersonRow,
    SiteRow,
    TownRow,
    WatermarkRow,
)

PER_COUNTY = 5_000
FIRST_DAY = date(2021, 1, 1)
DAYS = 5 * 365
_PAGES_PER_STORY = 1.4
_REPRINTED = 0.3
_LOST, _UNREAD = 0.06, 0.04
_OF_PHRASES = 0.25  # of sentences and titles: a story is packed as small as a real one is (Snappy .65, Zstandard .43)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏建春海波亮云飞凤梅林小晓文志国庆新成"
_VILLAGES = "红星东风前进柳树石桥白杨松林青山双河龙潭马鞍清水高峰桃园李家张家长岭梨坪茶坊关帝庙沟凤凰天池"
_MONTHS = (0.9, 0.6, 1.1, 1.1, 1.0, 1.1, 1.2, 1.0, 1.0, 0.9, 1.1, 1.0)
_WEEKDAYS = (1.0, 1.1, 1.1, 1.0, 1.0, 0.35, 0.25)
_REASONS = ("not_found", "timeout", "unreadable", "list_page", "server_error", "redirect")
_BOUNDS = ("", "", "", "余", "多")


@dataclass(frozen=True)
class _Town:
    code: str
    name: str
    authors: Sequence[str]
    villages: Sequence[str]
    figures: Sequence[float]
    slogans: Sequence[tuple[date, str]]
    bulletin: Sequence[str]  # sentences of its monthly bulletin; empty where it has none


@dataclass(frozen=True)
class _Site:
    row: SiteRow
    host: str
    editors: Sequence[str]
    columns: Sequence[str]


@dataclass(frozen=True)
class _Page:
    """An article on one site."""

    site: _Site
    fetched_at: datetime
    published_at: datetime
    town: _Town | None
    title: str
    body: str
    authors: Sequence[str]


@dataclass
class _Rows:
    """What will be one batch."""

    links: list[LinkRow] = field(default_factory=list)
    fetches: list[FetchRow] = field(default_factory=list)
    articles: list[ArticleRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    coverages: list[CoverageRow] = field(default_factory=list)
    counties: list[CountyRow] = field(default_factory=list)
    towns: list[TownRow] = field(default_factory=list)
    sites: list[SiteRow] = field(default_factory=list)
    loaded_bytes: dict[str, int] = field(default_factory=dict)

    def batch(self) -> Batch:
        return Batch(
            links=tuple(self.links),
            fetches=tuple(self.fetches),
            articles=tuple(self.articles),
            people=tuple(self.people),
            watermarks=tuple(WatermarkRow(file, size) for file, size in self.loaded_bytes.items()),
            coverages=tuple(self.coverages),
            counties=tuple(self.counties),
            towns=tuple(self.towns),
            sites=tuple(self.sites),
        )


def batches(articles: int, *, batch: int, seed: int = 1, counties: Sequence[str] = ()) -> Iterator[Batch]:
    """So many articles, so many a batch, county after county and in each by day, with all that belongs to them.

    They are spread evenly over these counties; if none are named, over as many as have 5,000 each.
    Counties, towns and sites stand in the batch that first needs them. The same arguments give the same rows. Another
    seed gives other articles of the same counties, no address twice.
    """
    codes = counties or _codes(articles)
    rows = _Rows()
    for number, code in enumerate(codes):
        county = _County(code, seed)
        county.introduce(rows)
        share = articles * (number + 1) // len(codes) - articles * number // len(codes)
        for page in sorted(county.pages(share), key=attrgetter("fetched_at")):
            county.add(rows, page)
            if len(rows.articles) == batch:
                yield rows.batch()
                rows = _Rows()
    if rows.articles:
        yield rows.batch()


def day_after(articles: int, *, known: int, seed: int = 2) -> Batch:
    """The news of the day after those of `batches(known, ...)`: so many articles of the same counties.

    The seed must differ from theirs.
    """
    codes = _codes(known)
    rows = _Rows()
    for number, code in enumerate(codes):
        county = _County(code, seed)
        share = articles * (number + 1) // len(codes) - articles * number // len(codes)
        for page in county.pages(share, [FIRST_DAY + timedelta(DAYS)]):
            county.add(rows, page)
    return rows.batch()


@cache
def _all_codes() -> tuple[str, ...]:
    """Counties in an order by chance, those of usual size first."""
    counties = list(gazetteer.all_counties())
    random.Random("counties").shuffle(counties)  # noqa: S311
    counties.sort(key=lambda county: not 8 <= len(county.towns) <= 25)
    return tuple(county.code for county in counties if county.towns)


def _codes(articles: int) -> Sequence[str]:
    return _all_codes()[: math.ceil(articles / PER_COUNTY)]


@cache
def _calendar() -> tuple[Sequence[date], Sequence[float]]:
    """The days, and how much is printed up to each: less at weekends and at the Spring Festival, more every year."""
    days = [FIRST_DAY + timedelta(number) for number in range(DAYS)]
    weights = [
        _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * (1 + number / DAYS) for number, day in enumerate(days)
    ]
    return days, list(accumulate(weights))


class _County:
    """One county, which is the same for every seed, and its news, which are not."""

    def __init__(self, code: str, seed: int) -> None:
        world = random.Random(f"county {code}")  # noqa: S311 - the same county in every run
        county = gazetteer.county(code)
        self._county = county
        self._chance = random.Random(f"news {code} {seed}")  # noqa: S311
        slogans = [(FIRST_DAY + timedelta(world.randrange(DAYS)), name) for name in world.sample(SLOGANS, 5)]
        self._towns = [_town(world, town, slogans) for town in county.towns]
        world.shuffle(self._towns)
        heard = [0.0 if world.random() < 0.12 else 1 / rank for rank in range(1, len(self._towns) + 1)]
        self._heard = list(accumulate(heard if any(heard) else [1.0] * len(heard)))
        self._sites = _sites(world, county)
        self._seed = seed
        self._serial = self._number = 0
        self._sizes: dict[str, int] = {}
        self._bulletins: set[tuple[str, int, int]] = set()

    def introduce(self, rows: _Rows) -> None:
        """Add the county with its towns and sites, and how far the sites' columns are known."""
        county = self._county
        rows.counties.append(CountyRow(county.code, county.name, county.city or None, county.province))
        rows.towns += (TownRow(town.code, county.code, town.name) for town in self._towns)
        at = datetime.combine(FIRST_DAY, time(6))
        for site in self._sites:
            rows.sites.append(site.row)
            rows.coverages += (
                CoverageRow(site.row.site_key, f"{site.row.url}{number}/", county.code, name, FIRST_DAY, at)
                for number, name in enumerate(site.columns)
            )

    def pages(self, count: int, days: Sequence[date] = ()) -> list[_Page]:
        """So many pages: stories of these days (the whole five years if there are none), with their reprints."""
        chance = self._chance
        all_days, weights = _calendar()
        found: list[_Page] = []
        while len(found) < count:
            wanted = max(1, int((count - len(found)) / _PAGES_PER_STORY))
            drawn = chance.choices(days, k=wanted) if days else chance.choices(all_days, cum_weights=weights, k=wanted)
            for day in sorted(drawn):
                story = self._story(day)
                found.append(story)
                if chance.random() < _REPRINTED:
                    found += self._reprints(story)
        return found[:count]

    def _story(self, day: date) -> _Page:
        chance = self._chance
        site = self._sites[chance.random() < 0.4]
        is_of_town = chance.random() < 0.75
        town = chance.choices(self._towns, cum_weights=self._heard)[0] if is_of_town else None
        published_at = datetime.combine(day, time(8 + chance.randrange(10), chance.randrange(60), chance.randrange(60)))
        fetched_at = published_at + timedelta(seconds=chance.randrange(3600, 90_000))
        month = (town.code, day.year, day.month) if town and town.bulletin else None
        if town and month and month not in self._bulletins:
            self._bulletins.add(month)
            title = f"{town.name}{day.year}年{day.month}月工作简报"
            return _Page(site, fetched_at, published_at, town, title, self._bulletin(town, day), town.authors[:1])
        pool = chance.choice(sentences())
        title = self._headline(pool.headlines)
        if town:
            slogan = self._slogan(town, day)
            title = (
                f"{town.name}：“{slogan}”{title}" if slogan else f"{town.name}{chance.choice(('：', '', '：'))}{title}"
            )
            authors = town.authors[chance.randrange(len(town.authors)) :][: 1 + int(3 * chance.random() ** 2)]
        else:
            title = f"{self._county.name}{title}"
            authors = site.editors[: chance.randrange(3)]
        return _Page(
            site, fetched_at, published_at, town, title, self._body(pool.topic, pool.plain, town, day), authors
        )

    def _headline(self, known: Sequence[str]) -> str:
        """One of the known ones, or of words that no other has: most are packed no smaller than real ones."""
        if self._chance.random() < _OF_PHRASES:
            return self._chance.choice(known)
        return "".join(words(self._chance, self._chance.randrange(6, 13)))

    def _slogan(self, town: _Town, day: date) -> str | None:
        """A slogan that the town has taken up by that day, in every fourth story."""
        known = [name for since, name in town.slogans if since <= day] if self._chance.random() < 0.25 else ()
        return self._chance.choice(known) if known else None

    def _body(self, topic: Topic, plain: Sequence[str], town: _Town | None, day: date) -> str:
        """Paragraphs of two to four sentences, log-normal around 600 characters, with two to eight quantities."""
        chance = self._chance
        wanted = min(6_000, max(80, chance.lognormvariate(6.35, 0.6)))
        told = [self._quantities(topic, town, day, chance.randrange(2, 5)) for _ in range(chance.randrange(1, 3))]
        missing = wanted - sum(map(len, told))
        while missing > 0:
            told.append(chance.choice(plain) if chance.random() < _OF_PHRASES else _sentence(chance))
            missing -= len(told[-1])
        chance.shuffle(told)
        place = f"{town.name}{chance.choice(town.villages)}" if town else self._county.name
        lead = f"{day.month}月{day.day}日，记者在{place}看到，"
        if town and (slogan := self._slogan(town, day)):
            lead += f"“{slogan}”的标语格外醒目，"
        told[0] = lead + told[0]
        step = chance.randrange(2, 5)
        return "\n".join("".join(told[start : start + step]) for start in range(0, len(told), step))

    def _quantities(self, topic: Topic, town: _Town | None, day: date, count: int) -> str:
        """A sentence with so many figures: the town's own, which grow by the month, or the county's, larger ones."""
        months = (day.year - FIRST_DAY.year) * 12 + day.month
        figures = town.figures if town else (0.9,) * 7
        scale = (0.5 + months / 120) * (1 if town else 12)
        first = self._chance.randrange(len(topic.quantities))
        told = []
        for offset in range(count):
            number = (first + offset) % len(topic.quantities)
            what, unit, most = topic.quantities[number]
            value = max(1, int(most * figures[number] * scale))
            told.append(f"{what}{_rounded(value)}{self._chance.choice(_BOUNDS) if value > 30 else ''}{unit}")
        return f"截至目前，{town.name if town else '全县'}已{'、'.join(told)}。"

    def _bulletin(self, town: _Town, day: date) -> str:
        chance = self._chance
        return "\n".join(
            line.format(*(chance.randrange(2, 400) for _ in range(4)), day.month) for line in town.bulletin
        )

    def _reprints(self, story: _Page) -> Iterator[_Page]:
        """The story on one or more other sites, later, under its name or the county's, whole or cut."""
        chance = self._chance
        for site in chance.sample(self._sites, len(self._sites)):
            if site is story.site:
                continue
            after = timedelta(hours=min(240, chance.lognormvariate(2.2, 1.1)))
            names = "　".join(story.authors) or "本站"
            lead = chance.choice(
                (f"{site.row.site_name}讯（通讯员 {names}）", f"本网讯（{names}）", f"（{names} 报道）")
            )
            lines = story.body.split("\n")
            if chance.random() < 0.25 and len(lines) > 2:
                lines = lines[: len(lines) * 2 // 3]
            title = story.title if not story.town or chance.random() < 0.8 else f"{self._county.name}{story.title}"
            yield _Page(
                site,
                story.fetched_at + after,
                (story.published_at + after).replace(microsecond=0),
                story.town,
                title,
                f"{lead}\n" + "\n".join(lines),
                story.authors,
            )
            if chance.random() > 0.25:
                return

    def add(self, rows: _Rows, page: _Page) -> None:
        """Add the rows of an article: seen on its list, fetched, read; and now and then a link that is none."""
        chance = self._chance
        at = page.fetched_at.replace(microsecond=0)
        key = self._address(rows, page, at, page.title, "loaded")
        url, file, offset = rows.links[-1].url, rows.fetches[-1].archive_file, rows.fetches[-1].archive_offset
        published_at, precision = _as_printed(chance.random(), page.published_at)
        source = page.town.name if page.town and chance.random() < 0.5 else page.site.row.site_name
        raw = f"来源：{source} 时间：{page.published_at:%Y-%m-%d %H:%M} 作者：{'　'.join(page.authors)}"
        evidence = {
            "title": {"rule": "h1", "raw": page.title},
            "published_at": {"rule": "byline:时间", "raw": f"{page.published_at:%Y-%m-%d %H:%M}"},
            "source": {"rule": "byline:来源", "raw": source},
            "authors": {"rule": "byline:作者", "raw": raw},
        }
        rows.articles.append(
            ArticleRow(
                key,
                url,
                page.site.row.site_key,
                self._county.code,
                at,
                page.title,
                page.body,
                rows.links[-1].column_name,
                published_at,
                precision,
                source,
                source,
                "text" if chance.random() < 0.97 else "gallery",
                evidence,
                file,
                offset,
            )
        )
        _credit(rows, key, at, "author", page.authors)
        if chance.random() < 0.7:
            _credit(rows, key, at, "editor", (chance.choice(page.site.editors),))
        if chance.random() < 0.2:
            _credit(rows, key, at, "reviewer", page.site.editors[:3])
        if chance.random() < _LOST:
            self._address(rows, page, at, page.title, "lost")
        if chance.random() < _UNREAD:
            self._address(rows, page, at, page.title, "seen")

    def _address(self, rows: _Rows, page: _Page, at: datetime, listed: str, state: str) -> str:
        """A new link as the list showed it, and as it became when it was asked for; returns its id."""
        self._serial += 1
        site, code = page.site, self._county.code
        self._number += self._chance.randrange(1, 40)  # the CMS numbers what other sites print, too
        url = f"http://{site.host}/{code}/{at:%Y%m}/t{at:%Y%m%d}_{self._seed}{self._number:07}.html"
        key = article_id(url)
        column = site.columns[self._serial % len(site.columns)]
        listed_at, day = at - timedelta(seconds=30), page.published_at.date()
        seen = LinkRow(
            key, url, site.row.site_key, code, "seen", listed_at, listed_at, "article", column, listed[:30], day
        )
        rows.links.append(seen)
        if state == "seen":
            return key
        reason = self._chance.choice(_REASONS) if state == "lost" else None
        file = f"{site.row.site_key}-{code}/{at:%Y-%m}.warc.gz"
        offset = self._sizes.get(file, 0)
        size = 8_000 + len(page.body) * 4
        self._sizes[file] = rows.loaded_bytes[file] = offset + size
        rows.links.append(
            LinkRow(
                key,
                url,
                site.row.site_key,
                code,
                "lost" if reason else "loaded",
                at,
                at,
                "article",
                column,
                listed[:30],
                day,
                None,
                reason,
                f"{url} could not be read." if reason else None,
                at,
            )
        )
        status = None if reason == "timeout" else 404 if reason == "not_found" else 200
        rows.fetches.append(
            FetchRow(
                file,
                offset,
                url,
                site.row.site_key,
                code,
                "article",
                at,
                key,
                status,
                size if status == 200 else 0,
                reason,
                f'"{key}"' if status == 200 else None,
                None,
                f"sha1:{key}{key}" if status == 200 else None,
            )
        )
        return key


def _credit(rows: _Rows, key: str, at: datetime, role: PersonRole, names: Sequence[str]) -> None:
    rows.people += (PersonRow(key, at, role, position, name) for position, name in enumerate(names, start=1))


def _sentence(chance: random.Random) -> str:
    """Two to four clauses of words."""
    clauses = ("".join(words(chance, chance.randrange(4, 9))) for _ in range(chance.randrange(2, 5)))
    return f"{'，'.join(clauses)}。"


def _as_printed(lot: float, published_at: datetime) -> tuple[datetime | None, str | None]:
    """The time of publication as precisely as the page states it."""
    if lot < 0.02:
        return None, None
    if lot < 0.35:
        return datetime.combine(published_at.date(), time()), "day"
    if lot < 0.9:
        return published_at.replace(second=0), "minute"
    return published_at, "second"


def _rounded(value: int) -> int:
    """Large figures are told in tens or hundreds."""
    return value if value < 100 else value // 10 * 10 if value < 1000 else value // 100 * 100


def _town(world: random.Random, town: gazetteer.Town, slogans: Sequence[tuple[date, str]]) -> _Town:
    pool = world.choice(sentences())
    taken_up = [(since + timedelta(world.expovariate(1 / 40)), name) for since, name in slogans if world.random() < 0.7]
    bulletin = [
        f"{sentence}全月{what}{{{number}}}{unit}。"
        for number, (sentence, (what, unit, _)) in enumerate(
            zip(world.sample(pool.plain, 4), world.sample(pool.topic.quantities, 4), strict=True)
        )
    ]
    return _Town(
        town.code,
        town.name,
        [_name(world) for _ in range(world.randrange(4, 13))],
        [f"{''.join(world.choices(_VILLAGES, k=2))}村" for _ in range(8)],
        [world.lognormvariate(-1.2, 0.6) for _ in range(7)],
        taken_up,
        [*bulletin, "{4}月的工作到此为止，下月继续。"] if world.random() < 0.5 else (),
    )


def _name(world: random.Random) -> str:
    return world.choice(_SURNAMES) + "".join(world.choices(_GIVEN, k=world.choice((1, 2, 2))))


def _sites(world: random.Random, county: gazetteer.County) -> list[_Site]:
    """The county's own two first, then one to three of its city and province."""
    code, city, province = county.code, county.city or county.province, county.province
    known = [
        SiteRow(f"gov-{code}", code, f"{county.name}人民政府", f"http://www.c{code}.example/", "county", "government"),
        SiteRow(f"media-{code}", code, f"{county.name}融媒体中心", f"http://news.c{code}.example/", "county", "media"),
        SiteRow(f"city-{code[:4]}", code, f"{city}人民政府", f"http://www.p{code[:4]}.example/", "city", "government"),
        SiteRow(
            f"daily-{code[:4]}",
            code,
            f"{city.removesuffix('市')}日报",
            f"http://daily.p{code[:4]}.example/",
            "city",
            "media",
        ),
        SiteRow(
            f"province-{code[:2]}",
            code,
            f"{province.removesuffix('省')}日报",
            f"http://www.s{code[:2]}.example/",
            "province",
            "media",
        ),
    ]
    columns = ("乡镇动态", "部门动态", "本地要闻", "基层信息")
    return [
        _Site(row, row.url.split("/")[2], [_name(world) for _ in range(6)], columns[: 2 + world.randrange(3)])
        for row in known[: world.choice((3, 4, 4, 5, 5))]
    ]
