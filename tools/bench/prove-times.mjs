// How long a proof takes with npm and with the Rust prover, by turns in one run:
//
//     node prove-times.mjs [depth] [rounds]
//
// Warm: in a process that has proven before, with what it took to load left out. Cold: a process
// from its start to its first proof and end, so with everything it loads; npm's is Node.js with
// this file. Files stand in the operating system's cache. Before each proof there is a pause, so
// that none pays for what the one before leaves to threads in the background.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, homedir, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endProver, Group, prove, verifyProof } from "@census/sdk/prove";
import { identities } from "../../tests/interop/support/proofs.mjs";

const COLD_ROUNDS = 5;
const PAUSE_MS = 300;

const [depth, rounds] = [process.argv[2] ?? 20, process.argv[3] ?? 10].map(Number);
const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));
const target = process.env.CARGO_TARGET_DIR ?? path.join(homedir(), ".cache/census/target");
const program = path.join(target, "release/examples/prove_lines");

const members = identities("prove-times", 50);
const group = new Group(members.map(({ commitment }) => commitment));

/** The `round`th proof by npm. */
function theirs(round) {
	const index = round % members.length;
	return prove(members[index], group.generateMerkleProof(index), "hello", round, depth);
}

/** The line that asks the Rust prover for the same. */
function line(round) {
	const question = {
		key: members[round % members.length].export(),
		leaves: group.members.map(String),
		message: { string: "hello" },
		scope: { bigint: String(round) },
		depth,
	};
	return `${JSON.stringify(question)}\n`;
}

if (process.env.CENSUS_PROVE_ONCE) {
	console.log(JSON.stringify(await theirs(0)));
	await endProver();
	process.exit();
}

function answer(text) {
	const { error, proof, milliseconds } = JSON.parse(text);
	if (error) throw new Error(error);
	return { proof, milliseconds };
}

async function timed(work) {
	const start = performance.now();
	const done = await work();
	return [performance.now() - start, done];
}

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
const show = (milliseconds) => `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;

const cache = mkdtempSync(path.join(tmpdir(), "census-prover-"));
const withCache = spawn(program, [artifacts, cache], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: withCache.stdout })[Symbol.asyncIterator]();
const [npm, rust] = [[], []];
for (let round = 0; round <= rounds; round++) {
	await setTimeout(PAUSE_MS);
	npm.push((await timed(() => theirs(round)))[0]);
	await setTimeout(PAUSE_MS);
	withCache.stdin.write(line(round));
	const { proof, milliseconds } = answer((await lines.next()).value);
	rust.push(milliseconds);
	if (round === 0) assert.ok(await verifyProof(proof));
}
withCache.stdin.end();
await endProver();

console.log(`depth ${depth}, ${cpus().length} cores`);
const warm = (times) => median(times.slice(1));
const total = rust.map(({ total }) => total);
console.log(`warm, the median of ${rounds} after the first`);
console.log(`  npm   ${show(warm(npm))}`);
console.log(`  Rust  ${show(warm(total))}, ${(warm(npm) / warm(total)).toFixed(1)} times as fast`);
const share = (name) => show(warm(rust.map((times) => times[name])));
console.log(
	`        of it: witness ${share("witness")}; transforms ${share("transforms")} and ` +
		`multiplications ${share("multiplications")}, summed over cores`,
);

/** Of each way, the median of a few processes' times, by turns. */
const cold = {
	npm: () =>
		spawnSync(process.execPath, [fileURLToPath(import.meta.url), depth], {
			env: { ...process.env, CENSUS_PROVE_ONCE: "1" },
		}),
	"Rust, no cache": () => spawnSync(program, [artifacts], { input: line(0) }),
	"Rust, empty cache": () => {
		rmSync(cache, { recursive: true, force: true });
		return spawnSync(program, [artifacts, cache], { input: line(0) });
	},
	"Rust, full cache": () => spawnSync(program, [artifacts, cache], { input: line(0) }),
};
const times = Object.fromEntries(Object.keys(cold).map((name) => [name, []]));
for (let round = 0; round < COLD_ROUNDS; round++) {
	for (const [name, run] of Object.entries(cold)) {
		await setTimeout(PAUSE_MS);
		const [time, { status }] = await timed(run);
		assert.equal(status, 0, name);
		times[name].push(time);
	}
}
rmSync(cache, { recursive: true });
console.log(`cold, the median of ${COLD_ROUNDS} processes`);
for (const [name, all] of Object.entries(times)) {
	const ratio = median(times.npm) / median(all);
	const compared = name === "npm" ? "" : `, ${ratio.toFixed(1)} times as fast`;
	console.log(`  ${name.padEnd(18)} ${show(median(all))}${compared}`);
}
