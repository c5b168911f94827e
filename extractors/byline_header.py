"""The byline between headline and text: a few lines in any order, with or without separators."""

import re

from extractors.byline_credits import line_credits
from extractors.byline_fields import BareDate, Field, Fields, find_fields
from extractors.byline_record import Byline, Draft
from extractors.labels import PEOPLE, Role
from extractors.normalise import fold
from extractors.people import is_office, is_person, read_credit

_LONGEST_LINE = 300
_LONGEST_ZONE = 4_000
_LONGEST_SOURCE = 40
_SENTENCE = re.compile(r"[。!?！？](?!\s*$)|[。]\s*$")
_SENTENCES_IN_VALUE = re.compile(r"[。!?；;]")
_CHROME = re.compile(r"浏览|阅读|点击|访问|字体|字号|打印|分享")
_BESIDE_DATE = re.compile(r"[一-鿿A-Za-z·\-—]{3,20}\Z")
_MEDIUM = re.compile(r"(?:网|报|社|台|中心|政府|政务|客户端|频道|日报|晚报|局|委|办|镇|乡|街道|在线|融媒)\Z")


def parse_byline(text: str) -> Byline:
    """What a header zone states: a few lines that may hold headline, breadcrumbs and buttons too."""
    text = text[:_LONGEST_ZONE]
    found = find_fields(text)
    draft = Draft("byline")
    _add_fields(draft, found)
    _add_date(draft, found, text)
    if draft.source is None:
        _add_source_beside_date(draft, found, text)
    if Role.AUTHOR not in draft.people:
        _add_credit_lines(draft, found, text)
    return draft.byline()


def is_byline_line(text: str) -> bool:
    """True for a line that consists of a byline's fields and is no paragraph of text."""
    if not text or len(text) > _LONGEST_LINE or _SENTENCE.search(text):
        return False
    found = find_fields(text)
    if not found.fields:
        return _is_date_line(found, text) or _is_credit_line(text)
    if found.fields[0].start > 24 and not found.dates:
        return False
    telling = [field for field in found.fields if _tells(field)]
    return bool(telling) or bool(found.dates) or bool(_CHROME.search(text) and len(text) < 60)


def _tells(field: Field) -> bool:
    if field.role in (Role.PUBLISHED, Role.UPDATED):
        return field.date is not None or (field.has_colon and not field.value)
    if not field.has_colon:
        return field.role in PEOPLE and bool(read_credit(field.value, field.role, labelled=True))
    return field.role not in (Role.NOISE, Role.NOBODY) and len(field.value) <= _LONGEST_SOURCE


def _is_date_line(found: Fields, text: str) -> bool:
    if len(found.dates) != 1:
        return False
    date = found.dates[0].found
    rest = (text[: date.start] + text[date.end :]).strip(" ()（）[]【】|\u3000-—")
    return len(rest) <= 20 and not re.search(r"[,，、]", rest) and (date.start < 24 or not rest)


def _is_credit_line(text: str) -> bool:
    return len(text) <= 80 and bool(line_credits(text, whole=True))


def _add_fields(draft: Draft, found: Fields) -> None:
    publisher: Field | None = None
    for field in found.fields:
        raw = f"{field.label}:{field.value}"
        if field.role is Role.SOURCE:
            add_source(draft, field)
        elif field.role is Role.PUBLISHER:
            publisher = publisher or field
        elif field.role is Role.TITLE:
            draft.set_title(field.value, field.label, raw)
        elif field.role in PEOPLE or field.role is Role.NOBODY:
            add_people(draft, field)
    if publisher is not None:
        add_source(draft, publisher)


def add_people(draft: Draft, field: Field) -> None:
    """The people of one field; a value that is a sentence is none."""
    if _SENTENCES_IN_VALUE.search(field.value.strip("。;；")) and len(field.value) > 40:
        return
    credits = read_credit(field.value, field.role, labelled=field.has_colon or "/" in field.label)
    draft.add_people(credits, field.label, f"{field.label}:{field.value}")


def add_source(draft: Draft, field: Field) -> None:
    """The source as printed; the people that some sites print behind it, too: `文章来源:安徽省定远县 沈××供稿`."""
    value = field.value
    words = value.split()
    if value.endswith("供稿") and len(words) > 1:
        draft.add_people(read_credit(words[-1]), field.label, value)
        value = " ".join(words[:-1])
    if len(value) > _LONGEST_SOURCE:
        value = "" if not words or len(words[0]) > _LONGEST_SOURCE else words[0]
    if any(sign.isalnum() for sign in value):
        draft.set_source(value, field.label, f"{field.label}:{field.value}")


def _add_date(draft: Draft, found: Fields, text: str) -> None:
    """Publication before a bare date before the last change."""
    labelled = [field for field in found.fields if field.date]
    for field in labelled:
        if field.role is Role.PUBLISHED and field.date:
            draft.set_date(field.date, field.label, text[field.start : field.date.end])
    bare = sorted(found.dates, key=lambda date: _weight(date, found, text), reverse=True)
    for date in bare[:1]:
        draft.set_date(date.found, "date", date.found.raw)
    for field in labelled:
        if field.role is Role.UPDATED and field.date:
            draft.set_date(field.date, field.label, text[field.start : field.date.end])


def _weight(date: BareDate, found: Fields, text: str) -> tuple[bool, bool]:
    """The likeliest of several bare dates: one beside a label or with a time, not that of a printed edition."""
    line_start = text.rfind("\n", 0, date.found.start) + 1
    line_end = text.find("\n", date.found.end)
    line_end = len(text) if line_end < 0 else line_end
    beside_label = any(line_start <= field.start < line_end for field in found.fields)
    return not date.is_edition, beside_label or date.found.precision != "day"


def _add_source_beside_date(draft: Draft, found: Fields, text: str) -> None:
    """A medium's or office's name directly beside the date, where no label names a source."""
    if any(field.role is Role.SOURCE for field in found.fields):
        return
    for date in found.dates[:1]:
        line_start = text.rfind("\n", 0, date.found.start) + 1
        before = fold(text[line_start : date.found.start]).strip(" |-()[]【】·")
        behind = fold(text[date.found.end :].split("\n", 1)[0]).strip(" |-()[]【】·")
        for name in (re.split(r"[\s|]", behind)[0], re.split(r"[\s|]", before)[-1]):
            if _BESIDE_DATE.match(name) and _MEDIUM.search(name) and not is_person(name) and is_office(name):
                draft.set_source(name, "beside-date", name)
                return


def _add_credit_lines(draft: Draft, found: Fields, text: str) -> None:
    """Lines of their own that name the writers: `通讯员 蒋××`, `□史×、本报记者滕××`."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not any(start <= field.start < end and field.has_colon for field in found.fields):
            credits = line_credits(line, whole=True)
            draft.add_people(credits, "credit line", line)
        start = end + 1
