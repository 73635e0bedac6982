// Checks glTF files with the Khronos validator: node validate_gltf.mjs FILE.gltf ...
// Fails on errors and warnings; notes are printed.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// The validator is installed beside the build, not beside this file.
const require = createRequire(join(process.cwd(), 'validate_gltf.mjs'));
const { validateBytes } = require('gltf-validator');

async function messagesOf(file) {
  const report = await validateBytes(new Uint8Array(await readFile(file)), {
    externalResourceFunction: async (uri) => new Uint8Array(await readFile(join(dirname(file), decodeURIComponent(uri)))),
  });
  return report.issues.messages;
}

let bad = 0;
for (const file of process.argv.slice(2)) {
  const messages = await messagesOf(file);
  for (const { severity, code, message, pointer } of messages) {
    if (severity < 2) bad++;
    console.log(`${file}: ${['error', 'warning', 'note', 'hint'][severity]}: ${code} ${message} ${pointer ?? ''}`);
  }
  if (!messages.some(({ severity }) => severity < 2)) console.log(`${file}: valid glTF`);
}
process.exit(bad ? 1 : 0);
