-- The stories of each place in each period: a story counts for its town and for its county, in its month, quarter and
-- year and in all time; one without a day in all time only. From any number of a comparison this leads to the articles.
-- | 各地各期的新闻：一条新闻计入所属乡镇和县，并计入其月、季、年与全部；无日期者只计入全部。由此可从比较数字追溯到稿件。
-- view
-- column place_code: Town or county | 乡镇或县代码
-- column period_kind: month, quarter, year or all | 月、季、年或全部
-- column period_start_date: First day of the period | 期间首日
-- column story_id: Story; the article_id of its original | 新闻，即首发稿的 article_id
with placed as (
    select town_code as place_code, story_id, published_date from core.story where town_code is not null
    union all
    select county_code, story_id, published_date from core.story
)
select placed.place_code, period.period_kind, period.period_start_date, placed.story_id
from placed
join core.month_period as period
    on period.month_date is not distinct from date_trunc('month', placed.published_date)::date
