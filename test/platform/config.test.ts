import { describe, expect, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';

describe('configuration', () => {
  test('without any setting everything is on loopback', () => {
    const config = readConfig({});
    expect(config.publicUrl).toBe('http://127.0.0.1:3000');
    expect(config.departmentUrls.identity).toBe('http://127.0.0.1:3101');
    expect(config.departmentUrls.ecert).toBe('http://127.0.0.1:3107');
    expect(config.databaseUrl).toBeUndefined();
  });

  test.each([
    ['YITONG_WEB_PORT', 'eighty', /YITONG_WEB_PORT=eighty.*whole number/],
    ['YITONG_WEB_PORT', '70000', /from 0 to 65535/],
    ['YITONG_WEB_PORT', '6000', /YITONG_WEB_PORT=6000 .*browsers do not open port 6000/],
    ['YITONG_DEPARTMENTS_PORT', '4040', /browsers do not open port 4045/],
    ['YITONG_CITY_UNITS', '5', /from 100/],
    ['DATABASE_URL', 'mysql://x/y', /DATABASE_URL=.*must begin with postgres:/],
    ['ZEEBE_REST_ADDRESS', 'not an address', /ZEEBE_REST_ADDRESS=not an address is not an address/],
    ['ZEEBE_GRPC_ADDRESS', 'ftp://x', /ZEEBE_GRPC_ADDRESS/],
    ['YITONG_DEPT_TAX_URL', 'tax', /YITONG_DEPT_TAX_URL/],
    ['YITONG_CALLBACK_SECRET', 'short', /at least 16 characters/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL=loud.*info or trace/],
    ['LOG_FORMAT', 'xml', /LOG_FORMAT=xml.*write json/],
    ['YITONG_DEMO', 'maybe', /write true or false/],
  ])('%s=%s is refused by name', (name, value, sentence) => {
    expect(() => readConfig({ [name]: value })).toThrow(sentence);
  });

  test('the gRPC address may come without a scheme, as Camunda documents it', () => {
    expect(readConfig({ ZEEBE_GRPC_ADDRESS: 'localhost:26500' }).zeebeGrpcAddress).toBe('grpc://localhost:26500');
  });
});
