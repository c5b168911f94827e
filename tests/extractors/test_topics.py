"""An article's topics are those a reader of county news would name, and say which words they come from."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.topics import BadTopicFile, TopicDictionary
from tests.extractors.test_robustness import grows_too_fast

WORDS = Path(__file__).parents[2] / "sql" / "data" / "topic_word.csv"
DICTIONARY = TopicDictionary.read(WORDS)
LABELLED = [line.split("\t") for line in Path(__file__).with_name("county_topics.tsv").read_text("utf-8").splitlines()]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "words.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


SMALL = "topic,word,weight\n产业,茶园,2\n产业,合作社,1\n人才,乡贤,1\n安全,防火,1\n"


@pytest.fixture
def small(tmp_path: Path) -> TopicDictionary:
    return TopicDictionary.read(written(tmp_path, SMALL))


def test_the_main_topic_of_labelled_county_news_is_found() -> None:
    first = [DICTIONARY.topics(title, text.replace("|", "\n"))[:1] for _, title, text in LABELLED]
    right = sum(bool(found) and found[0].topic == topic for found, (topic, *_) in zip(first, LABELLED, strict=True))
    assert right / len(LABELLED) >= 0.95


def test_the_dictionary_has_enough_words_for_every_topic_of_the_labelled_news() -> None:
    with WORDS.open(encoding="utf-8", newline="") as file:
        topics = [row["topic"] for row in csv.DictReader(file)]
    assert set(topics) == {topic for topic, *_ in LABELLED}
    assert min(topics.count(topic) for topic in set(topics)) >= 25


def test_an_article_of_several_subjects_has_several_topics_in_their_order(small: TopicDictionary) -> None:
    topics = small.topics("青泉镇：茶园里的好日子", "合作社在茶园里忙着修剪采摘，收成不错。\n镇里请乡贤回乡。")
    assert [topic.topic for topic in topics] == ["产业", "人才"]
    assert topics[0].words == ("茶园", "合作社")


def test_what_no_word_explains_is_left_over(small: TopicDictionary) -> None:
    (topic,) = small.topics("", "茶园里的十个字是这样的。\n这里也是十个字没有词。")
    assert topic.share == pytest.approx(0.5, abs=0.05)
    assert small.topics("全县经济运行分析会", "会议听取了汇报。") == []


def test_the_headline_counts_three_times_and_a_heading_twice(small: TopicDictionary) -> None:
    def score(title: str, body: str) -> float:
        return small.topics(title, body)[0].score

    assert score("", "这一段正文的开头，中间说到乡贤。") == 1
    assert score("", "聚焦乡贤回归，镇里办了会。") == 2
    assert score("", "乡贤回归工程") == 2
    assert score("乡贤回归", "") == 3


def test_of_words_inside_each_other_the_longest_speaks(tmp_path: Path) -> None:
    dictionary = TopicDictionary.read(written(tmp_path, "topic,word,weight\n教育,教育,1\n作风,警示教育,1\n"))
    assert [topic.topic for topic in dictionary.topics("", "召开警示教育大会")] == ["作风"]


def test_full_width_letters_are_the_same_word(tmp_path: Path) -> None:
    dictionary = TopicDictionary.read(written(tmp_path, "topic,word,weight\n文旅,村BA,1\n"))
    assert dictionary.topics("村ＢＡ开赛", "")[0].words == ("村ba",)


def test_a_file_of_excel_with_its_mark_and_blank_lines_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, ("\ufeff" + SMALL).replace("\n", "\r\n") + ",,\r\n\r\n")
    assert TopicDictionary.read(path).topics("茶园", "")


def test_the_fingerprint_changes_with_the_content_only(tmp_path: Path, small: TopicDictionary) -> None:
    header, *lines = SMALL.splitlines()
    turned = TopicDictionary.read(written(tmp_path, "\n".join([header, *reversed(lines)])))
    assert turned.fingerprint == small.fingerprint
    weightier = TopicDictionary.read(written(tmp_path, SMALL.replace("乡贤,1", "乡贤,2")))
    assert weightier.fingerprint != small.fingerprint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("主题,词,权重\n产业,茶园,1\n", "the first line must be topic,word,weight"),
        ("topic,word,weight\n", "no words"),
        ("", "no words"),
        ("topic,word,weight\n产业,茶园\n", "line 2 must have"),
        ("topic,word,weight\n,茶园,1\n", "line 2 must have"),
        ("topic,word,weight\n产业,茶园,1\n产业,合作社,多\n", "line 3: the weight 多"),
        ("topic,word,weight\n产业,茶园,0\n", "line 2: the weight 0"),
        ("topic,word,weight\n产业,茶园,-1\n", "line 2: the weight -1"),
        ("topic,word,weight\n产业,茶园,nan\n", "line 2: the weight nan"),
        ("topic,word,weight\n产业,茶,1\n", "line 2: 茶 is too short"),
        ("topic,word,weight\n产业,茶园,1\n文旅,茶园,1\n", "line 3: 茶园 stands under 产业 already"),
        ("topic,word,weight\n产业,茶园,1\n".encode("gb18030"), "UTF-8"),
    ],
)
def test_a_dictionary_that_cannot_be_used_says_where(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(BadTopicFile, match=told) as error:
        TopicDictionary.read(written(tmp_path, text))
    assert "words.csv" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_dictionary_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadTopicFile, match="cannot be read"):
        TopicDictionary.read(tmp_path / "missing.csv")


SOME = st.lists(
    st.sampled_from(["茶园", "党建", "，", "。", "\n", "聚焦", "人才", "防火", "的", "A", "ｂ", "\ud800", "　"]),
    max_size=40,
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(), st.text(), SOME.map("".join))
def test_any_text_has_topics_whose_shares_are_shares(title: str, body: str, likely: str) -> None:
    for topics in (DICTIONARY.topics(title, body), DICTIONARY.topics(title, likely), DICTIONARY.topics(likely, body)):
        assert sum(topic.share for topic in topics) <= 1 + 1e-9
        assert all(0 <= topic.share <= 1 and topic.score > 0 and 1 <= len(topic.words) <= 8 for topic in topics)
        assert len({topic.topic for topic in topics}) == len(topics)


@pytest.mark.parametrize("run", ["中", "党建", "党", "，", "\n", "党建，\n", "Ａ", " ", "新时代文明实"])
def test_a_text_four_times_as_long_takes_about_four_times_as_long(run: str) -> None:
    shorter, longer = (run * (size // len(run)) for size in (10_000, 40_000))
    assert not grows_too_fast(lambda: DICTIONARY.topics("", shorter), lambda: DICTIONARY.topics("", longer), 0.01)
    assert not grows_too_fast(lambda: DICTIONARY.topics(shorter, ""), lambda: DICTIONARY.topics(longer, ""), 0.01)
