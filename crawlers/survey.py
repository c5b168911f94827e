"""A look at a site that nobody has read yet: its family, its columns and how they go on, feeds, a sample of articles.

The home page is asked first, then pages whose names say that they are columns of news, the heavier names first
(column_names.py), and pages that lead to such columns. What is found is said with what is not certain about it. All
goes through one Fetcher, one request after the other, and ends at a number of requests.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

import gazetteer
from crawlers.column_names import Weight
from crawlers.fetch import Answer, Fetcher
from crawlers.link import is_same_site
from crawlers.pager_kind import pager_kind
from crawlers.survey_links import NamedLink, column_links, is_home, links_elsewhere, own_name, site_name
from extractors.article import Article
from extractors.extract import Hints, read_article
from extractors.feeds import feeds_of, read_feed
from extractors.kind import redirect_target, refuse_wall
from extractors.lists import ListPage, read_list
from extractors.meta import MetaTags
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.platforms import platform_of
from extractors.rows import ListItem
from extractors.url import canonical_url

REQUESTS_MAX = 40
_COLUMNS_MAX = 10
_REQUESTS_FOR_LISTS = 20
_TRIES_PER_COLUMN = 3
_FEEDS_MAX = 3
_ELSEWHERE_MAX = 5
_FEWEST_ROWS = 3
_NAMED_IN_ALL = 3
_ROWS_OF_A_LIST = 10
_COLUMNS_OF_A_HUB = 3
_LONGEST_NAME = 60
_FIELDS = {"published_at": "date", "authors": "author", "source": "source", "editors": "editor", "body": "body"}


class SiteClosed(Exception):
    """The site cannot be looked at; the message is one sentence."""


@dataclass
class FoundColumn:
    """A page that is a list of articles. `doubts` are sentences; a column without any may be read by a run."""

    name: str
    weight: Weight
    page: Page
    items: tuple[ListItem, ...]
    next_page: str | None
    family: str
    doubts: list[str] = field(default_factory=list)
    pagination: str = "one page"
    second_rows: int | None = None

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.url

    @property
    def dated(self) -> int:
        """How many of its rows have a date."""
        return sum(item.date is not None for item in self.items)

    @property
    def newest(self) -> date | None:
        """The newest day of its rows."""
        return max((item.date for item in self.items if item.date), default=None)


@dataclass(frozen=True)
class FoundFeed:
    """A feed or sitemap with what it holds; a sitemap index holds `sitemaps`."""

    kind: str
    url: str
    title: str
    items: tuple[ListItem, ...]
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """An article as it would be extracted, from the column of this name."""

    column: str
    page: Page
    article: Article


@dataclass
class Survey:
    """What was found at an address. `unsure` has a sentence for everything that a person should look at."""

    home: Page
    name: str
    family: str = "generic"
    columns: list[FoundColumn] = field(default_factory=list)
    feeds: list[FoundFeed] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    foreign_codes: list[str] = field(default_factory=list)
    requests: int = 0


def survey_site(
    url: str,
    fetcher: Fetcher,
    *,
    county: gazetteer.County | None = None,
    sample: int = 3,
    requests_max: int = REQUESTS_MAX,
) -> Survey:
    """Look at a home page or a column page and what it leads to. Raises SiteClosed, NotAnArticle for a wall."""
    return _Look(fetcher, county, sample, requests_max).at(url)


class _Look:
    def __init__(self, fetcher: Fetcher, county: gazetteer.County | None, sample: int, requests_max: int) -> None:
        self.fetcher = fetcher
        self.county = county
        self.sample = sample
        self.requests_max = requests_max
        self.requests = 0
        self._asked: dict[str, Answer] = {}

    def at(self, url: str) -> Survey:
        home = self._home(url)
        self.survey = Survey(home, site_name(home))
        feed = read_feed(home)
        if feed is not None and feed.sitemaps:
            self.survey.feeds.append(FoundFeed(feed.kind, home.url, "", (), feed.sitemaps))
        elif not self._is_given_column(home):
            self._mind_readable(home)
        self._find_columns(home)
        self._find_feeds(home)
        if not self.survey.columns:
            self._take_feeds()
        for column in self.survey.columns:
            self._follow(column)
        self._read_samples()
        self.survey.family = self._family()
        self._name_families()
        self._doubt_codes()
        self._doubt_the_whole()
        self.survey.requests = self.requests
        return self.survey

    # Asking

    def _ask(self, url: str) -> Answer | None:
        """The answer of an address, asked for once; None when there have been enough requests."""
        key = canonical_url(url)
        if key not in self._asked:
            if self.requests >= self.requests_max:
                return None
            self.requests += 1
            answer = self.fetcher.get(url)
            if answer.closes_site:
                raise SiteClosed(answer.detail)
            self._asked[key] = answer
        return self._asked[key]

    def _page(self, url: str) -> tuple[Page | None, str]:
        """A page, or the sentence why there is none."""
        answer = self._ask(url)
        if answer is None:
            return None, f"{url} was not asked: {self.requests_max} requests are enough for a look."
        if answer.page is None or answer.loss:
            return None, answer.detail or f"{url} gave no answer ({answer.loss})."
        return answer.page, ""

    def _home(self, url: str, *, is_further: bool = False) -> Page:
        """The first page; a page without text that only sends its reader on is followed once."""
        page, why = self._page(url)
        if page is None:
            raise SiteClosed(why)
        if read_feed(page) is None and page.text.lstrip()[:1] not in ("{", "["):
            refuse_wall(page, page.flow)
            target = urljoin(page.url, redirect_target(page, page.flow) or "")
            if target != page.url and is_same_site(target, page.url) and not is_further:
                return self._home(target, is_further=True)
        return page

    def _list(self, url: str) -> tuple[Page | None, ListPage | None, str]:
        page, why = self._page(url)
        if page is None:
            return None, None, why
        try:
            return page, read_list(page), ""
        except NotAnArticle as reason:
            return page, None, str(reason)

    # Columns

    def _is_given_column(self, home: Page) -> bool:
        """Take the address that was given for a column, where it is none of a home page and lists articles."""
        if is_home(home):
            return False
        try:
            listed = read_list(home)
        except NotAnArticle:
            return False
        dated = sum(item.date is not None for item in listed.items)
        is_sure = listed.next_page is not None or len(listed.items) >= _ROWS_OF_A_LIST
        if not listed.items or (not dated and not is_sure):
            return False
        if not is_sure and len(column_links(home, self.county)) > _COLUMNS_OF_A_HUB:
            return False
        self._take(NamedLink(own_name(home), home.url, Weight.TOWNS), home, listed)
        return True

    def _mind_readable(self, home: Page) -> None:
        if not home.flow.han:
            self.survey.unsure.append(
                f"{home.url} shows no Chinese text: it may be drawn by scripts, which are not run."
            )

    def _find_columns(self, home: Page) -> None:
        waiting = [
            link for link in column_links(home, self.county) if canonical_url(link.url) != canonical_url(home.url)
        ]
        met = {canonical_url(link.url) for link in waiting} | {canonical_url(home.url)}
        deeper = len(waiting)
        left_over: list[str] = []
        while waiting:
            waiting.sort(key=lambda link: -_order(link.weight))
            link = waiting.pop(0)
            if len(self.survey.columns) >= _COLUMNS_MAX or self.requests >= min(_REQUESTS_FOR_LISTS, self.requests_max):
                left_over.append(link.name)
                continue
            page, listed, why = self._list(link.url)
            below = [] if page is None else self._below(page, met)
            if link.depth == 0 and page is not None:
                waiting += below
                met |= {canonical_url(other.url) for other in below}
            self._judge(link, page, listed, why, leads_on=link.depth == 0 and len(below) > 1)
        self.survey.unsure += [
            f"{link.name} leads to another site, {link.url}, which would be a [[site]] of its own."
            for link in links_elsewhere(home, self.county)[:_ELSEWHERE_MAX]
        ]
        if left_over:
            named = "、".join(left_over[:8]) + ("…" if len(left_over) > 8 else "")
            self.survey.unsure.append(f"{len(left_over)} of {deeper} or more columns were not looked at: {named}.")

    def _below(self, page: Page, met: set[str]) -> list[NamedLink]:
        """The columns that a page names and no page before it did."""
        found = column_links(page, self.county, depth=1)
        return [link for link in found if canonical_url(link.url) not in met and is_same_site(link.url, page.url)]

    def _judge(self, link: NamedLink, page: Page | None, listed: ListPage | None, why: str, *, leads_on: bool) -> None:
        """Take a page for a column, for a way to columns, or say why it is neither."""
        if page is not None and listed is not None and listed.items:
            # A way to columns shows a few rows of each; a list with a menu of other columns has more of its own.
            is_short = listed.next_page is None and len(listed.items) < _ROWS_OF_A_LIST
            is_way = leads_on and (is_short or link.weight == Weight.WAY)
            is_dated = any(item.date for item in listed.items)
            if is_way or (link.weight <= Weight.TOWN and not is_dated):
                return
            self._take(link, page, listed)
        elif link.weight > Weight.TOWN and not leads_on:
            reason = why or f"{link.url} shows no rows of articles; a script may draw them."
            self.survey.unsure.append(f"{link.name} could be news, but could not be read: {reason}")

    def _take(self, link: NamedLink, page: Page, listed: ListPage) -> None:
        own = [item for item in listed.items if is_same_site(item.url, page.url)]
        rows = {canonical_url(item.url) for item in listed.items}
        if any(
            other.url == page.url or rows == {canonical_url(item.url) for item in other.items}
            for other in self.survey.columns
        ):
            return
        column = FoundColumn(
            self._free_name(link.name[:_LONGEST_NAME]),
            link.weight,
            page,
            listed.items,
            listed.next_page,
            _family_of(page),
        )
        if 2 * column.dated < len(column.items):
            column.doubts.append(f"{len(column.items) - column.dated} of {len(column.items)} rows have no date")
        if len(own) * 2 < len(listed.items):
            column.doubts.append(f"{len(listed.items) - len(own)} of {len(listed.items)} rows lead to other sites")
        if len(listed.items) < _FEWEST_ROWS:
            column.doubts.append(f"it has {len(listed.items)} rows only")
        self.survey.columns.append(column)

    def _free_name(self, name: str) -> str:
        """The name, with a number where another column has it already: names are unique in a county file."""
        taken = {column.name for column in self.survey.columns}
        numbered = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 2))
        return next(one for one in numbered if one not in taken)

    def _follow(self, column: FoundColumn) -> None:
        """Ask for a column's second page and see whether it has other rows."""
        if column.next_page is None:
            return
        if not is_same_site(column.next_page, column.url):
            column.doubts.append(f"its second page {column.next_page} is on another site")
            return
        page, listed, why = self._list(column.next_page)
        if page is None or listed is None:
            column.pagination = "not read"
            column.doubts.append(f"its second page could not be read ({why.rstrip('.')})")
            return
        first = {canonical_url(item.url) for item in column.items}
        column.second_rows = len({canonical_url(item.url) for item in listed.items} - first)
        column.pagination = pager_kind(column.page, page, listed)
        if not column.second_rows:
            what = "the same rows as the first" if listed.items else "no rows"
            column.doubts.append(f"its second page has {what}")

    # Feeds and sitemaps

    def _find_feeds(self, home: Page) -> None:
        self.requests += 1
        maps = [url for url in self.fetcher.sitemaps(home.url) if is_same_site(url, home.url)]
        named = {feed.url: feed.title for feed in feeds_of(home) if is_same_site(feed.url, home.url)}
        for url in [*list(named)[:_FEEDS_MAX], *(maps[:_FEEDS_MAX] or [urljoin(home.url, "/sitemap.xml")])]:
            answer = self._ask(url)
            feed = read_feed(answer.page) if answer and answer.page and not answer.loss else None
            if feed is not None and canonical_url(url) != canonical_url(home.url):
                title = named.get(url, "")
                self.survey.feeds.append(FoundFeed(feed.kind, url, title, feed.items, feed.sitemaps))
            elif url in named or url in maps:
                self.survey.unsure.append(f"{url} is named as a feed or sitemap, but is none that can be read.")

    def _take_feeds(self) -> None:
        """Where no page is a column, a feed is one; where there is none either, a sitemap."""
        feeds = [feed for feed in self.survey.feeds if feed.kind in ("RSS", "Atom") and feed.items]
        maps = [feed for feed in self.survey.feeds if feed not in feeds]
        urls = [(feed.title or feed.kind, feed.url) for feed in feeds]
        if not feeds:
            urls = [("sitemap", url) for feed in maps for url in (feed.sitemaps or (feed.url,))]
        for name, url in urls[:_COLUMNS_MAX]:
            page, listed, _ = self._list(url)
            if page is not None and listed is not None and listed.items:
                self._take(NamedLink(name, url, Weight.COUNTY), page, listed)

    # Articles

    def _read_samples(self) -> None:
        """One article of each column, then more of them in turn, until there are enough."""
        rows = [(column, self._articles(column)) for column in self.survey.columns]
        for column, articles in rows:
            sample = next(articles, None)
            if sample:
                self.survey.samples.append(sample)
            else:
                column.doubts.append("none of its first articles could be read")
        while len(self.survey.samples) < self.sample and rows:
            rows = [(column, articles) for column, articles in rows if self._add(articles)]

    def _add(self, articles: Iterator[Sample]) -> bool:
        if len(self.survey.samples) >= self.sample:
            return False
        sample = next(articles, None)
        if sample:
            self.survey.samples.append(sample)
        return sample is not None

    def _articles(self, column: FoundColumn) -> Iterator[Sample]:
        """A column's articles, the first first; it ends after some that are none."""
        failed = 0
        read = {canonical_url(sample.page.url) for sample in self.survey.samples}
        for item in column.items:
            if failed >= _TRIES_PER_COLUMN:
                return
            if not is_same_site(item.url, column.url) or canonical_url(item.url) in read:
                continue
            page, why = self._page(item.url)
            if page is None:
                failed += 1
                self._doubt(f"{column.name}: {why}")
                continue
            try:
                hints = Hints(self.survey.name, item.title or None, item.date)
                yield Sample(column.name, page, read_article(page, hints))
            except NotAnArticle as reason:
                failed += 1
                self._doubt(f"{column.name}: {reason}")

    def _doubt(self, sentence: str) -> None:
        if sentence not in self.survey.unsure:
            self.survey.unsure.append(sentence)

    # What is not certain

    def _family(self) -> str:
        """The family that most pages show, articles before lists; lists often show none."""
        pages = [sample.page for sample in self.survey.samples] or [column.page for column in self.survey.columns]
        pages += [column.page for column in self.survey.columns]
        families = Counter(name for page in pages if (name := _family_of(page)) != "generic")
        return families.most_common(1)[0][0] if families else _family_of(self.survey.home)

    def _name_families(self) -> None:
        """A column whose list shows no family is of the family of its articles."""
        for column in self.survey.columns:
            if column.family == "generic":
                own = [_family_of(sample.page) for sample in self.survey.samples if sample.column == column.name]
                column.family = next(iter(own), column.family)

    def _doubt_codes(self) -> None:
        """Whether the pages' SiteIDCode, whose first six digits are a division's, is the county's."""
        if self.county is None:
            return
        pages = [
            self.survey.home,
            *(one.page for one in self.survey.columns),
            *(one.page for one in self.survey.samples),
        ]
        codes = {code for page in pages if (code := MetaTags(page).get("SiteIDCode")) and code[:6].isdecimal()}
        self.survey.foreign_codes = sorted(code for code in codes if code[:6] != self.county.code)
        self.survey.unsure += [
            f"Pages of the site carry SiteIDCode {code}, which is not of {self.county.name} ({self.county.code})."
            for code in self.survey.foreign_codes
        ]

    def _doubt_the_whole(self) -> None:
        survey = self.survey
        for column in survey.columns:
            survey.unsure += [f"{column.name}: {doubt}." for doubt in column.doubts]
        if not survey.columns:
            survey.unsure.append("No column with articles was found; give the address of one.")
        elif survey.family == "generic":
            survey.unsure.append("The family of the site's pages is not known; they are read by their structure.")
        missing = [
            name for key, name in _FIELDS.items() if not any(getattr(sample.article, key) for sample in survey.samples)
        ]
        if len(survey.samples) >= _NAMED_IN_ALL and missing:
            survey.unsure.append(f"No {' and no '.join(missing)} was found in any of {len(survey.samples)} articles.")
        if any(answer.loss == Loss.CHALLENGE for answer in self._asked.values()):
            survey.unsure.append("Some of the site's pages are behind a bot wall, which is not climbed.")


def _order(weight: Weight) -> int:
    """The order of asking: ways to columns before what is worth little, or what they lead to would come too late."""
    return 2 * weight if weight != Weight.WAY else 2 * Weight.COUNTY + 1


def _family_of(page: Page) -> str:
    feed = read_feed(page)
    return feed.kind if feed else platform_of(page).name


def site_root(url: str) -> str:
    """The address of the home page of an address's site."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def sure_columns(columns: Sequence[FoundColumn]) -> list[FoundColumn]:
    """The columns without doubts."""
    return [column for column in columns if not column.doubts]
