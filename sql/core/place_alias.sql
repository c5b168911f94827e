-- Names by which towns are known: official, short, former, other spellings. | 乡镇的各种名称：正式名、简称、旧称、异写。
-- column place_code: Town | 乡镇代码
-- column alias: Name | 名称
-- column kind: Sort of name | 名称类别
-- column valid_from: Year from which it was in use | 启用年份
-- column valid_to: Year in which it went out of use | 停用年份
-- column note: Remark | 备注
select town_code as place_code, alias, kind, valid_from, valid_to, note
from raw.town_alias
