"""`make bench`: every benchmark of this folder, one after another."""

import importlib
import pkgutil

import benchmarks


def main() -> None:
    """Run `main()` of each module."""
    for module in sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__)):
        if not module.startswith("_"):
            importlib.import_module(f"benchmarks.{module}").main()


if __name__ == "__main__":
    main()
