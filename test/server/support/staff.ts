import type { Pool } from 'pg';

/** A colleague beside the demo accounts: same password, role and district as `like`. */
export async function addColleague(pool: Pool, userId: string, like: string, role?: string): Promise<void> {
  await pool.query(
    `INSERT INTO registry.users (user_id, display_name, role, district, password_hash)
     SELECT $1, '同事', coalesce($3, role), district, password_hash FROM registry.users WHERE user_id = $2`,
    [userId, like, role ?? null],
  );
}
