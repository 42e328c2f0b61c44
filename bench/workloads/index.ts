import { detail } from './detail.js';
import { cached, identical, list } from './list.js';
import { list1000 } from './list-1000.js';
import { mutation } from './mutation.js';
import { orders } from './orders.js';
import { push } from './push.js';
import { twoPlatforms } from './two-platforms.js';
import type { Workload } from './workload.js';

/** All that is measured, in the order of the page. */
export const WORKLOADS: readonly Workload[] = [
  list,
  cached,
  identical,
  list1000,
  detail,
  mutation,
  twoPlatforms,
  orders,
  push,
];

/** What the short form measures. */
export const SHORT: readonly Workload[] = [list, cached];

/** What it only looks at: whether all answer alike, and with which calls. */
export const GLANCED: readonly Workload[] = [twoPlatforms, orders, push];
