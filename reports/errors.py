"""What can go wrong when something is shown."""


class ReportError(Exception):
    """What was to be shown cannot be written; the message is one sentence."""
