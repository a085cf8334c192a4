
-- Views with names instead of numbers, for questions in SQL (`verbale sql`).

CREATE VIEW article_view AS
SELECT a.number AS number, a.id AS id, a.url AS url, a.title AS title, s.word AS source, @DAY(a.day)@ AS date,
       l.word AS lang, @DAY(a.known_from)@ AS known_from, a.version AS version,
       CASE WHEN a.replaced_by IS NULL THEN 1 ELSE 0 END AS current
FROM articles a LEFT JOIN words s ON s.number = a.source JOIN words l ON l.number = a.lang;

-- Events in the record: not those of older versions, nor those rejected by a reviewer.
CREATE VIEW event_view AS
SELECT e.number AS number, e.happening AS happening, e.article AS article, t.name AS type, m.name AS mode, t.quad AS quad,
       s.score / 10.0 AS score, st.name AS status, e.historical AS historical, @DAY(e.first_day)@ AS first_day,
       @DAY(e.last_day)@ AS last_day, p.name AS place, c.code AS place_country, e.confidence / 100.0 AS confidence,
       b.word AS because
FROM events e
JOIN event_types t ON t.number = e.type
JOIN scores s ON s.type = e.type AND s.mode = e.mode
JOIN vocabulary st ON st.kind = 'status' AND st.number = e.status
JOIN words b ON b.number = e.because
LEFT JOIN vocabulary m ON m.kind = 'mode' AND m.number = e.mode
LEFT JOIN places p ON p.number = e.place
LEFT JOIN countries c ON c.number = p.country
WHERE e.state = 0;

CREATE VIEW link_view AS
SELECT l.event AS event, l.happening AS happening, f.id AS from_id, fc.code AS from_country, t.id AS to_id,
       tc.code AS to_country
FROM actor_links l
LEFT JOIN actors f ON f.number = l.from_actor LEFT JOIN countries fc ON fc.number = f.country
LEFT JOIN actors t ON t.number = l.to_actor LEFT JOIN countries tc ON tc.number = t.country
WHERE l.flags < 8;

-- Claims of standing facts; the first actor of each side.
CREATE VIEW claim_view AS
SELECT c.number AS number, k.name AS kind, sa.id AS subject, oa.id AS object, w.word AS about, sy.name AS says,
       st.name AS state, @DAY(c.first_day)@ AS first_day, @DAY(c.last_day)@ AS last_day, f.article AS article,
       r.word AS rule
FROM claims c
JOIN facts f ON f.number = c.fact
JOIN vocabulary k ON k.kind = 'relation' AND k.number = f.kind
JOIN vocabulary sy ON sy.kind = 'says' AND sy.number = c.says
JOIN vocabulary st ON st.kind = 'state' AND st.number = c.state
LEFT JOIN words w ON w.number = f.about
LEFT JOIN words r ON r.number = c.rule
LEFT JOIN fact_actors s1 ON s1.fact = f.number AND s1.role = 0 AND s1.position = 0
LEFT JOIN actors sa ON sa.number = s1.actor
LEFT JOIN fact_actors o1 ON o1.fact = f.number AND o1.role = 1 AND o1.position = 0
LEFT JOIN actors oa ON oa.number = o1.actor
WHERE c.review <> 2;
