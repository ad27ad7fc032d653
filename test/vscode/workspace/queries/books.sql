SELECT * FROM books WHERE isbn = ?;
