"""What can go wrong with the warehouse, each told in one sentence: what happened, where, what to do."""


class WarehouseError(Exception):
    """The warehouse could not do it; nothing was changed."""


class WarehouseBusy(WarehouseError):
    """Another process is writing this warehouse."""


class SqlFileError(WarehouseError):
    """A file in `sql/` is wrong, or one of its checks found rows."""


class DictionaryError(WarehouseError):
    """A dictionary in `sql/data/` cannot be used."""
