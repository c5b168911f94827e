"""What a column's name says: whose news it is, or none."""

import pytest

import gazetteer
from crawlers.column_names import Weight, weight_of

BAIHE = gazetteer.county("610929")
NAMES = {
    Weight.TOWNS: "镇办动态 乡镇动态 镇村动态 街道动态 乡镇 县区动态 基层动态 镇办信息 区县传真 乡镇街道 部门乡镇 街道社区 社区动态 地方新闻",
    Weight.OFFICES: "部门动态 工作动态 部门信息 政务动态 党建动态",
    Weight.COUNTY: "县内要闻 今日白河 白河要闻 白河新闻 白河 时政要闻 新闻动态 今日要闻 综合新闻 民生新闻 要闻 焦点新闻",
    Weight.SPREAD: "图片新闻 视频新闻 媒体聚焦 媒体看白河",
    Weight.TOWN: "宋家镇 冷水镇 某某街道办事处",
    Weight.WAY: "新闻中心 新闻 资讯",
    Weight.NONE: "首页 社区 地方 视频 媒体 国内新闻 新闻发布会 新闻网站排行 通知公告 政务公开 信息公开 领导之窗 政策文件 安康要闻 陕西要闻 国务院信息 网上办事 更多 乡村振兴 宋家镇扎实开展春季植树造林活动",
}


@pytest.mark.parametrize(("weight", "name"), [(weight, name) for weight in NAMES for name in NAMES[weight].split()])
def test_a_name_says_whose_news_a_column_has(weight: Weight, name: str) -> None:
    assert weight_of(name, BAIHE) == weight


@pytest.mark.parametrize("printed", ["【镇办动态】", "镇办动态 更多>>", "· 镇 办 动 态", "镇办动态\n"])
def test_signs_around_a_name_do_not_count(printed: str) -> None:
    assert weight_of(printed) == Weight.TOWNS
