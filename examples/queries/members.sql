-- name: memberByEmail
SELECT id FROM member WHERE email = ?;

-- name: idleMembers
SELECT id, email FROM member WHERE id NOT IN (SELECT member_id FROM loan);

-- name: openLoans
SELECT book.title, loan.lent_at
FROM loan JOIN book ON book.id = loan.book_id
WHERE loan.member_id = ? AND loan.returned_at IS NULL;

-- name: allMembers
SELECT id, email FROM member;
