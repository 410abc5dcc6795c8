/** Plays all packages, a few at a time, and compares each with its `expected.json`. */
import { type DeskClient, signIn } from '../play/desk-client.ts';
import type { ExamplePackage } from './package.ts';
import { type PlayedCase, playCase } from './play-case.ts';
import type { DepartmentUrls } from './world.ts';

export interface DemoOptions {
  readonly publicUrl: string;
  readonly departments: DepartmentUrls;
  readonly packages: readonly ExamplePackage[];
  /** Cases under way at the same time; default 4. */
  readonly concurrency?: number;
  /** For one case; default 240 s. */
  readonly timeoutMs?: number;
  onStep?(packageName: string, text: string): void;
  onEnd?(result: DemoResult): void;
}

export interface DemoResult {
  readonly example: ExamplePackage;
  readonly played: PlayedCase | null;
  /** Empty when everything came out as expected. */
  readonly differences: readonly string[];
}

export interface DemoReport {
  readonly results: readonly DemoResult[];
  /** What is wrong with the certificate numbers of the whole run; empty when each exists once. */
  readonly certificateProblems: readonly string[];
  readonly ok: boolean;
}

export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const sessions = new Map<string, Promise<DeskClient>>();
  const staff = (account: string) => {
    const session = sessions.get(account) ?? signIn(options.publicUrl, account);
    sessions.set(account, session);
    return session;
  };
  const waiting = [...options.packages];
  const results: DemoResult[] = [];
  const worker = async () => {
    for (let example = waiting.shift(); example; example = waiting.shift()) {
      const result = await playOne(example, staff, options);
      results.push(result);
      options.onEnd?.(result);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 4 }, worker));
  results.sort((a, b) => a.example.name.localeCompare(b.example.name));
  const certificateProblems = await checkCertificates(results, options.publicUrl);
  const ok = certificateProblems.length === 0 && results.every(({ differences }) => differences.length === 0);
  return { results, certificateProblems, ok };
}

async function playOne(
  example: ExamplePackage,
  staff: (account: string) => Promise<DeskClient>,
  options: DemoOptions,
): Promise<DemoResult> {
  try {
    const played = await playCase(example, {
      staff,
      departments: options.departments,
      timeoutMs: options.timeoutMs ?? 240_000,
      ...(options.onStep ? { onStep: options.onStep } : {}),
    });
    return { example, played, differences: compare(example, played) };
  } catch (error) {
    return { example, played: null, differences: [error instanceof Error ? error.message : String(error)] };
  }
}

function compare({ expected }: ExamplePackage, played: PlayedCase): string[] {
  const differences: string[] = [];
  const differ = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== got) differences.push(`${what}：应为 ${wanted}，实为 ${got}`);
  };
  differ('结果', expected.outcome, played.outcome);
  if (expected.problemCode) differ('原因代码', expected.problemCode, played.problemCode);
  differ('证书数', expected.certificates, played.certificateNos.length);
  for (const kind of expected.documents) {
    if (!played.documents.includes(kind)) differences.push(`缺少文书 ${kind}（有：${played.documents.join('、')}）`);
  }
  return differences;
}

/** INV-31: each number once in the run, and each known to the public verification page under that very number. */
async function checkCertificates(results: readonly DemoResult[], publicUrl: string): Promise<string[]> {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  for (const { example, played } of results) {
    for (const number of played?.certificateNos ?? []) {
      const other = seen.get(number);
      if (other) problems.push(`证号 ${number} 出现两次：${other}、${example.name}`);
      seen.set(number, example.name);
    }
    if ((played?.verifyUrls.length ?? 0) !== (played?.certificateNos.length ?? 0)) {
      problems.push(`${example.name}：有证书没有核验地址`);
    }
    for (const url of played?.verifyUrls ?? []) {
      const token = url.split('/').at(-1)!;
      const answer = await fetch(`${publicUrl}/api/public/certificates/${encodeURIComponent(token)}`);
      const text = await answer.text();
      if (!answer.ok || !played!.certificateNos.some((number) => text.includes(number))) {
        problems.push(`${example.name}：核验页 ${url} 不认可证书（${answer.status}）`);
      }
    }
  }
  return problems;
}
