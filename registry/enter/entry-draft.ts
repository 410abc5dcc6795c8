import { dayOf } from '../calendar/local-time.ts';
import type { CertificateKind } from '../certificates/numbers.ts';
import { formatCertificateNo, issuingArea, newToken } from '../certificates/numbers.ts';
import type { RegisteredMode, Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { type NewEvent, noticeOf } from '../evidence/append-event.ts';
import type { OutboxTopic } from '../outbox/types.ts';
import { rankMortgages } from '../rights/load-rights.ts';
import type { RightView } from '../rights/types.ts';
import type { MortgageDetails } from './effects/mortgage.ts';
import type { NewRight } from './write-right.ts';

/** A message that the entry leaves behind for the engine's relay. */
export interface DraftMessage {
  topic: OutboxTopic;
  caseNo: string;
  payload: Record<string, unknown>;
}

export interface OwnershipDetails {
  rightId: string;
  mode: RegisteredMode;
  priceFen: number | null;
  taxClearanceId: string | null;
  basisNo: string | null;
}

export interface SeizureDetails {
  rightId: string;
  seizureKind: 'seizure' | 'pre_seizure';
  unitCode: string;
  authority: string;
  courtId: string | null;
  documentNo: string;
  deliveredAt: Date;
  termMonths: number;
  /** Null while it waits (INV-10). */
  startsAt: Date | null;
  endsAt: Date | null;
  share: Share | null;
  respondentId: string;
  respondentName: string;
  applicant: string | null;
  /** Officers and papers of the order. */
  orderData: object;
}

type DraftedMortgage = MortgageDetails & { rightId: string; rank: number; obligors: readonly string[] };

/** @property kind, reference of an entry that is not of a case */
interface Open {
  kind?: string;
  reference?: string;
  step: string;
  pages: readonly string[];
  result: unknown;
}

interface Pending {
  open?: Open;
  /** Right → why it ends. */
  ends?: Record<string, string>;
  rights?: (Omit<NewRight, 'holders'> & { rightId: string })[];
  holders?: object[];
  ownerships?: OwnershipDetails[];
  mortgages?: DraftedMortgage[];
  seizures?: SeizureDetails[];
}

/**
 * What one 登簿 or 查封 is going to write. Effects add to it; it goes to the database in one statement (`registry.write_entry`) when
 * somebody asks the database something through `throughDraft`, and at the end. Only its `close` draws certificate numbers and
 * appends the event: what other entries wait for is locked last and for a few milliseconds.
 */
export class EntryDraft {
  readonly entryId: string;
  readonly #ids: string[];
  readonly #entry: { caseNo: string | null; at: Date; registrar: string };
  #pending: Pending;
  readonly #certificates: { kind: CertificateKind; rightId: string; holderSeq: number | null; token: string }[] = [];
  readonly #ended = new Set<string>();
  /** Something is in the tables already, perhaps more than was drafted. */
  #sent = false;
  readonly #begun: (NewRight & { rightId: string })[] = [];
  #placed: { unitCode: string; since: Date }[] = [];

  /** @param ids numbers drawn for this entry: the entry's own, then those of its new rights */
  constructor(
    ids: { entryId: string; rightIds: readonly string[] },
    entry: { caseNo: string | null; at: Date; registrar: string },
    open: Open,
  ) {
    this.entryId = ids.entryId;
    this.#ids = [...ids.rightIds];
    this.#entry = entry;
    this.#pending = { open };
  }

  ended(rightId: string): boolean {
    return this.#ended.has(rightId);
  }

  /** A right that this entry has begun (an heir's, who sells) is written before it ends. */
  async end(db: Queryable, rightId: string, reason: string): Promise<void> {
    if (this.#pending.rights?.some((right) => right.rightId === rightId)) await this.write(db);
    this.#ended.add(rightId);
    this.#pending.ends = { ...this.#pending.ends, [rightId]: reason };
  }

  /** Returns the number of the right. */
  async begin(db: Queryable, right: NewRight): Promise<string> {
    const rightId = this.#ids.shift() ?? (await drawRightId(db));
    this.#begun.push({ ...right, rightId });
    const { holders, ...common } = right;
    this.#pending.rights = [...(this.#pending.rights ?? []), { ...common, rightId, status: right.status ?? 'CURRENT' }];
    if (holders.length > 0)
      this.#pending.holders = [
        ...(this.#pending.holders ?? []),
        ...holders.map(({ share, ...holder }, i) => ({
          ...holder,
          rightId,
          seq: i + 1,
          shareN: share?.n ?? null,
          shareD: share?.d ?? null,
        })),
      ];
    return rightId;
  }

  ownership(details: OwnershipDetails): void {
    this.#pending.ownerships = [...(this.#pending.ownerships ?? []), details];
  }

  /** @param standing mortgages on the page before the effect that writes this one, by what their rank is counted from (INV-17) */
  mortgage(
    rightId: string,
    unitCode: string,
    details: MortgageDetails & { obligors: readonly string[] },
    standing: readonly { rightId: string; rankSince: Date }[],
  ): void {
    const since = details.rankSince ?? this.#entry.at;
    const before = [
      ...standing.filter((mortgage) => !this.#ended.has(mortgage.rightId)).map((mortgage) => mortgage.rankSince),
      ...this.#placed.filter((placed) => placed.unitCode === unitCode).map((placed) => placed.since),
    ].filter((moment) => moment <= since);
    this.#placed.push({ unitCode, since });
    this.#pending.mortgages = [...(this.#pending.mortgages ?? []), { ...details, rightId, rank: before.length + 1 }];
  }

  seizure(details: SeizureDetails): void {
    this.#pending.seizures = [...(this.#pending.seizures ?? []), details];
  }

  certificate(certificate: { kind: CertificateKind; rightId: string; holderSeq: number | null }): void {
    this.#certificates.push({ ...certificate, token: newToken() });
  }

  /**
   * Live rights on a page as the effects so far leave them, so that the next effect need not ask the database. Null when only the
   * tables know: an effect has written there, or has begun a right whose details are not drafted.
   */
  pageAfter(unitCode: string, before: readonly RightView[]): RightView[] | null {
    const begun = this.#begun.filter((right) => right.unitCode === unitCode).map((right) => this.#viewOf(right));
    if (this.#sent || !begun.every((right) => right !== null)) return null;
    // They are among what stands there from now on.
    this.#placed = this.#placed.filter((placed) => placed.unitCode !== unitCode);
    return rankMortgages([...before.filter((right) => !this.#ended.has(right.rightId)), ...begun]);
  }

  #viewOf({ rightId, holders, ...right }: NewRight & { rightId: string }): RightView | null {
    const { at, caseNo, registrar } = this.#entry;
    const common = {
      rightId,
      unitCode: right.unitCode,
      status: right.status ?? 'CURRENT',
      regType: right.regType,
      reason: right.reason,
      caseNo,
      registeredAt: at,
      registrar,
      endedAt: null,
      endedReason: null,
      note: right.note ?? null,
      // Drawn at the end of the entry.
      certificateNos: [],
      holders: holders.map(({ name, nature, idType, idNo, share }, i) => ({
        seq: i + 1,
        name,
        nature,
        idType,
        idNo,
        share: share ?? null,
        masked: false,
      })),
    };
    const ownership = this.#pending.ownerships?.find((one) => one.rightId === rightId);
    if (ownership)
      return {
        ...common,
        kind: 'OWNERSHIP',
        rightType: right.rightType,
        mode: ownership.mode,
        priceFen: ownership.priceFen,
      };
    const mortgage = this.#pending.mortgages?.find((one) => one.rightId === rightId);
    if (!mortgage) return null;
    const { obligors: _, ...details } = mortgage;
    // A mortgage that is continued brings what it was along.
    return { ...details, ...common, kind: 'MORTGAGE', rankSince: mortgage.rankSince ?? at };
  }

  /** The pages are about to be read anew: what the effects so far have placed on them will be among what stands there. */
  async write(db: Queryable): Promise<void> {
    this.#placed = [];
    if (Object.keys(this.#pending).length === 0) return;
    const pending = this.#pending;
    this.#pending = {};
    this.#sent = true;
    await this.#send(db, pending);
  }

  /**
   * The rest, the case, the messages, the certificates with their numbers, and the event; `before` are events of parts that the
   * entry has passed through (an inheritance before its sale). Returns the numbers: certificates first, then proofs, each in the
   * order of writing. Servers hear of the event at COMMIT when it is `told`; otherwise the caller tells them.
   */
  async close(
    db: Queryable,
    input: { outbox: readonly DraftMessage[]; before?: readonly NewEvent[]; event: NewEvent; told: boolean },
  ): Promise<string[]> {
    const pending = this.#pending;
    this.#pending = {};
    return this.#send(db, {
      ...pending,
      close: {
        outbox: input.outbox.map((message) => ({ channel: 'engine', ...message })),
        certificates: { certificate: this.#ofKind('certificate'), proof: this.#ofKind('proof') },
        numbers: numberForms(input.event.chain, this.#entry.at),
        before: (input.before ?? []).map(eventJson),
        event: eventJson(input.event),
        ...(input.told && { notice: noticeOf(input.event) }),
      },
    });
  }

  #ofKind(wanted: CertificateKind) {
    return this.#certificates.filter(({ kind }) => kind === wanted);
  }

  async #send(db: Queryable, { open, ends, ...parts }: Pending & { close?: object }): Promise<string[]> {
    const sent = {
      entryId: this.entryId,
      ...this.#entry,
      ...(open && { open: { ...open, pages: arrayLiteral(open.pages) } }),
      ...(ends && { ends, endIds: arrayLiteral(Object.keys(ends)) }),
      ...parts,
    };
    try {
      const row = await one<{ numbers: string[] }>(db, 'SELECT registry.write_entry($1) AS numbers', [
        JSON.stringify(sent),
      ]);
      return row?.numbers ?? [];
    } catch (error) {
      if ((error as { code?: string }).code !== 'YTNUM') throw error;
      throw new RegistryError('NUMBERS_EXHAUSTED', '本年度的证号已用完；请联系系统管理员启用新的号段。');
    }
  }
}

const eventJson = (event: NewEvent) => ({
  ...event,
  unitCodes: arrayLiteral(event.unitCodes ?? []),
  payload: event.payload ?? {},
});

/** Of unit codes and numbers, which need no quotes. */
const arrayLiteral = (values: readonly string[]) => `{${values.join(',')}}`;

/** What stands before and after the running number, per kind. */
function numberForms(district: string, at: Date): Record<CertificateKind, object> {
  const area = issuingArea(district);
  const year = Number(dayOf(at).slice(0, 4));
  const form = (kind: CertificateKind) => {
    const [before, after] = formatCertificateNo(kind, area, year, 0).split('0000000');
    return { area, year, before, after };
  };
  return { certificate: form('certificate'), proof: form('proof') };
}

/** Numbers for an entry and its new rights. */
export async function drawIds(db: Queryable, rights: number): Promise<{ entryId: string; rightIds: string[] }> {
  const row = await one<{ entry_id: string; right_ids: string[] }>(
    db,
    `SELECT nextval('registry.register_entries_entry_id_seq') AS entry_id,
       ARRAY(SELECT nextval('registry.rights_right_id_seq')::text FROM generate_series(1, $1::integer)) AS right_ids`,
    [rights],
  );
  return { entryId: row?.entry_id ?? '', rightIds: row?.right_ids ?? [] };
}

async function drawRightId(db: Queryable): Promise<string> {
  const row = await one<{ id: string }>(
    db,
    "SELECT nextval(pg_get_serial_sequence('registry.rights', 'right_id')) AS id",
    [],
  );
  return row?.id ?? '';
}

/** For effects that ask or write for themselves: whatever was drafted before is in the tables by then. */
export function throughDraft(db: Queryable, draft: EntryDraft): Queryable {
  const query = async (...args: Parameters<Queryable['query']>) => {
    await draft.write(db);
    return db.query(...args);
  };
  return { query: query as unknown as Queryable['query'] };
}
