// How long a proof takes with npm and with the Rust prover, by turns in one run:
//
//     node prove-times.mjs [depth] [rounds]

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, homedir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { endProver, Group, identities, prove } from "./prove.mjs";

const [depth, rounds] = [process.argv[2] ?? 20, process.argv[3] ?? 10].map(Number);
const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));
const target = process.env.CARGO_TARGET_DIR ?? path.join(homedir(), ".cache/census/target");
const program = path.join(target, "release/examples/prove_lines");
const prover = spawn(program, [artifacts], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: prover.stdout })[Symbol.asyncIterator]();

const members = identities("prove-times", 50);
const group = new Group(members.map(({ commitment }) => commitment));
const npm = [];
const ours = [];
for (let round = 0; round <= rounds; round++) {
	const identity = members[round % members.length];
	const merkleProof = group.generateMerkleProof(round % members.length);
	const start = performance.now();
	await prove(identity, merkleProof, "hello", round, depth);
	npm.push(performance.now() - start);

	const question = {
		key: identity.export(),
		leaves: group.members.map(String),
		message: { text: "hello" },
		scope: { number: String(round) },
		depth,
	};
	prover.stdin.write(`${JSON.stringify(question)}\n`);
	const { error, milliseconds } = JSON.parse((await lines.next()).value);
	if (error) throw new Error(error);
	ours.push(milliseconds);
}
prover.stdin.end();
await endProver();

// The first one warms up.
const median = (times) => times.slice(1).sort((a, b) => a - b)[rounds >> 1];
const show = (times) => `${Math.round(median(times))} ms (first ${Math.round(times[0])} ms)`;
console.log(`depth ${depth}, ${cpus().length} cores, median of ${rounds} after the first`);
console.log(`npm   ${show(npm)}`);
console.log(`Rust  ${show(ours)}`);
console.log(`ratio ${(median(npm) / median(ours)).toFixed(1)}`);
