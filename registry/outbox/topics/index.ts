import type { BankTopic } from './bank.ts';
import type { CourtTopic } from './court.ts';
import type { RegistrationTopic } from './registration.ts';
import type { YilutongTopic } from './yilutong.ts';

export type { BankTopic } from './bank.ts';
export type { CourtTopic } from './court.ts';
export type { RegistrationTopic } from './registration.ts';
export type { YilutongTopic } from './yilutong.ts';

/** What the engine can be told; one file a flow. A new topic needs its route in server/relay/routes. */
export type OutboxTopic = RegistrationTopic | CourtTopic | BankTopic | YilutongTopic;
