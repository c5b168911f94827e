"""Names in credits: what is a person, what an office, what nobody."""

import pytest

from extractors.people import Proof, is_name, is_office, names_of


@pytest.mark.parametrize("separator", ["、", " ", ",", ";", "/", "  "])
def test_names_are_split_at_every_separator(separator):
    assert names_of(f"方小禾{separator}江平", Proof.LABEL) == ("方小禾", "江平")


def test_padding_inside_a_short_name_is_closed():
    assert names_of("韩 禾 方小禾", Proof.LABEL) == ("韩禾", "方小禾")


def test_an_office_before_a_name_is_dropped():
    assert names_of("云岭县计生协 方小禾", Proof.LABEL) == ("方小禾",)
    assert names_of("云岭县委组织部 方小禾", Proof.NONE) == ("方小禾",)


def test_an_office_alone_counts_only_behind_a_label():
    assert names_of("秘书科", Proof.LABEL) == ("秘书科",)
    assert names_of("产业发展股", Proof.LABEL) == ("产业发展股",)
    assert names_of("云岭镇", Proof.NONE) == ()


@pytest.mark.parametrize("office", ["秘书科", "产业发展股", "党政办", "云岭镇", "县委宣传部", "股长"])
def test_an_office_is_no_person(office):
    assert is_office(office)
    assert not is_name(office)


@pytest.mark.parametrize("nobody", ["管理员", "admin", "系统管理员", "本站", "佚名", "未知", "不详"])
def test_pseudo_people_are_nobody(nobody):
    assert names_of(nobody, Proof.LABEL) == ()


def test_account_names_are_kept_behind_a_label():
    assert names_of("redcloud", Proof.LABEL) == ("redcloud",)
    assert names_of("redcloud", Proof.NONE) == ()


@pytest.mark.parametrize("text", ["完", "下转第2版", "全文", "单位万元", "据县农业局统计", ""])
def test_words_that_are_no_names_are_left_out(text):
    assert names_of(text, Proof.NONE) == ()


def test_compound_and_foreign_surnames_are_known():
    assert names_of("欧阳小禾 司马平 阿依古丽·买买提", Proof.NONE) == (
        "欧阳小禾",
        "司马平",
        "阿依古丽·买买提",
    )
