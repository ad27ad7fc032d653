CREATE TABLE accounts (
  id bigserial PRIMARY KEY,
  email varchar(320) NOT NULL UNIQUE,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE entries (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id),
  amount numeric(12, 2) NOT NULL
);

SELECT created_at::date, count(*) FROM accounts GROUP BY 1;
