import 'reflect-metadata';

/*
 * Runs command lines of the compiled sources one after the other: told `{ words, env }` it answers `{ code, out, err }`.
 * What is written past the command's console goes to the streams of this process, where the parent sees it.
 */

const { runCommandLine } = await import(process.argv[2]);

process.on('message', async ({ words, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  let out = '';
  let err = '';
  const console = {
    out: (line) => {
      out += `${line}\n`;
    },
    note: (line) => {
      err += `${line}\n`;
    },
  };
  const code = await runCommandLine(words, console);
  process.exitCode = 0;
  process.send({ code, out, err });
});
