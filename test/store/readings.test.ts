import { makeHome } from './home.js';
import { readingsBattery } from './readings-battery.js';

readingsBattery('an SQLite file', makeHome);
