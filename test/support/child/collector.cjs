/**
 * Preloaded into a server to see what the garbage collector makes of its requests. At the first SIGUSR2 everything is collected; at the
 * second, stderr tells how many bytes were dead and yet outlived two collections of the young generation.
 */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let isCounting = false;
process.on('SIGUSR2', () => {
  if (isCounting) {
    collect({ type: 'minor' });
    collect({ type: 'minor' });
    const { heapUsed } = process.memoryUsage();
    collect();
    process.stderr.write(`outlived ${Math.max(0, heapUsed - process.memoryUsage().heapUsed)}\n`);
  } else {
    collect();
    process.stderr.write('counting\n');
  }
  isCounting = !isCounting;
});
