import { randomUUID } from 'node:crypto';
import { type Config, readConfig } from '../config/config.js';
import { readEnvironment } from '../config/env.js';
import { AppError } from '../errors/app-error.js';
import { type Foundation, openFoundation } from '../foundation.js';
import { decodeGlobalId, shopGlobalId } from '../tenants/global-id.js';
import type { Shop } from '../tenants/shop.js';
import type { Tenant } from '../tenants/tenant.js';
import { CommandFailure, WrongUse } from './exit-code.js';

/** What an administrating command works on, and how it finds what its arguments name. */
export interface Administration extends Foundation {
  readonly config: Config;
  /** @throws CommandFailure for a missing one */
  tenant(idOrName: string): Promise<Tenant>;
  /** @throws WrongUse for a text that is no shop id, CommandFailure for a missing shop */
  shop(globalId: string): Promise<Shop>;
  /** Runs an action between the two halves of its audit row (reliability R11). */
  audited<T>(
    row: { tenantId: string; action: string; shop?: Shop },
    run: () => Promise<T>,
    nodeOf?: (result: T) => string,
  ): Promise<T>;
}

/** Opens the store for one command and closes it again, whether a server is running on it or not. */
export async function administrate<T>(work: (administration: Administration) => Promise<T>): Promise<T> {
  const config = readConfig(readEnvironment(), 'admin');
  const foundation = await openFoundation(config, 'live');
  try {
    return await work({ ...foundation, config, ...lookups(foundation), audited: audited(foundation) });
  } finally {
    await foundation.close();
  }
}

function lookups({ registry }: Foundation): Pick<Administration, 'tenant' | 'shop'> {
  return {
    async tenant(idOrName) {
      const tenant = await registry.findTenant(idOrName);
      if (tenant === null) throw new CommandFailure('there is no such tenant');
      return tenant;
    },
    async shop(globalId) {
      const id = decodeGlobalId(globalId);
      if (id === null || id.type !== 'Shop') throw new WrongUse('a shop is named by its global id, gid://v1/Shop/...');
      const shop = await registry.shopByKey(id.shopKey);
      if (shop === null) throw new CommandFailure('there is no such shop');
      return shop;
    },
  };
}

function audited({ store }: Foundation): Administration['audited'] {
  return async ({ tenantId, action, shop }, run, nodeOf) => {
    const id = await store.audit.begin({
      tenantId,
      shopKey: shop?.key ?? null,
      actor: 'cli',
      action,
      nodeId: shop === undefined ? null : shopGlobalId(shop.key),
      requestId: randomUUID(),
    });
    try {
      const result = await run();
      const nodeId = nodeOf?.(result);
      const shopKey = nodeId === undefined ? undefined : decodeGlobalId(nodeId)?.shopKey;
      await store.audit.finish(id, 'OK', {
        ...(nodeId === undefined ? {} : { nodeId }),
        ...(shopKey === undefined ? {} : { shopKey }),
      });
      return result;
    } catch (error) {
      await store.audit.finish(id, error instanceof AppError ? error.code : 'INTERNAL');
      throw error;
    }
  };
}
