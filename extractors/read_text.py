"""A headline with its byline lines, given as plain text, and perhaps the first and last words of the article."""

import re

from extractors.article import Evidence
from extractors.byline import Byline, parse_byline, parse_end, parse_lead
