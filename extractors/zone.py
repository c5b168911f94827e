"""One text with its labels, read into a Byline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from extractors.article import Evidence, Precision
from extractors.dates import FoundDate, find_dates, parse_date
from extractors.labels import SUFFIX_ROLES, Field
from extractors.normalise import fold
from extractors.people import Proof, is_name, is_office, lone_name, names_of
from extractors.pieces import REPORTERS, Piece, pieces
from gazetteer import place_names

PEOPLE = (Field.AUTHOR, Field.EDITOR, Field.REVIEWER, Field.PHOTOGRAPHER)
LONGEST_SOURCE = 60
_OF_PERSON_OR_DAY = ("发布", "上传", "录入")
BESIDE_DATE = "beside the date"  # how a source without a label was found
_LONGEST_BEHIND_DATE = 60
_LONGEST_TOWN = 8
SENTENCE = re.compile(r"[。!?;]")
# Signs at the edges of a value that belong to the line, not to the value.
JUNK = " \t\n|丨,;、:/·•-—"

# Dates that belong to the site or to the edition, not to the article.
_FOREIGN_DATE_LINE = re.compile(r"今天|农历|©|ICP|[Cc]opyright|版权(?!声明)|有效期")
# What publishes news, by the end of its name: 松岭晚报, 柳溪在线, 央视新闻客户端, 湖北省建设信息中心.
_MEDIUM = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9·\-]{1,20}"
    r"(?:[^简汇通]报|网|社|[电视平]台|客户端|在线|[\u3400-\u9fff]发布|融媒体?|(?:信息|新闻|媒体)中心|周刊|杂志|经济报道|广电|广播电视局|传媒|头条|之声)|云上[\u3400-\u9fff]{2,4}|"
    r"(?:央视|澎湃|界面|封面|上游|极目|大皖|红星|九派|浙江|新华|川观|齐鲁|潮)新闻|第一财经|新华视点|新华社"
)
_CLOCKS = frozenset({"今天是", "当前时间", "现在时间", "系统时间"})
_FIELDS_WITH_OTHER_DAYS = (Field.UPDATED, Field.OTHER_DATE, Field.TITLE, Field.NOBODY)
_FIELD_BREAK = re.compile(r"[\s|丨\[\]【】]+")
_READERS = re.compile(r"(?:\(\d{0,7}\)|有?\s?\d{1,7}(?:人|条)(?:参与|评论|跟贴)?|\s有)\s{0,3}\Z")
_UP_TO_BRACKET = re.compile(r"[\s(\[【]*([^()\[\]【】|丨\n]*)")
# Three spaces, a bar, or one space and then a sentence: the source is over.
_SOURCE_END = re.compile(
    r"\s{3,}|\s[|丨](?=\s|\Z)|\s(?=[\u3400-\u9fff,]{6,}\s[\u3400-\u9fff,]{4,}|[\u3400-\u9fff,:“”]{13,})"
)
_OF_PHOTOGRAPHERS = re.compile(
    r"^[^文,。]{0,6}(?:摄影|摄像)[ :]{0,3}[\u3400-\u9fff]{0,8}\Z|(?<!文)(?<!文[、/])(?:图片?|摄影?)[/:|丨] ?\Z"
)
_WORDS_TOO = re.compile(r"文|撰|报道")
_NATION = re.compile(r"^\s*[(\[【〔][\u3400-\u9fff]{1,3}[)\]】〕]\s*(?=[\u3400-\u9fff])")
# 江南时讯记者: four signs glued to the word are the medium, not two names.
_GLUED_MEDIUM = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{4,12}\Z")
_PERSON = re.compile(r"[者人]$|录入|上传|编发|选稿|翻译|[主总]编")
_LONGEST_PERSON = 12
_NEW_CREDIT = re.compile(r"[\n)】\]]")
_OPENER = re.compile(r"[\n(【\[]")


@dataclass(frozen=True)
class Byline:
    """What one place of a page states about an article; what it does not state is None or empty."""

    title: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    editors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def merged_with(self, other: "Byline") -> "Byline":
        """Both together; where both speak of a field, this one is believed."""
        dated = self if self.published_at is not None else other
        return Byline(
            title=self.title or other.title,
            published_at=dated.published_at,
            published_precision=dated.published_precision,
            authors=self.authors or other.authors,
            source=self.source or other.source,
            editors=self.editors or other.editors,
            reviewers=self.reviewers or other.reviewers,
            evidence={**other.evidence, **self.evidence},
        )

    def joined_with(self, other: "Byline") -> "Byline":
        """Both together, with the people of both: for places that each name some of them."""
        return replace(
            self.merged_with(other),
            authors=tuple(dict.fromkeys(self.authors + other.authors)),
            editors=tuple(dict.fromkeys(self.editors + other.editors)),
            reviewers=tuple(dict.fromkeys(self.reviewers + other.reviewers)),
        )


class _Credit(NamedTuple):
    """People of one role, with the label that says so and the text as printed."""

    role: Field
    label: str
    names: tuple[str, ...]
    raw: str


class Zone:
    """One text with its labels; `name` is the place of the page that the evidence will name."""

    def __init__(self, text: str, name: str) -> None:
        self.text = fold(text)
        self.printed = text
        self.name = name
        self.pieces = pieces(self.text)
        self.evidence: dict[str, Evidence] = {}
        self.people: dict[Field, list[str]] = {role: [] for role in PEOPLE}

    def read(self, *, unlabelled: bool = True) -> Byline:
        """All fields; with `unlabelled` a date, and a medium beside it, count without a label too."""
        self._read_people()
        date = self._date(unlabelled=unlabelled)
        source = self._source() or (self._source_beside(date) if unlabelled else None)
        return self._byline(date, source)

    def credits(self) -> Byline:
        """Only people: of a bracket, or of the words that open or close a text."""
        if self.pieces:
            self._read_people()
        else:
            office, _, people = self.text.partition(":")  # 宋家镇党政办：程×
            names = names_of(self.text, Proof.NONE) or (names_of(people, Proof.NONE) if is_office(office) else ())
            self._add(_Credit(Field.AUTHOR, "署名", names, self.printed))
        return self._byline(None, None)

    def _byline(self, date: FoundDate | None, source: str | None) -> Byline:
        return Byline(
            title=self._title(),
            published_at=date.value if date else None,
            published_precision=date.precision if date else None,
            authors=tuple(dict.fromkeys(self.people[Field.AUTHOR])),
            source=source,
            editors=tuple(dict.fromkeys(self.people[Field.EDITOR])),
            reviewers=tuple(dict.fromkeys(self.people[Field.REVIEWER])),
            evidence=self.evidence,
        )

    def _prove(self, name: str, label: str, raw: str) -> None:
        self.evidence.setdefault(name, Evidence(f"{self.name}:{label}", raw.strip()))

    def _add(self, credit: _Credit) -> None:
        self.people[credit.role] += credit.names
        if credit.names and credit.role is not Field.PHOTOGRAPHER:
            self._prove(credit.role.value, credit.label, credit.raw)

    def _raw(self, piece: Piece) -> str:
        return self.printed[piece.start : piece.value_start + len(piece.value)]

    def _title(self) -> str | None:
        """A headline that has its own label, below the texts of some copies."""
        labelled = (piece for piece in self.pieces if piece.field is Field.TITLE and piece.value.strip())
        piece = next(labelled, None)
        if piece is None:
            return None
        self._prove("title", piece.label, self._raw(piece))
        return self.printed[piece.value_start : piece.value_start + len(piece.value)].strip()

    # People

    def _read_people(self) -> None:
        """Credits in their order; a role behind its names decides about those that wait for it."""
        waiting: list[_Credit] = []
        before = 0
        is_photo = False
        for index, piece in enumerate(self.pieces):
            is_photo = self._is_of_photographers(piece, is_photo)
            if _NEW_CREDIT.search(self.text, before, piece.start):
                self._settle(waiting)
            names_before = self._names_before(piece, before)
            waiting += names_before
            if piece.label == "文" and not piece.is_printed:
                self._settle(waiting)  # 甲 文 乙 图, 记者:甲/文 乙/图: 图 speaks of the name behind 文 only
            names = self._names(index)
            if names:
                role = Field.PHOTOGRAPHER if is_photo else piece.field
                waiting.append(_Credit(role, piece.label, names, self._raw(piece)))
            elif piece.label in SUFFIX_ROLES and not piece.is_printed:
                self._credit_behind(piece, waiting)
            before = piece.start + len(piece.label)
        self._settle(waiting)

    def _is_of_photographers(self, piece: Piece, was_photo: bool) -> bool:
        """True for 本组摄影 新报记者 姜×, and for the 通讯员 in the line below it."""
        if piece.is_printed or piece.field is not Field.AUTHOR:
            return False
        line = self.text[self.text.rfind("\n", 0, piece.start) + 1 : piece.start]
        if line.strip():
            return bool(_OF_PHOTOGRAPHERS.search(line)) or (was_photo and not _WORDS_TOO.search(line))
        return was_photo and piece.label.endswith("通讯员")

    def _settle(self, waiting: list[_Credit]) -> None:
        for credit in waiting:
            self._add(credit)
        waiting.clear()

    def _names(self, index: int) -> tuple[str, ...]:
        piece = self.pieces[index]
        if piece.field not in PEOPLE:
            return ()
        names = self._listed_names(index)
        word = lone_name(piece.value) if not names and piece.label.endswith(REPORTERS) else None
        return (word,) if word else names

    def _listed_names(self, index: int) -> tuple[str, ...]:
        piece = self.pieces[index]
        value = cut(piece.value)
        if self._is_office_of_next(index):
            names, _, office = value.rpartition(" ")
            is_part_of_role = piece.value[-1:] not in (" ", "") and not is_name(office)  # 孙× 晚报/扬眼记者 杨×
            if not names or not (is_office(office) or is_part_of_role):
                return names_of(value, Proof.NONE)
            value = names  # 本报记者 陆× 本报通讯员: before the office of the next role stand names
        if piece.is_on_next_line and len(value) > 4:
            return names_of(value, Proof.NONE)
        return names_of(value, Proof.LABEL if piece.is_printed else Proof.ROLE)

    def _is_office_of_next(self, index: int) -> bool:
        """True for 作者:半月谈记者谭× and 作者:半月谈 记者 谭×, the value is the office of the role behind it."""
        piece = self.pieces[index]
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if following is None or following.is_printed or not following.label.endswith(("记者", "通讯员")):
            return False
        return following.start == piece.value_start + len(piece.value) and not piece.value.rstrip().endswith("、")

    def _names_before(self, piece: Piece, before: int) -> list[_Credit]:
        """Names that open a credit before its first role word: 窦× 记者 范×, 吕× 摄影报道."""
        if piece.is_printed and self.name == "byline":
            return []
        gap = _OPENER.split(self.text[max(0, before - 1) : piece.start])[-1]
        if len(gap) > piece.start - before and before:
            return []
        if piece.label.endswith(REPORTERS):
            gap = _GLUED_MEDIUM.sub("", gap)
        # The place of a report may stand between name and word: 姚× 上海报道.
        without_place = gap.rpartition(" ")[0] if piece.label == "报道" else ""
        names = names_of(gap, Proof.NONE) or names_of(without_place, Proof.NONE)
        return [_Credit(Field.AUTHOR, piece.label, names, gap)] if names else []

    def _credit_behind(self, piece: Piece, waiting: list[_Credit]) -> None:
        """摄 makes photographers of the names before it; 报道 may stand behind a place: 戚× 桑植报道."""
        if piece.field is Field.PHOTOGRAPHER:
            waiting[:] = [credit for credit in waiting if credit.role is not Field.AUTHOR]
            return
        if piece.label == "报道" and waiting:
            last = waiting[-1]
            word = self.text[: piece.start].rsplit(" ", 1)[-1]
            if len(last.names) > 1 and len(word) == 2 and word == last.names[-1]:
                waiting[-1] = last._replace(names=last.names[:-1])
        self._settle(waiting)

    # Source

    def _source(self) -> str | None:
        has_time = any(piece.field is Field.PUBLISHED and find_dates(piece.value) for piece in self.pieces)
        for index, piece in enumerate(self.pieces):
            if piece.field is not Field.SOURCE:
                continue
            value, dates = piece.value, find_dates(piece.value)
            # 来源:光明日报2024年01月16日15版 names an issue; without another time the date is the article's.
            if dates and not has_time:
                value = value[: dates[0].start]
            value = _READERS.sub("", _SOURCE_END.split(_first_fields(value), maxsplit=1)[0])
            value = self._without_writer(index, _unwrapped(value))
            if value and len(value) <= LONGEST_SOURCE and not SENTENCE.search(value):
                self._prove("source", piece.label, self._raw(piece))
                return value
        return None

    def _without_writer(self, index: int, value: str) -> str:
        """文章来源:安徽省定远县 沈××供稿 names the writer too."""
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        office, _, name = value.rpartition(" ")
        if following and following.label == "供稿" and not following.is_printed and office and is_name(name):
            self._add(_Credit(Field.AUTHOR, "供稿", (name,), value))
            return office
        return value

    def _source_beside(self, date: FoundDate | None) -> str | None:
        """A medium's name behind the date in its line, in a zone that has no label for it.

        Before the date stands the site's own name, or the column's.
        """
        if date is None or any(piece.field is Field.SOURCE for piece in self.pieces):
            return None
        end = self.text.find("\n", date.end)
        behind = self.text[date.end : end if end >= 0 else None]
        if len(behind) > _LONGEST_BEHIND_DATE:
            return None
        medium = next((word for word in _FIELD_BREAK.split(behind) if _MEDIUM.fullmatch(word) or _is_town(word)), None)
        if medium:
            self._prove("source", BESIDE_DATE, medium)
        return medium

    # Time

    def _date(self, *, unlabelled: bool) -> FoundDate | None:
        """Publication before update; a date without label only where it stands alone or among labels."""
        found = self._labelled_date(Field.PUBLISHED)
        if found is None and unlabelled:
            found = self._unlabelled_date()
        return found or self._labelled_date(Field.UPDATED)

    def _labelled_date(self, wanted: Field) -> FoundDate | None:
        for piece in self.pieces:
            # 发布: names a person or a day.
            may_be_day = wanted is Field.PUBLISHED and piece.label in _OF_PERSON_OR_DAY
            if piece.field is not wanted and not may_be_day:
                continue
            value = piece.value.strip(JUNK + "()[]【】")
            found = parse_date(value)
            if found and (found.start == 0 or not may_be_day):
                offset = piece.value_start + piece.value.index(value)
                self._prove("published_at", piece.label, self._raw(piece))
                return found._replace(start=offset + found.start, end=offset + found.end)
        return None

    def _unlabelled_date(self) -> FoundDate | None:
        for date in find_dates(self.text):
            if self._is_of_article(date):
                self._prove("published_at", "date", self.printed[date.start : date.end])
                return date
        return None

    def _is_of_article(self, date: FoundDate) -> bool:
        for piece in self.pieces:
            is_within = piece.value_start <= date.start < piece.value_start + len(piece.value)
            # 今天是： whose day a script writes has none in the next line.
            is_clock = piece.is_on_next_line and piece.label in _CLOCKS
            if is_within and not is_clock and piece.field in _FIELDS_WITH_OTHER_DAYS:
                # 录入：小云 2008-07-04 10:20: behind a person begins another field.
                name = self.text[piece.value_start : date.start].strip(JUNK)
                if not (_PERSON.search(piece.label) and 0 < len(name) <= _LONGEST_PERSON):
                    return False
        line_start = self.text.rfind("\n", 0, date.start) + 1
        line_end = self.text.find("\n", date.end)
        line = self.text[line_start : line_end if line_end >= 0 else None]
        if _FOREIGN_DATE_LINE.search(line):
            return False
        is_among_labels = any(line_start <= piece.start < line_start + len(line) for piece in self.pieces)
        # 2025年3月9日 星期日 is the head's calendar; with a time of day, or beside a label, it is the article's.
        if "星期" in line and date.precision == "day" and not is_among_labels:
            return False
        before = self.text[line_start : date.start]
        is_alone = len(line) - (date.end - date.start) <= 45 and not SENTENCE.search(before)
        return (is_among_labels and len(line) <= 200) or is_alone


def _is_town(word: str) -> bool:
    """True for a town's name beside the date of a county's page: 2019-06-18 09:12 | 甘泉铺镇 | 人气：."""
    is_name = 3 <= len(word) <= _LONGEST_TOWN and word.isalpha() and not word.endswith("乡镇")
    return is_name and word.endswith(("镇", "乡", "街道")) and is_office(word)


def cut(value: str) -> str:
    """A value of people up to a date, a bar or a bracket: 编辑: 黎×× 【another headline】."""
    value = _NATION.sub("", value)
    dates = find_dates(value)
    up_to = _UP_TO_BRACKET.match(value[: dates[0].start] if dates else value)
    return (up_to[1] if up_to else "").strip(JUNK + "“”")


def _first_fields(value: str) -> str:
    """A source up to the end of its element; a second medium in the next one is part of it.

    Its province is not, nor a name some spaces behind it: 来源：湖北发布 湖北, 来源：经济日报　　苏×.
    """
    first, *others = value.strip(JUNK).split("\t")
    media = takewhile(_MEDIUM.fullmatch, others)
    source = " ".join([first, *media])
    medium, _, behind = source.rpartition(" ")
    is_name_behind = (medium.endswith(" ") or _MEDIUM.fullmatch(medium) is not None) and is_name(behind)
    return medium if medium and (is_name_behind or behind in place_names()) else source


def _unwrapped(value: str) -> str:
    """A source without the brackets of its slot; brackets inside it belong to it."""
    value = value.strip(JUNK)
    for opener, closer in ("()", "【】", "[]"):
        value = value.removeprefix(opener)
        before, closed, _ = value.partition(closer)
        if closed and opener not in before:
            value = before
        elif opener in value and closer not in value:
            value = value.partition(opener)[0]
    return value.strip(JUNK + "\n")
