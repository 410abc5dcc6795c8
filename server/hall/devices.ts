import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { District } from '../../registry/index.ts';
import type { HallDeviceKind } from '../api/hall.ts';
import { notFound } from '../problems/problem-error.ts';

/** A screen or kiosk of a hall (desk.hall_device). */
export interface HallDevice {
  deviceId: number;
  kind: HallDeviceKind;
  name: string;
  district: District;
  madeBy: string;
  madeAt: Date;
  seenAt: Date | null;
  endedAt: Date | null;
}

const COLUMNS = `device_id AS "deviceId", kind, name, district, made_by AS "madeBy", made_at AS "madeAt", seen_at AS "seenAt", ended_at AS "endedAt"`;
const hash = (token: string) => createHash('sha256').update(token).digest();

/** Newest first; those that were switched off last. */
export async function listDevices(pool: Pool, district: District): Promise<HallDevice[]> {
  const { rows } = await pool.query<HallDevice>(
    `SELECT ${COLUMNS} FROM desk.hall_device WHERE district = $1 ORDER BY ended_at IS NOT NULL, device_id DESC`,
    [district],
  );
  return rows;
}

/** @returns the token too, which is in no table */
export async function addDevice(
  pool: Pool,
  input: { kind: HallDeviceKind; name: string; district: District; by: string; at: Date },
): Promise<{ device: HallDevice; token: string }> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await pool.query<HallDevice>(
    `INSERT INTO desk.hall_device (kind, name, district, token_hash, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [input.kind, input.name.trim(), input.district, hash(token), input.by, input.at],
  );
  return { device: rows[0] as HallDevice, token };
}

/** Its address no longer opens anything. Again: nothing changes. @throws 404 when the hall has no such device */
export async function endDevice(
  pool: Pool,
  input: { deviceId: string; district: District; by: string; at: Date },
): Promise<HallDevice> {
  const { rows } = await pool.query<HallDevice>(
    `UPDATE desk.hall_device SET ended_by = coalesce(ended_by, $3), ended_at = coalesce(ended_at, $4)
     WHERE device_id = $1 AND district = $2 RETURNING ${COLUMNS}`,
    [input.deviceId, input.district, input.by, input.at],
  );
  if (!rows[0]) throw notFound('NOT_FOUND', '本大厅没有这台设备；请刷新后重试。');
  return rows[0];
}

/** The device behind an address, seen now (noted once a minute). @throws 404 when there is none, or it was switched off */
export async function deviceOf(pool: Pool, token: string, now: Date): Promise<HallDevice> {
  const { rows } = await pool.query<HallDevice>(
    `SELECT ${COLUMNS} FROM desk.hall_device WHERE token_hash = $1 AND ended_at IS NULL`,
    [hash(token)],
  );
  const device = rows[0];
  if (!device) throw notFound('LINK_UNKNOWN', '这台设备没有启用或已经停用；请督办岗位在“大厅设备”中重新启用。');
  if (!device.seenAt || now.getTime() - device.seenAt.getTime() > 60_000)
    await pool.query('UPDATE desk.hall_device SET seen_at = $2 WHERE device_id = $1', [device.deviceId, now]);
  return device;
}
