// A large group on a development chain: time and state for each member, and how long the node
// takes for a Merkle proof. Not part of the tests. Prints a report and, last, the same as JSON.
//
//     node scale.mjs [members = 100000] [members a batch = 1000]

import { LeanIMT } from "@zk-kit/lean-imt";
import { xxhashAsHex } from "@polkadot/util-crypto";
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { poseidon2 } from "poseidon-lite/poseidon2";
import { word } from "@census/sdk/chain";
import { alice, openGroup, startChain } from "../../tests/interop/support/chain.mjs";
import { merkleProofJson } from "../../tests/interop/support/proofs.mjs";

const STALL_MS = 60_000;
const MERKLE_PROOFS = 1_000;
const MEDIAN_LIMIT_MS = 5;

const total = Number(process.argv[2] ?? 100_000);
const batch = Number(process.argv[3] ?? 1_000);
const report = { members: total, batch };
const say = (line) => console.log(line);

/** Size of a directory in bytes. */
function sizeOf(directory) {
	return fs
		.readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, { parentPath, path: parent, name }) => {
			return sum + fs.statSync(path.join(parentPath ?? parent, name)).size;
		}, 0);
}

/** The pallet's storage: entries, and bytes of keys and of values, by the item's name. */
async function stateSize(chain) {
	const names = ["Groups", "Pages", "Members", "Nullifiers", "SupersededRoots", "RootHistory"];
	const sizes = {};
	const at = await chain.finalised();
	for (const name of names) {
		const prefix = xxhashAsHex("Groups", 128) + xxhashAsHex(name, 128).slice(2);
		const size = { entries: 0, keyBytes: 0, valueBytes: 0 };
		for (let last = null; ; ) {
			const keys = await chain.ask("state_getKeysPaged", prefix, 1000, last, at);
			if (keys.length === 0) break;
			const [{ changes }] = await chain.ask("state_queryStorageAt", keys, at);
			for (const [key, value] of changes) {
				size.entries += 1;
				size.keyBytes += (key.length - 2) / 2;
				size.valueBytes += (value.length - 2) / 2;
			}
			last = keys.at(-1);
		}
		sizes[name] = size;
	}
	return sizes;
}

/** Milliseconds that the node took to make its blocks, from its log. */
function authoringMilliseconds(log) {
	const pattern = /Prepared block for proposing at \d+ \((\d+) ms\)/g;
	const printed = fs.readFileSync(log, "utf8");
	return [...printed.matchAll(pattern)].reduce((sum, [, time]) => sum + Number(time), 0);
}

// The same tree in JavaScript first, so that nothing runs beside the measurements.
const members = Array.from({ length: total }, (_, i) => poseidon2([i, 1]));
let started = performance.now();
const tree = new LeanIMT((a, b) => poseidon2([a, b]), members);
report.npmTreeSeconds = (performance.now() - started) / 1000;
say(`npm's tree of ${total}: ${report.npmTreeSeconds.toFixed(1)} s`);

const chain = await startChain();
try {
	const group = await openGroup(chain);
	const emptyBytes = sizeOf(chain.node.directory);
	const authoringBefore = authoringMilliseconds(chain.node.log);
	const calls = [];
	for (let i = 0; i < total; i += batch) {
		calls.push(chain.tx.groups.addMembers(group, members.slice(i, i + batch).map(word)));
	}
	const info = await calls[0].paymentInfo(alice);
	report.batchWeightMilliseconds = info.weight.refTime.toNumber() / 1e9;

	started = performance.now();
	const height = await chain.height();
	await chain.submitAll(alice, calls);
	// `null` until the block with the new group is finalised.
	let details = null;
	for (let lastGrowth = performance.now(); details?.size !== total; ) {
		await setTimeout(500);
		const size = details?.size ?? 0;
		details = await chain.ask("groups_group", group, await chain.finalised());
		if (details?.size > size) lastGrowth = performance.now();
		if (performance.now() - lastGrowth > STALL_MS) throw new Error(`stuck at ${size} members`);
	}
	report.buildSeconds = (performance.now() - started) / 1000;
	report.blocks = (await chain.height()) - height;
	report.authoringMilliseconds = authoringMilliseconds(chain.node.log) - authoringBefore;
	report.microsecondsPerMember = (report.authoringMilliseconds * 1000) / total;
	say(
		`built in ${report.buildSeconds.toFixed(1)} s, ${report.blocks} blocks; making the blocks ` +
			`took ${report.microsecondsPerMember.toFixed(1)} µs a member ` +
			`(a batch's weight: ${report.batchWeightMilliseconds.toFixed(1)} ms)`,
	);

	assert.equal(details.root, String(tree.root), "the node's root is not npm's");
	say(`root equals npm's: ${details.root}`);

	report.state = await stateSize(chain);
	const bytes = Object.values(report.state).reduce((sum, s) => sum + s.keyBytes + s.valueBytes, 0);
	report.stateBytesPerMember = bytes / total;
	report.databaseGrowthBytes = sizeOf(chain.node.directory) - emptyBytes;
	say(
		`state: ${bytes} bytes, ${report.stateBytesPerMember.toFixed(1)} a member; ` +
			`the database grew by ${(report.databaseGrowthBytes / 2 ** 20).toFixed(1)} MiB`,
	);

	const times = [];
	for (let i = 0; i < MERKLE_PROOFS; i += 1) {
		// Steps of a prime: spread over the tree, and the same each time.
		const index = (i * 7919) % total;
		const asked = performance.now();
		const merkleProof = await chain.ask("groups_merkleProof", group, index);
		times.push(performance.now() - asked);
		assert.deepEqual(merkleProof, merkleProofJson(tree.generateProof(index)));
	}
	times.sort((a, b) => a - b);
	report.merkleProofMedianMs = times[times.length / 2];
	report.merkleProofP99Ms = times[Math.floor(times.length * 0.99)];
	say(
		`Merkle proof over RPC, ${MERKLE_PROOFS} calls: median ` +
			`${report.merkleProofMedianMs.toFixed(2)} ms, p99 ${report.merkleProofP99Ms.toFixed(2)} ms`,
	);
	say(JSON.stringify(report));
	assert.ok(report.merkleProofMedianMs < MEDIAN_LIMIT_MS, "a Merkle proof takes too long");
} finally {
	await chain.stop();
}
