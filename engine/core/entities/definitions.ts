/** What was deployed. */
import type { Key } from './values.ts';

export interface Deployment {
  key: Key;
  deployedAt: number;
}

export interface ProcessDefinition {
  key: Key;
  deploymentKey: Key;
  bpmnProcessId: string;
  name: string | null;
  version: number;
  versionTag: string | null;
  /** Id of the form of its none start event. */
  startFormId: string | null;
  resourceName: string;
  /** The BPMN XML as deployed. */
  resource: string;
  /** MD5 hex of `resource`; the same checksum as the latest version's means "nothing new". */
  checksum: string;
  deployedAt: number;
  /** A deleted version stays known: its number is not given again, and finished instances refer to it. */
  deletedAt: number | null;
}

export interface Form {
  key: Key;
  deploymentKey: Key;
  formId: string;
  version: number;
  versionTag: string | null;
  resourceName: string;
  resource: string;
  checksum: string;
  deployedAt: number;
  deletedAt: number | null;
}

/** A file that the engine keeps for workers and does not read beyond its id: an RPA script. */
export interface GenericResource {
  key: Key;
  deploymentKey: Key;
  resourceId: string;
  version: number;
  versionTag: string | null;
  resourceName: string;
  resource: string;
  checksum: string;
  deployedAt: number;
  deletedAt: number | null;
}

export interface DecisionRequirements {
  key: Key;
  deploymentKey: Key;
  decisionRequirementsId: string;
  name: string;
  version: number;
  resourceName: string;
  /** The DMN XML as deployed. */
  resource: string;
  checksum: string;
  deployedAt: number;
  /** Deleted graphs and their decisions leave memory; their rows stay for what they decided. */
  deletedAt: number | null;
}

export interface Decision {
  key: Key;
  deploymentKey: Key;
  decisionId: string;
  name: string;
  version: number;
  versionTag: string | null;
  decisionRequirementsId: string;
  decisionRequirementsKey: Key;
  deletedAt: number | null;
}
