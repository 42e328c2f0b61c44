import { createKuaizhan, type KuaizhanOptions } from './kuaizhan/index.js';
import type { Platform } from './platform.js';

/** What the platforms are made with; each takes its own and the shared part. */
export type PlatformOptions = Omit<KuaizhanOptions, 'baseUrl'> & { readonly kuaizhanUrl: string };

/** The platforms there are. A new one is a folder here and a line. */
export const createPlatforms = (options: PlatformOptions): Platform[] => [
  createKuaizhan({ ...options, baseUrl: options.kuaizhanUrl }),
];
