import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

// The import table of docs/architecture.md. `ours` are our own folders, `npm` the packages a folder may use
// (undefined = any). Tests, benchmarks and scripts put parts together and are free.
const ROOT = resolve(import.meta.dirname, '../..');
interface Rule {
  ours: string[];
  npm?: RegExp;
}
const RULES: Record<string, Rule> = {
  registry: { ours: [], npm: /^pg$/ },
  engine: {
    ours: [],
    npm: /^(pg|fastify|@fastify\/.+|@grpc\/.+|bigdecimal\.js|croner|jose|bpmn-moddle|zeebe-bpmn-moddle|dmn-moddle|moddle-xml|saxen|pino|pino-pretty)(\/|$)/,
  },
  departments: {
    ours: ['platform'],
    npm: /^(typebox|fastify|@fastify\/.+|undici|cockatiel|@signpdf\/.+|sm-crypto-v2|fast-xml-parser)(\/|$)/,
  },
  workers: { ours: ['platform', 'registry', 'departments'], npm: /^(@camunda8\/sdk|typebox|pg)(\/|$)/ },
  server: { ours: ['platform', 'registry', 'departments'] },
  desk: { ours: ['server/api'] },
  modeler: { ours: ['server/api'] },
  platform: { ours: [] },
  'server/api': { ours: ['registry/validators'], npm: /^typebox(\/|$)/ },
};
/** What others may see of a part; everything else in it is its own affair. */
const PUBLIC: Record<string, RegExp> = {
  departments: /^departments\/(index|[a-z]+\/(contract|client)|upper\/(message|check-message|xml)|shared\/.+)\.ts$/,
};

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });
}

/** Module names of static, dynamic, type and re-export imports. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statement = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"]+)\1/gm;
  const bare = /^\s*import\s*(['"])([^'"]+)\1/gm;
  const dynamic = /\bimport\s*\(\s*(['"])([^'"]+)\1/gm;
  return [statement, bare, dynamic].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2]!));
}

function violations(folder: string, rule: Rule): string[] {
  return sources(join(ROOT, folder)).flatMap((file) =>
    importsOf(readFileSync(file, 'utf8')).flatMap((name) => {
      const where = `${relative(ROOT, file)} imports ${name}`;
      if (name.startsWith('node:')) return [];
      if (!name.startsWith('.')) return rule.npm && !rule.npm.test(name) ? [where] : [];
      const target = relative(ROOT, resolve(dirname(file), name));
      if (target === folder || target.startsWith(`${folder}/`)) return [];
      const allowed = rule.ours.find((other) => target.startsWith(`${other}/`));
      if (!allowed) return [where];
      return PUBLIC[allowed] && !PUBLIC[allowed].test(target) ? [`${where}, which is not public`] : [];
    }),
  );
}

describe('the import table', () => {
  test.each(Object.entries(RULES))('%s imports only what it may', (folder, rule) => {
    expect(violations(folder, rule)).toEqual([]);
  });

  test('the guard sees an import of every form', () => {
    const text =
      "import a from './a.ts';\nimport './b.ts';\nexport * from './c.ts';\nconst d = await import('./d.ts');\nimport type { E } from './e.ts';\nimport {\n  f,\n} from './f.ts';";
    expect(importsOf(text).sort()).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts']);
  });

  test('the guard does not take words in a text for an import', () => {
    expect(importsOf("const words = `away from 'home.ts'`;\ncall(\"from 'x'\");")).toEqual([]);
  });

  test('diagrams carry no code', () => {
    expect(sources(join(ROOT, 'processes'))).toEqual([]);
  });

  test('time is read in the clock modules only', () => {
    const readsTime = /\bDate\.now\(\)|\bnew Date\(\)/;
    const offenders = ['registry', 'engine', 'departments', 'workers', 'server', 'platform']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .map((file) => relative(ROOT, file))
      .filter((file) => !/^(engine|platform)\/clock\.ts$/.test(file))
      .filter((file) =>
        readsTime.test(
          readFileSync(join(ROOT, file), 'utf8')
            .replace(/\/\*[\s\S]*?\*\//g, '')
            .replace(/\/\/.*$/gm, ''),
        ),
      );
    expect(offenders).toEqual([]);
  });
});
