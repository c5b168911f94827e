"""What the records of the archive say without their articles being read: what the warehouse must have of them."""

from collections.abc import Sequence

from crawlers.archive import Location
from crawlers.warc import RecordContext
from extractors.outcome import Loss
from extractors.page import Page
from flows.answers import AnswerReader, Rows
from flows.projection import answered_link


class RecordReader(AnswerReader):
    """Reads lists as loading does; of an article only that it was answered."""

    def _read(
        self,
        rows: Rows,
        location: Location,  # noqa: ARG002 (who reads articles needs them)
        context: RecordContext,
        page: Page,
        more: Sequence[Page] = (),  # noqa: ARG002
    ) -> Loss | None:
        rows.links.append(answered_link(context, page, "fetched"))
        return None
