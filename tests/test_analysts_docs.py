"""What docs/analysts.md tells analysts to type can be typed as it stands, and is answered."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.sql.small_warehouse import SmallWarehouse

PAGE = (Path(__file__).parents[1] / "docs/analysts.md").read_text("utf-8")
STATEMENTS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
TOWNS = {"宋家镇": "990003100", "茅坪镇": "990003101", "卡子镇": "990003102"}
MARTS = (
    "output_rank", "weighted_score", "topic_share", "claim_benchmark", "inequality", "silence", "slogan_diffusion",
    "reprints", "timeliness", "claim_drift", "author_concentration", "similarity",
)  # fmt: skip
MACROS = ("compare_towns", "town_profile", "search", "claims", "stories_of")


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """白河县 with two towns that write, one of which is reprinted and doubles what it claims, and a silent one."""
    opened = SmallWarehouse()
    opened.county("990003", "白河县", TOWNS)

    def tell(key: str, day: date, town: str, **more: object) -> None:
        opened.tell(key, day, town, county="990003", town_code=TOWNS[town], **more)  # type: ignore[arg-type]

    tell("a1", date(2026, 1, 9), "宋家镇", claims=[("茶园", 300.0, "亩")], topics={"产业": 0.7}, slogans=["三个年"])
    tell(
        "a2", date(2026, 4, 9), "宋家镇", at="09:00", title="低产茶园品种改造正当时", body="茶园改造正忙。",
        claims=[("茶园", 700.0, "亩"), ("市场主体", 90.0, "户")], topics={"产业": 0.8}, authors=["秦一"],
    )  # fmt: skip
    tell("a3", date(2026, 4, 9), "宋家镇", at="15:00", title="低产茶园品种改造正当时", site="city")
    tell(
        "b1", date(2026, 5, 20), "茅坪镇", claims=[("茶园", 200.0, "亩")], topics={"产业": 0.2, "党建": 0.5},
        slogans=["三个年"],
    )  # fmt: skip
    return opened.indexed().made()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_statement_is_answered_with_rows(small: SmallWarehouse, statement: str) -> None:
    assert small.asks(statement) != []


def test_every_comparison_has_its_question_and_every_macro_its_example() -> None:
    asked = "\n".join(STATEMENTS)
    assert [mart for mart in MARTS if f"mart.{mart}" not in asked] == []
    assert [macro for macro in MACROS if f"from {macro}(" not in asked] == []
    assert len(re.findall(r"^## \d+\. .*[a-z].*[\u4e00-\u9fff]", PAGE, re.MULTILINE)) == len(MARTS)


def test_every_comparison_is_shown_with_its_coverage() -> None:
    assert [statement for statement in STATEMENTS if "mart." in statement and "coverage_share" not in statement] == []


def test_silent_towns_are_among_the_answers(small: SmallWarehouse) -> None:
    ranked = next(statement for statement in STATEMENTS if "mart.output_rank" in statement)
    assert any("卡子镇" in row for row in small.asks(ranked))
