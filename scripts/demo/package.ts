/** An application package as a window receives it, and what is expected of it: one folder of `examples/applications/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DepartmentName } from '../../departments/index.ts';
import type { Application, CaseStatus, Completion, SeizureRequest } from '../../server/api/index.ts';

/** A change of the world outside: what a department knows, or a court's notice. */
export type WorldChange =
  | {
      readonly department: DepartmentName;
      readonly method: 'PUT' | 'POST';
      readonly path: string;
      readonly body: unknown;
    }
  | { readonly seizure: Omit<SeizureRequest, 'unitCodes'> };

/** Something that happens instead of, or before, the work on a task. `task` is its element id, `time` counts from 1. */
export interface PlayEvent {
  readonly task: string;
  readonly time?: number;
  /** The applicant takes the application back. */
  readonly withdraw?: string;
  readonly world?: readonly WorldChange[];
  /** Leave the task alone afterwards: it is expected to vanish. */
  readonly leaveTask?: boolean;
}

export interface Play {
  /** Set before the application is filed. */
  readonly before?: readonly WorldChange[];
  /**
   * Decisions by element id, for its first, second … task. A step not named here, or named fewer times than it comes,
   * is done in its usual way (`usual-work.ts`).
   */
  readonly decisions?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly events?: readonly PlayEvent[];
  /** Materials the applicant brings when asked to supplement. */
  readonly supplement?: readonly { readonly materialId: string; readonly scan?: string; readonly note?: string }[];
}

export interface Expected {
  readonly title: string;
  /** What this package is about, Chinese, for the reader of the report. */
  readonly story: string;
  /** `rejected`: the server refuses the filing itself, with `problemCode`. */
  readonly outcome: CaseStatus | 'rejected';
  readonly problemCode?: string;
  /** How many certificates or proofs come out of it. */
  readonly certificates: number;
  /** Kinds of documents that must be on the case at the end. */
  readonly documents: readonly string[];
  readonly scans: readonly {
    readonly file: string;
    readonly kind: string;
    readonly title: string;
    readonly materialId?: string;
  }[];
  readonly play: Play;
}

export interface ExamplePackage {
  readonly name: string;
  readonly folder: string;
  readonly application: Application;
  readonly expected: Expected;
}

/** The decision for one task in full: `elementId` and the fields of that step's completion. */
export type Decision = Completion;

export function readPackages(root: string): ExamplePackage[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const folder = join(root, name);
      const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return { name, folder, application: read('application.json'), expected: read('expected.json') };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
