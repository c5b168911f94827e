-- Who is credited, by keyed hash: no names here.
-- column article_id: Article
-- column person_key: Keyed hash of the name
-- column role: author, editor or reviewer
-- column position: Place among those of the same role, from 1
-- column credit: Share of the article: written by three, it counts a third for each
select
    person.article_id,
    person.person_key,
    person.role,
    person.position,
    1.0 / count(*) over (partition by person.article_id, person.role) as credit
from raw.person as person
join core.article as article using (article_id, version)
