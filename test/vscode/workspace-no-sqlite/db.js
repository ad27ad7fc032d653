import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const account = (email) => pool.query('SELECT id::text FROM accounts WHERE email = $1', [email]);
