import type { Effect } from '../../items/types.ts';
import { cautionChangeWriter, cautionTransferWriter, cautionWriter } from './caution.ts';
import type { EffectWriter } from './effect.ts';
import { cancellation, extinguishWriter } from './extinguish.ts';
import { firstWriter } from './first.ts';
import { inheritWriter } from './inherit.ts';
import { mortgageChangeWriter, mortgageTransferWriter, mortgageWriter } from './mortgage.ts';
import { objectionWriter } from './objection.ts';
import { correctionWriter, factsWriter, renameWriter } from './ownership-change.ts';
import { partitionWriter } from './partition.ts';
import { reissueWriter } from './reissue.ts';
import { transferWriter } from './transfer.ts';
import {
  easementChangeWriter,
  easementTransferWriter,
  easementWriter,
  residenceChangeWriter,
  residenceWriter,
} from './use-rights.ts';

/** What each effect writes on a page of the book. */
export const effectWriters: Record<Effect, EffectWriter> = {
  inherit: inheritWriter,
  transfer: transferWriter,
  rename: renameWriter,
  facts: factsWriter,
  extinguish: extinguishWriter,
  mortgage: mortgageWriter,
  mortgage_change: mortgageChangeWriter,
  mortgage_transfer: mortgageTransferWriter,
  mortgage_cancel: cancellation('MORTGAGE'),
  caution: cautionWriter,
  caution_change: cautionChangeWriter,
  caution_transfer: cautionTransferWriter,
  caution_cancel: cancellation('CAUTION'),
  easement: easementWriter,
  easement_change: easementChangeWriter,
  easement_transfer: easementTransferWriter,
  easement_cancel: cancellation('EASEMENT'),
  residence: residenceWriter,
  residence_change: residenceChangeWriter,
  residence_cancel: cancellation('RESIDENCE'),
  correction: correctionWriter,
  objection: objectionWriter,
  objection_cancel: cancellation('OBJECTION'),
  reissue: reissueWriter,
  first: firstWriter,
  partition: partitionWriter,
};
