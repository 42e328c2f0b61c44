import { createDouyin, type DouyinOptions } from './douyin/index.js';
import { createKuaizhan, type KuaizhanOptions } from './kuaizhan/index.js';
import type { Platform } from './platform.js';

/** What the platforms are made with; each takes its own and the shared part. */
export type PlatformOptions = Omit<KuaizhanOptions, 'baseUrl'> &
  Omit<DouyinOptions, 'baseUrl' | 'sandboxUrl'> & {
    readonly kuaizhanUrl: string;
    readonly douyinUrl: string;
    readonly douyinSandboxUrl: string;
  };

/** The platforms there are. A new one is a folder here and a line. */
export const createPlatforms = (options: PlatformOptions): Platform[] => [
  createKuaizhan({ ...options, baseUrl: options.kuaizhanUrl }),
  createDouyin({ ...options, baseUrl: options.douyinUrl, sandboxUrl: options.douyinSandboxUrl }),
];
