#!/usr/bin/env node
// Runs the binary of this platform, which an optional dependency carries.
"use strict";
const { spawn } = require("node:child_process");

const extension = process.platform === "win32" ? ".exe" : "";
const carrier = `@toeline/${process.platform}-${process.arch}`;
let binary;
try {
  binary = require.resolve(`${carrier}/bin/toeline${extension}`);
} catch {
  console.error(`toeline: ${carrier} is not installed. Either there is no binary for this ` +
    "platform, or npm left out optional dependencies: install without --omit=optional.");
  process.exit(2);
}

const child = spawn(binary, process.argv.slice(2), { stdio: "inherit" });
// A signal to this process alone is one to the binary, which ends in its own time.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (err) => {
  console.error(`toeline: ${binary}: ${err.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    return;
  }
  process.exit(code);
});
