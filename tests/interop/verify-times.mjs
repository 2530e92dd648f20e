// How long it takes to verify a Semaphore proof with npm (snarkjs) and with ours, by turns in one
// run:
//
//     node verify-times.mjs [depth] [rounds]

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, homedir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { verifyProof } from "@semaphore-protocol/proof";

const [depth, rounds] = [process.argv[2] ?? 20, process.argv[3] ?? 50].map(Number);
const vectors = JSON.parse(readFileSync(new URL("../vectors/semaphore-v4-proofs.json", import.meta.url)));
const { proof } = vectors[depth - 1];
const target = process.env.CARGO_TARGET_DIR ?? path.join(homedir(), ".cache/census/target");
const program = path.join(target, "release/examples/verify_lines");
const verifier = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: verifier.stdout })[Symbol.asyncIterator]();

const npm = [];
const ours = [];
for (let round = 0; round <= rounds; round++) {
	const start = performance.now();
	if (!(await verifyProof(proof))) throw new Error("npm refuses a published proof");
	npm.push(performance.now() - start);

	verifier.stdin.write(`${JSON.stringify(proof)}\n`);
	const { accepted, milliseconds } = JSON.parse((await lines.next()).value);
	if (!accepted) throw new Error("ours refuses a published proof");
	ours.push(milliseconds);
}
verifier.stdin.end();
// snarkjs keeps its threads.
await globalThis.curve_bn128?.terminate();

// The first one warms up.
const median = (times) => times.slice(1).sort((a, b) => a - b)[rounds >> 1];
const show = (times) => `${median(times).toFixed(2)} ms (first ${times[0].toFixed(2)} ms)`;
console.log(`depth ${depth}, ${cpus().length} cores, median of ${rounds} after the first`);
console.log(`npm   ${show(npm)}`);
console.log(`ours  ${show(ours)}`);
console.log(`ratio ${(median(npm) / median(ours)).toFixed(1)}`);
