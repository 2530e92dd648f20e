// The Rust prover against Semaphore's npm packages: identities, groups, messages and scopes at
// random, proven and verified by both.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { endProver, Group, Identity, prove, verifyProof } from "@census/sdk/prove";

const ROUNDS = 200;
/** One proof in so many is made by npm too, which takes a second or so each. */
const NPM_EVERY = 10;

const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));
const target = process.env.CARGO_TARGET_DIR ?? path.join(homedir(), ".cache/census/target");

let cache;
let prover;
let lines;
before(() => {
	const program = path.join(target, "release/examples/prove_lines");
	cache = mkdtempSync(path.join(tmpdir(), "census-prover-"));
	prover = spawn(program, [artifacts, cache], { stdio: ["pipe", "pipe", "inherit"] });
	lines = createInterface({ input: prover.stdout })[Symbol.asyncIterator]();
});
after(async () => {
	await endProver();
	prover?.stdin.end();
	rmSync(cache, { recursive: true });
});

async function ask(question) {
	prover.stdin.write(`${JSON.stringify(question)}\n`);
	const { value, done } = await lines.next();
	assert.ok(!done, "the prover has ended");
	return JSON.parse(value);
}

const number = (bytes) => BigInt(`0x${randomBytes(bytes).toString("hex")}`);

/** A message or scope as npm takes it, and as the prover reads it. */
const inputs = [
	() => number(32),
	() => randomInt(2 ** 32),
	() => randomBytes(randomInt(1, 33)),
	() => String(number(31)),
	() => `0x${randomBytes(randomInt(1, 33)).toString("hex")}`,
	() => randomBytes(randomInt(12)).toString("hex"),
	() => randomBytes(20).toString("base64").slice(0, randomInt(26)),
	() => ["", "0", "00", "0b101", "0o17", " 7 ", "-0", "-hello", "--1", "né", "1e3"][randomInt(11)],
];
const input = () => inputs[randomInt(inputs.length)]();
function asked(value) {
	if (typeof value === "string") return { string: value };
	if (typeof value === "object") return { bytes: Buffer.from(value).toString("hex") };
	return { bigint: String(value) };
}

const keys = [
	() => randomBytes(randomInt(1, 300)),
	() => randomBytes(32),
	() => randomBytes(24).toString("base64"),
	() => "é ü 身份",
	() => undefined,
];

test(`${ROUNDS} random proofs are accepted both ways`, async () => {
	for (let round = 0; round < ROUNDS; round++) {
		const identity = new Identity(keys[round % keys.length]());
		const leaves = Array.from({ length: randomInt(40) }, () => number(31));
		leaves.splice(randomInt(leaves.length + 1), 0, identity.commitment);
		const merkleProof = new Group(leaves).generateMerkleProof(leaves.indexOf(identity.commitment));
		const depth = Math.max(merkleProof.siblings.length, 1) + randomInt(3);
		const [message, scope] = [input(), input()];

		const question = {
			key: identity.export(),
			leaves: leaves.map(String),
			message: asked(message),
			scope: asked(scope),
			depth,
		};
		const { error, commitment, proof } = await ask(question);
		const name = `round ${round}: ${JSON.stringify([question.message, question.scope])}`;
		assert.equal(error, undefined, name);
		assert.equal(commitment, String(identity.commitment), name);
		assert.ok(await verifyProof(proof), name);

		if (round % NPM_EVERY === 0) {
			const theirs = await prove(identity, merkleProof, message, scope, depth);
			assert.deepEqual({ ...proof, points: null }, { ...theirs, points: null }, name);
			assert.deepEqual(await ask({ verify: theirs }), { accepted: true }, name);
			const changed = { ...theirs, message: String(BigInt(theirs.message) ^ 1n) };
			assert.deepEqual(await ask({ verify: changed }), { accepted: false }, name);
		}
	}
});

test("what cannot be proven is an error that says why", async () => {
	const identity = new Identity("member");
	const sound = {
		key: identity.export(),
		leaves: [String(identity.commitment), "7"],
		message: { string: "hello" },
		scope: { string: "scope" },
		depth: 1,
	};
	const refused = async (change, reason) => {
		const { error } = await ask({ ...sound, ...change });
		assert.match(String(error), reason);
	};
	await refused({ leaves: ["7"] }, /not a member/);
	await refused({ leaves: [...sound.leaves, "8"] }, /2 siblings, and the circuit takes 1/);
	await refused({ scope: { string: "a text of more than 31 bytes is no scope" } }, /31 bytes at most/);
	await refused({ message: { string: "-5" } }, /negative/);
	await refused({ message: { bytes: "01".repeat(33) } }, /256 bits/);
	await refused({ depth: 33 }, /from 1 to 32/);
	assert.equal((await ask(sound)).error, undefined);
});
