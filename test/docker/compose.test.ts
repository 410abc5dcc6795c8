import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

interface Service {
  image?: string;
  build?: string;
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
}

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };

/** Fills in `${NAME:-default}` as compose does. */
function interpolate(value: string, env: Record<string, string> = {}): string {
  return value.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, fallback: string) => env[name] || fallback);
}

/** The schema names its draft and its parts in an older way than its draft allows; both are only labels. */
function composeSchema(): object {
  const file = readFileSync(join(import.meta.dirname, 'schema', 'compose-spec.json'), 'utf8');
  return JSON.parse(file.replace(/"(\$schema|id)": "[^"]*",/g, '')) as object;
}

// No docker needed: what can be checked of the files themselves.
describe('docker-compose.yml', () => {
  test('is valid by the schema of the Compose Specification', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(composeSchema());

    expect(validate(compose), JSON.stringify(validate.errors, null, 2)).toBe(true);
    expect(validate({ ...compose, services: { app: { imagee: 'typo' } } })).toBe(false);
  });

  test('names no service, volume or port that is not there', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services[needed], `${name} waits for ${needed}`).toBeDefined();
        if (condition === 'service_healthy') expect(compose.services[needed]?.healthcheck).toBeDefined();
        // A service outside a profile must not wait for one inside it: it would not start.
        if (!service.profiles) expect(compose.services[needed]?.profiles).toBeUndefined();
      }
      for (const volume of service.volumes ?? []) {
        expect(Object.keys(compose.volumes), `${name} mounts ${volume}`).toContain(volume.split(':')[0]);
      }
    }
  });

  test('publishes on loopback only', () => {
    const published = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('makes one broker by default and three replicated ones in the cluster profile', () => {
    const brokers = Object.entries(compose.services).filter(([, service]) => service.image?.startsWith('camunda/'));
    const alone = brokers.filter(([, service]) => !service.profiles);
    expect(alone.map(([name]) => name)).toEqual(['camunda']);
    expect(brokers).toHaveLength(3);
    expect(new Set(brokers.map(([, service]) => service.environment?.CAMUNDA_CLUSTER_NODEID))).toEqual(
      new Set(['0', '1', '2']),
    );
    for (const [, { environment = {} }] of brokers) {
      expect(interpolate(environment.CAMUNDA_CLUSTER_SIZE ?? '')).toBe('1');
      for (const setting of ['SIZE', 'PARTITIONCOUNT', 'REPLICATIONFACTOR']) {
        expect(interpolate(environment[`CAMUNDA_CLUSTER_${setting}`] ?? '', { CAMUNDA_CLUSTER_SIZE: '3' })).toBe('3');
      }
    }
  });

  test('points the app at the database and at Camunda inside the network', () => {
    const { environment = {} } = compose.services.app ?? {};
    for (const name of ['DATABASE_URL', 'ZEEBE_GRPC_ADDRESS', 'ZEEBE_REST_ADDRESS']) {
      const host = new URL(interpolate(environment[name] ?? '')).hostname;
      expect(Object.keys(compose.services), name).toContain(host);
    }
  });
});

describe('Dockerfile', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n');

  test('installs from the lock file, runs without root and says when it is healthy', () => {
    expect(lines).toContain('RUN npm ci');
    const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(lastStage).toContain('USER node');
    expect(lastStage.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  test('copies only what the repository has', () => {
    const sources = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .filter((source) => !source.includes('*'));
    for (const source of sources) expect(existsSync(join(ROOT, source)), source).toBe(true);
  });
});
