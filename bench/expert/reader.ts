import { rows, type Workload } from './workload.ts';

const users = 400;
const feeds = 3_000;
const entries = 120_000;

/** In the shape of a feed reader's server: many users, their feeds, entries and sessions. */
export const reader: Workload = {
  name: 'a feed reader',
  schema: `
CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE, email TEXT, is_admin BOOLEAN NOT NULL DEFAULT 0, last_login_at INTEGER, settings TEXT NOT NULL DEFAULT '{}');
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), token TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, user_agent TEXT, ip TEXT);
CREATE TABLE categories (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), title TEXT NOT NULL, UNIQUE (user_id, title));
CREATE TABLE feeds (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), category_id INTEGER NOT NULL, title TEXT NOT NULL, feed_url TEXT NOT NULL, next_check_at INTEGER NOT NULL, parsing_errors INTEGER NOT NULL DEFAULT 0, disabled BOOLEAN NOT NULL DEFAULT 0, UNIQUE (user_id, feed_url));
CREATE TABLE entries (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, feed_id INTEGER NOT NULL REFERENCES feeds (id), hash TEXT NOT NULL, published_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, title TEXT, url TEXT, status TEXT NOT NULL DEFAULT 'unread', starred BOOLEAN NOT NULL DEFAULT 0, share_code TEXT, content TEXT, deleted_at INTEGER);
CREATE TABLE enclosures (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, entry_id INTEGER NOT NULL, url TEXT, size INTEGER, mime_type TEXT);
CREATE TABLE jobs (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, run_at INTEGER NOT NULL, finished_at INTEGER, attempts INTEGER NOT NULL, payload TEXT NOT NULL);
`,
  fill(insert, random) {
    const now = 1_760_000_000;
    insert(
      'users',
      rows(users, (n) => [
        n,
        `user${n}`,
        `User${n}@Example.org`,
        n === 1 ? 1 : 0,
        now - random.int(0, 9_000_000),
        JSON.stringify({ theme: random.pick(['dark', 'light']), lang: random.pick(['en', 'de', 'fr']) }),
      ]),
    );
    insert(
      'sessions',
      rows(12_000, (n) => [
        n,
        random.skewed(users),
        random.hex(32),
        now - random.int(0, 20_000_000),
        random.words(3),
        `10.0.${random.int(0, 255)}.${random.int(0, 255)}`,
      ]),
    );
    insert(
      'categories',
      rows(1_600, (n) => [n, 1 + (n % users), `category ${n}`]),
    );
    insert(
      'feeds',
      rows(feeds, (n) => [
        n,
        random.skewed(users),
        random.int(1, 1_600),
        random.words(2),
        `https://example.org/${n}.xml`,
        now + random.int(-40_000, 3_000_000),
        random.next() < 0.9 ? 0 : random.int(1, 9),
        random.next() < 0.02 ? 1 : 0,
      ]),
    );
    insert(
      'entries',
      rows(entries, (n) => {
        const feed = random.skewed(feeds);
        return [
          n,
          1 + (feed % users),
          feed,
          random.hex(32),
          now - random.int(0, 60_000_000),
          now - random.int(0, 60_000_000),
          random.words(5),
          `https://example.org/entries/${n}`,
          random.next() < 0.12 ? 'unread' : random.next() < 0.95 ? 'read' : 'removed',
          random.next() < 0.01 ? 1 : 0,
          random.next() < 0.002 ? random.hex(20) : null,
          random.words(25),
          random.next() < 0.03 ? now - random.int(0, 9_000_000) : null,
        ];
      }),
    );
    insert(
      'enclosures',
      rows(20_000, (n) => [
        n,
        random.skewed(users),
        random.int(1, entries),
        `https://example.org/media/${n}`,
        random.int(1_000, 90_000_000),
        random.pick(['audio/mpeg', 'video/mp4', 'image/png']),
      ]),
    );
    insert(
      'jobs',
      rows(50_000, (n) => [
        n,
        random.pick(['refresh', 'mail', 'export', 'cleanup']),
        now - random.int(-100_000, 9_000_000),
        random.next() < 0.99 ? now - random.int(0, 9_000_000) : null,
        random.int(1, 3),
        JSON.stringify({ feed: random.int(1, feeds), trace: random.hex(16) }),
      ]),
    );
  },
  queries: [
    "SELECT * FROM entries WHERE user_id = 7 AND status = 'unread' ORDER BY published_at DESC LIMIT 50",
    "SELECT count(*) FROM entries WHERE user_id = 7 AND status = 'unread'",
    "SELECT feed_id, count(*) FROM entries WHERE user_id = 19 AND status = 'unread' GROUP BY feed_id",
    "SELECT * FROM entries WHERE feed_id = 33 AND hash = '0123456789abcdef0123456789abcdef'",
    'SELECT * FROM entries WHERE feed_id = 41 ORDER BY published_at DESC LIMIT 30',
    'SELECT * FROM entries WHERE user_id = 3 AND starred = 1 ORDER BY changed_at DESC LIMIT 50',
    "SELECT * FROM entries WHERE share_code = 'abcdef0123456789abcd'",
    "UPDATE entries SET status = 'read', changed_at = 1760000000 WHERE user_id = 8 AND feed_id = 207 AND status = 'unread'",
    "DELETE FROM entries WHERE status = 'removed' AND changed_at < 1700100000",
    'SELECT f.id, f.title, c.title FROM feeds f JOIN categories c ON c.id = f.category_id WHERE f.user_id = 5 ORDER BY f.title',
    'SELECT * FROM feeds WHERE disabled = 0 AND next_check_at <= 1759970000 ORDER BY next_check_at LIMIT 100',
    'SELECT * FROM feeds WHERE category_id = 77',
    'SELECT * FROM feeds WHERE user_id = 2 AND parsing_errors > 0',
    'SELECT * FROM sessions WHERE user_id = 12 ORDER BY created_at DESC',
    'DELETE FROM sessions WHERE created_at < 1740100000',
    'SELECT * FROM enclosures WHERE entry_id = 5555',
    'SELECT e.id, e.title, f.title FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE f.category_id = 300 AND e.deleted_at IS NULL ORDER BY e.published_at DESC LIMIT 50',
    'SELECT * FROM jobs WHERE finished_at IS NULL AND run_at <= 1760000000 ORDER BY run_at LIMIT 10',
    'SELECT kind, count(*) FROM jobs WHERE finished_at IS NULL GROUP BY kind',
    'SELECT count(*), max(published_at) FROM entries WHERE feed_id = 90',
    'SELECT u.username, (SELECT count(*) FROM entries e WHERE e.user_id = u.id AND e.starred = 1) FROM users u WHERE u.last_login_at > 1759900000',
    'SELECT id FROM entries WHERE user_id = 11 AND published_at > 1759000000 ORDER BY published_at LIMIT 100',
    'SELECT user_id, count(*) FROM sessions GROUP BY user_id HAVING count(*) > 100',
    'SELECT min(next_check_at) FROM feeds WHERE disabled = 0',
  ],
  heldOut: [
    "SELECT id, title FROM entries WHERE feed_id = 71 AND status = 'unread' ORDER BY published_at LIMIT 20",
    'SELECT count(*) FROM entries WHERE user_id = 33 AND starred = 1',
    "SELECT * FROM sessions WHERE user_id = 3 AND ip = '10.0.1.2'",
    "SELECT e.url FROM enclosures e JOIN entries n ON n.id = e.entry_id WHERE n.user_id = 14 AND e.mime_type = 'audio/mpeg'",
    "SELECT * FROM jobs WHERE kind = 'mail' AND finished_at IS NULL ORDER BY run_at LIMIT 5",
    'DELETE FROM jobs WHERE finished_at < 1751100000',
    'SELECT f.id, count(e.id) FROM feeds f LEFT JOIN entries e ON e.feed_id = f.id WHERE f.user_id = 21 GROUP BY f.id',
    'SELECT id FROM entries WHERE deleted_at < 1752000000',
    "SELECT username FROM users WHERE email = 'User8@Example.org'",
  ],
  heldOutLater: [
    'SELECT id, title, url, published_at FROM entries WHERE user_id = 21 ORDER BY published_at DESC LIMIT 100',
    "SELECT f.id, f.title, (SELECT count(*) FROM entries e WHERE e.feed_id = f.id AND e.status = 'unread') AS unread FROM feeds f WHERE f.user_id = 5 ORDER BY f.title",
    'SELECT id, feed_url FROM feeds WHERE disabled = 0 AND next_check_at < 1760000000 ORDER BY next_check_at LIMIT 100',
    'SELECT id, url, mime_type, size FROM enclosures WHERE entry_id IN (101, 2002, 30303, 44444)',
    'SELECT id, kind, payload FROM jobs WHERE finished_at IS NULL AND run_at <= 1760000000 ORDER BY run_at LIMIT 10',
    "SELECT user_id, token FROM sessions WHERE token = '00112233445566778899aabbccddeeff'",
    'SELECT id FROM entries WHERE feed_id = 12 AND published_at BETWEEN 1740000000 AND 1750000000 ORDER BY published_at DESC',
    'SELECT u.id, u.username FROM users u WHERE u.last_login_at < 1752000000 AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.created_at > 1755000000)',
    'SELECT c.id, c.title, count(f.id) FROM categories c LEFT JOIN feeds f ON f.category_id = c.id WHERE c.user_id = 9 GROUP BY c.id ORDER BY c.title',
    'SELECT status, count(*) FROM entries WHERE user_id = 40 GROUP BY status',
    'SELECT id, title FROM entries WHERE deleted_at IS NOT NULL AND deleted_at < 1752000000 LIMIT 200',
    "SELECT e.id, e.title, f.title FROM entries e JOIN feeds f ON f.id = e.feed_id WHERE f.category_id = 55 AND e.status = 'unread' ORDER BY e.published_at DESC LIMIT 30",
    'SELECT kind, count(*), max(finished_at) FROM jobs WHERE finished_at >= 1759900000 GROUP BY kind',
    'DELETE FROM sessions WHERE created_at < 1740100000',
  ],
};

/** Queries that an index of columns does not serve: where the shell has no answer. */
export const onlyOurs: readonly string[] = [
  "SELECT id FROM users WHERE lower(email) = 'user77@example.org'",
  "SELECT id FROM jobs WHERE json_extract(payload, '$.trace') = '0123456789abcdef'",
  "SELECT id FROM jobs WHERE payload ->> '$.feed' = 1234",
  "SELECT count(*) FROM entries WHERE substr(hash, 1, 4) = 'beef'",
  'SELECT id FROM enclosures WHERE size / 1000000 = 77',
  "SELECT id FROM entries WHERE date(published_at, 'unixepoch') = '2025-05-05'",
  "SELECT id, title FROM entries WHERE coalesce(share_code, '') = 'abc' OR lower(url) = 'https://example.org/entries/5'",
  "SELECT id FROM feeds WHERE feed_url GLOB 'https://example.org/12*' OR user_id = 399",
];
