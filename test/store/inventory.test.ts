import { makeHome } from './home.js';
import { inventoryBattery } from './inventory-battery.js';

inventoryBattery('an SQLite file', makeHome);
