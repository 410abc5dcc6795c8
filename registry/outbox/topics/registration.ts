/** What a registration and its taxes are told (domain §5.0.2). */
export type RegistrationTopic =
  | 'case.filed'
  | 'seizure.entered'
  | 'register.changed'
  | 'case.withdraw'
  | 'supplement.received'
  | 'escalation.decided'
  | 'publicity.objection'
  | 'payment.settled'
  | 'payment.failed'
  | 'tax.result'
  /** A changed calendar has moved the deadlines of a running clock: the old watch ends, a new one starts. */
  | 'sla.paused'
  | 'sla.armed'
  /** A changed calendar has moved the end of 条例 §20: the watch looks at once. */
  | 'statutory.moved'
  /** A caution or objection stands and is watched; a suit has kept it, or an entry has ended it (bdc-caution-watch). */
  | 'caution.watch'
  | 'caution.changed';
