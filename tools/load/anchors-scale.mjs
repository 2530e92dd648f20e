// How fast a development chain anchors, what it keeps for each anchor before and after eviction, and
// how long a receipt takes to be made and verified. Not part of the tests. Prints a report and, last,
// the same as JSON.
//
//     node anchors-scale.mjs [anchors = 4000]

import { xxhashAsHex } from "@polkadot/util-crypto";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as anchors from "@census/sdk/anchors";
import { proves, verifyReceipt } from "@census/sdk/receipt";
import { alice, startChain } from "../../tests/interop/support/chain.mjs";
import { temporaryDirectory } from "../../tests/interop/support/node.mjs";

const RECEIPTS = 200;
const EVICTIONS = 64;
const SLOT_SECONDS = 6;
/** A block counts as full if it has so much of what the fullest one has. */
const FULL = 0.9;

const total = Number(process.argv[2] ?? 4_000);
const report = { anchors: total };
const say = (line) => console.log(line);

/** The pallet's storage: bytes of keys and values. */
async function stateBytes(chain) {
	const prefix = xxhashAsHex("Anchors", 128);
	const at = await chain.finalised();
	let bytes = 0;
	for (let last = null; ; ) {
		const keys = await chain.ask("state_getKeysPaged", prefix, 1000, last, at);
		if (keys.length === 0) return bytes;
		const [{ changes }] = await chain.ask("state_queryStorageAt", keys, at);
		for (const [key, value] of changes) bytes += (key.length - 2 + value.length - 2) / 2;
		last = keys.at(-1);
	}
}

/** Milliseconds that the node took to make block `number`, from its log. */
function authoring(log, number) {
	const pattern = new RegExp(`Prepared block for proposing at ${number} \\((\\d+) ms\\)`);
	return Number(fs.readFileSync(log, "utf8").match(pattern)?.[1]);
}

/** Waits until the log has so many leaves and they are final. */
const settled = (chain, count) => anchors.finalised(chain, count - 1);

/** The middle one of some times, run one after the other, in milliseconds. */
async function median(count, what) {
	const times = [];
	for (let i = 0; i < count; i++) {
		const started = performance.now();
		await what(i);
		times.push(performance.now() - started);
	}
	return times.sort((a, b) => a - b)[Math.floor(count / 2)];
}

const chain = await startChain();
try {
	const trust = await anchors.trustOf(chain);
	const calls = Array.from({ length: total }, () =>
		anchors.anchorCall(chain, randomBytes(64), { memo: "a line about it" }),
	);
	const info = await calls[0].paymentInfo(alice);
	report.weightMilliseconds = info.weight.refTime.toNumber() / 1e9;
	// The validators of genesis are the first leaf, of the first block.
	await chain.reach(2);
	const before = await chain.ask("anchors_log");
	await settled(chain, before.count);
	const empty = await stateBytes(chain);
	// All signed first, so that the pool fills faster than blocks empty it.
	const next = await chain.api.rpc.system.accountNextIndex(alice.address);
	const signed = [];
	for (const [i, call] of calls.entries()) {
		signed.push(await call.signAsync(alice, { nonce: next.addn(i), era: 0 }));
	}
	await Promise.all(signed.map((transaction) => transaction.send()));
	await settled(chain, before.count + total);
	const { count } = await chain.ask("anchors_log");
	assert.equal(count, before.count + total);

	const byBlock = new Map();
	for (let after = before.count - 1; after !== null; ) {
		const { items, next } = await chain.ask("anchors_leaves", 1000, after);
		for (const { block } of items) byBlock.set(block, (byBlock.get(block) ?? 0) + 1);
		after = next;
	}
	report.perBlock = Math.max(...byBlock.values());
	const full = [...byBlock].filter(([, anchors]) => anchors >= FULL * report.perBlock);
	const inFull = full.reduce((sum, [, anchors]) => sum + anchors, 0);
	const took = full.reduce((sum, [block]) => sum + authoring(chain.node.log, block), 0);
	report.perSecond = inFull / full.length / SLOT_SECONDS;
	report.authoringMilliseconds = took / inFull;
	say(`anchors by block: ${[...byBlock.values()].join(", ")}`);
	say(`the fullest block: ${report.perBlock}; full blocks: ${full.length}`);
	say(`a second, in full blocks: ${report.perSecond.toFixed(0)}`);
	say(`making a block, an anchor: ${report.authoringMilliseconds.toFixed(3)} ms`);

	report.stateBytes = ((await stateBytes(chain)) - empty) / total;
	say(`state, an anchor: ${report.stateBytes.toFixed(0)} bytes`);

	// Receipts of leaves from all over the log.
	const pick = (i) => before.count + Math.floor((i * total) / RECEIPTS);
	const receipts = [];
	report.receiptMilliseconds = await median(RECEIPTS, async (i) => {
		receipts.push(await chain.ask("anchors_receipt", pick(i)));
	});
	report.receiptBytes = receipts[0].length;
	report.verifyMilliseconds = await median(RECEIPTS, (i) => verifyReceipt(receipts[i], trust));
	say(`a receipt over RPC: ${report.receiptMilliseconds.toFixed(2)} ms, median`);
	say(`its size: ${report.receiptBytes} bytes`);
	say(`verified in JavaScript: ${report.verifyMilliseconds.toFixed(2)} ms, median`);
	assert.ok(!proves(verifyReceipt(receipts[0], trust), "something else"));

	const target = process.env.CARGO_TARGET_DIR ?? path.join(os.homedir(), ".cache/census/target");
	const command = process.env.CENSUS_RECEIPT ?? path.join(target, "release/census-receipt");
	const files = temporaryDirectory();
	fs.writeFileSync(path.join(files, "trust"), JSON.stringify(trust));
	fs.writeFileSync(path.join(files, "receipt"), receipts[0]);
	const verify = ["verify", "receipt", "--trust", "trust"];
	report.commandMilliseconds = await median(20, () =>
		execFileSync(command, verify, { cwd: files }),
	);
	say(`verified by the command, its start included: ${report.commandMilliseconds.toFixed(2)} ms`);

	const evictions = [];
	for (let start = before.count; start < count; start += EVICTIONS) {
		const length = Math.min(EVICTIONS, count - start);
		const some = Array.from({ length }, (_, i) => start + i);
		evictions.push(chain.tx.anchors.evict(some));
	}
	const outcomes = await chain.sendAll(alice, evictions, { finalised: true });
	assert.ok(outcomes.every(({ error }) => error === null));
	report.stateBytesEvicted = ((await stateBytes(chain)) - empty) / total;
	say(`state, an anchor whose row was evicted: ${report.stateBytesEvicted.toFixed(0)} bytes`);
	say(JSON.stringify(report));
} finally {
	await chain.stop();
}
