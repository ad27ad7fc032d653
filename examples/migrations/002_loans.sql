CREATE TABLE loan (
  id          INTEGER PRIMARY KEY,
  book_id     INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE,
  member_id   TEXT REFERENCES member (id) ON DELETE SET NULL,
  lent_at     INTEGER NOT NULL DEFAULT (unixepoch()),
  returned_at INTEGER
);

CREATE INDEX loan_book ON loan (book_id);
CREATE INDEX loan_book_returned ON loan (book_id, returned_at);

-- An open loan is looked up by its member all the time.
CREATE INDEX loan_member ON loan (member_id) WHERE member_id IS NOT NULL;
