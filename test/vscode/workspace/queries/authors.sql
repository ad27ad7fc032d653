SELECT name FROM authors WHERE id = ?;
