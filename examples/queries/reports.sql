-- name: searchTitles
SELECT id, title FROM book WHERE title ILIKE ?;

-- name: lentByDay
SELECT lent_at::text AS day, count(*) FROM loan GROUP BY 1;

-- name: lateReturns
SELECT member_id, "late" AS state FROM loan WHERE returned_at > lent_at + 2592000;
