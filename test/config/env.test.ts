import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/env.js';
import { scratchFolder } from '../support/scratch-folder.js';

let folder: string;
const before = process.env['NODE_ENV'];
beforeEach(() => {
  folder = scratchFolder('env');
  writeFileSync(join(folder, '.env'), 'SHOPGRAPH_TEST_ONE=file\nSHOPGRAPH_TEST_TWO=file\nSHOPGRAPH_TEST_THREE=\n');
  process.env['SHOPGRAPH_TEST_TWO'] = 'own';
});
afterEach(() => {
  delete process.env['SHOPGRAPH_TEST_TWO'];
  process.env['NODE_ENV'] = before;
  rmSync(folder, { recursive: true });
});

it('fills in from .env what the environment leaves open, and takes an empty text for not set', () => {
  const env = readEnvironment(folder);
  expect(env['SHOPGRAPH_TEST_ONE']).toBe('file');
  expect(env['SHOPGRAPH_TEST_TWO']).toBe('own');
  expect(env).not.toHaveProperty('SHOPGRAPH_TEST_THREE');
});

it('does not look at .env in production, and does not mind when there is none', () => {
  process.env['NODE_ENV'] = 'production';
  expect(readEnvironment(folder)['SHOPGRAPH_TEST_ONE']).toBeUndefined();
  process.env['NODE_ENV'] = 'test';
  expect(readEnvironment(join(folder, 'none'))['SHOPGRAPH_TEST_ONE']).toBeUndefined();
});
