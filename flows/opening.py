"""A page that somebody names: a file, or an address, which is fetched as a run would fetch it."""

from crawlers.fetch import Fetcher
from extractors.page import Page
from flows.machine_forms import InputFile
from flows.settings import Settings


class NoAnswer(Exception):
    """A page could not be had; the message is one sentence."""


def open_page(file: InputFile, settings: Settings) -> Page:
    """The page. Raises NoAnswer for a file that cannot be read, and for what a server refuses or cannot give."""
    if "://" not in file.name:
        try:
            return Page(file.url or "", file.path.read_bytes())
        except OSError as error:
            raise NoAnswer(f"{file.path} cannot be read: {error.strerror}.") from error
    fetcher = Fetcher(settings.fetching())
    try:
        answer = fetcher.get(file.name)
    finally:
        fetcher.close()
    if answer.page is None or answer.loss:
        raise NoAnswer(answer.detail or f"{file.name} gave no answer ({answer.loss}).")
    return answer.page
