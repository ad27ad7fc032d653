-- name: bookByIsbn
SELECT id, title, author_id FROM book WHERE isbn = ?;

-- name: booksByAuthor
SELECT id, title FROM book WHERE author_id = ? ORDER BY title;

-- name: booksByLanguage
SELECT id, title FROM book WHERE details ->> '$.language' = ?;

-- name: booksNeverLent
SELECT id, title FROM book WHERE id NOT IN (SELECT book_id FROM loan);
