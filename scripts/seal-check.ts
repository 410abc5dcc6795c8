// `npm run seal:check`: is a sealed PDF whole, without a server or a database. Whether it is in force says only the register.

import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock.ts';
import { PADES_WORDS, type PadesCheck, readCertificate, verifyPades } from '../platform/signatures/index.ts';
import { formatLocal } from '../registry/index.ts';

const USAGE = `npm run seal:check -- FILE.pdf --authority CA.pem [--at 2026-11-26T10:00:00+08:00]
  Checks the signature that the PDF carries: by a seal of this authority, over every byte. Exit code 1 when it does not hold.
`;

const { values, positionals } = parseArgs({
  options: { authority: { type: 'string' }, at: { type: 'string' }, help: { type: 'boolean' } },
  allowPositionals: true,
});

function main(file: string, authorityFile: string): void {
  const authority: X509Certificate | undefined = readCertificate(readFileSync(authorityFile, 'utf8'));
  if (!authority) throw new Error(`${authorityFile}: no certificate (PEM)`);
  const check = verifyPades(readFileSync(file), [authority], values.at ? new Date(values.at) : systemClock.now());
  const by = check.signer ? `（${check.signer.name}，证书 ${check.signer.serial}）` : '';
  process.stdout.write(
    check.problem
      ? `✕ ${PADES_WORDS[check.problem]}${by}\n`
      : `✓ 电子签章有效，盖章后未被改动${by}\n${stamped(check)}\n`,
  );
  process.exitCode = check.ok ? 0 : 1;
}

const stamped = ({ timeStamp }: PadesCheck): string =>
  timeStamp
    ? `✓ 时间戳 ${formatLocal(timeStamp.at)}（${timeStamp.by}，证书 ${timeStamp.serial}）`
    : '－ 没有时间戳：盖章时间以登记机构的记录为准';

const [file] = positionals;
if (values.help || !file || !values.authority) {
  process.stdout.write(USAGE);
  if (!values.help) process.exitCode = 2;
} else main(file, values.authority);
