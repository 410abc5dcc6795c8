/** An office outside the centre that works on cases of its own. */
export interface Organisation {
  /** `BANK-03`, `COURT-0203`, `WATER` */
  orgId: string;
  kind: OrganisationKind;
  name: string;
  /** 统一社会信用代码 */
  uscc: string;
  active: boolean;
}
export type OrganisationKind = 'bank' | 'court' | 'utility';

export interface OrganisationsApi {
  /** In the order of their ids. */
  list(filter?: { kind?: OrganisationKind }): Promise<Organisation[]>;
  get(orgId: string): Promise<Organisation | null>;
  /** The organisations of the demo. Repeatable. */
  seedDemo(): Promise<void>;
}
