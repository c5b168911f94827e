"""The grammar of bylines: who wrote, edited and reviewed an article, where it comes from and when it appeared.

Roles are never mixed: a name is an author only if its label, its role word or its place says so, and an editor or
reviewer never is one because of being near.
"""

from extractors.byline_credits import EndCredits, parse_end, parse_lead
from extractors.byline_header import is_byline_line, parse_byline
from extractors.byline_record import Byline
from extractors.byline_text import read_text

__all__ = ["Byline", "EndCredits", "is_byline_line", "parse_byline", "parse_end", "parse_lead", "read_text"]
