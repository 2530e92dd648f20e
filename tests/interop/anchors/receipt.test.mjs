// The rules by which a set of validators finalised a block, and what a receipt rests on: the same
// cases as those of `pallets/anchors/receipt/tests`. It needs no chain.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519";
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { blake2AsU8a } from "@polkadot/util-crypto";
import { logTree } from "@census/sdk/log";
import { compareReceipts, Refusal, verifyReceipt as verifyAt } from "@census/sdk/receipt";

const GENESIS = new Uint8Array(32).fill(42);
/** When receipts are verified, where nothing else is said. */
const NOW = 1_790_000_000_000;
const DAY = 86_400_000;
const verifyReceipt = (text, trust, now = NOW) => verifyAt(text, trust, now);
const integer = (number, bits) => bnToU8a(number, { bitLength: bits, isLe: true });
const secret = (voter) => new Uint8Array(32).fill(voter);
const key = (voter) => ed25519.getPublicKey(secret(voter));
const list = (items) => u8aConcat(compactToU8a(items.length), ...items);
const item = (kind, engine, data) =>
	u8aConcat([kind], new TextEncoder().encode(engine), list([...data].map((byte) => [byte])));

/** A header with these items. */
function header(number, parent, items) {
	const roots = new Uint8Array(64);
	const bytes = u8aConcat(parent, compactToU8a(number), roots, list(items));
	return { bytes, number, hash: blake2AsU8a(bytes) };
}

const place = ({ hash, number }) => u8aConcat(hash, integer(number, 32));

function vote(voter, block, set, round = 7) {
	const message = u8aConcat([1], place(block), integer(round, 64), integer(set, 64));
	return u8aConcat(place(block), ed25519.sign(message, secret(voter)), key(voter));
}

const finalised = (block, votes, ancestry = []) => ({
	header: u8aToHex(block.bytes),
	justification: u8aToHex(
		u8aConcat(integer(7, 64), place(block), list(votes), list(ancestry.map(({ bytes }) => bytes))),
	),
});

// A log of one leaf: a hash that account 1 anchored in block 5.
const leaf = u8aConcat(
	integer(0, 64),
	integer(5, 32),
	integer(1_700_000_000_000, 64),
	[0],
	new Uint8Array(32).fill(1),
	[0, 0, 1],
	new Uint8Array(32).fill(7),
	[0],
	new Uint8Array(32),
);
const tree = logTree(GENESIS);
const root = tree.root(1n, [tree.leaf(leaf)]);
const checkpoint = u8aConcat([1], integer(1, 64), root);
const before = header(299, new Uint8Array(32), []);
const target = header(300, before.hash, [item(4, "CNSA", checkpoint)]);
const next = header(301, target.hash, []);
const fork = header(300, before.hash, []);

const receipt = (block, firstSet = 0, handovers = []) =>
	JSON.stringify({
		format: "census-receipt",
		version: 1,
		genesis: u8aToHex(GENESIS),
		leaf: u8aToHex(leaf),
		details: null,
		item: null,
		count: 1,
		path: [],
		firstSet,
		handovers,
		checkpoint: block,
	});

/** A set, known to be in force as of these blocks, each with a time; by default of none. */
const set = (id, voters, ...asOf) => ({
	id,
	authorities: voters.map((voter) => ({ key: u8aToHex(key(voter)), weight: 1 })),
	...(asOf.length > 0 && { asOf: asOf.map(([block, time]) => ({ block, time })) }),
});
const trusting = (...sets) => ({
	format: "census-trust",
	version: 1,
	genesis: u8aToHex(GENESIS),
	sets,
});

const FOUR = [1, 2, 3, 4];
const on = (voter, block, round) => vote(voter, block, 0, round);
const verdict = (votes, ancestry, block = target) =>
	verifyReceipt(receipt(finalised(block, votes, ancestry)), trusting(set(0, FOUR)));

test("who votes twice counts once, for every block", () => {
	const both = [on(1, target), on(2, target)];
	const twice = [on(3, before), on(3, fork)];
	verdict([...both, on(3, target)]);
	verdict([...both, ...twice]);
	verdict([...both, on(3, before), on(3, target)]);
	verdict([...both, on(3, before), on(3, next)], [next]);
	verdict([...both, on(3, next)], [next]);
	const refused = (why, ...votes) =>
		assert.throws(() => verdict(votes), (error) => error instanceof Refusal && why.test(error));
	refused(/two thirds/, on(1, target), ...twice);
	refused(/two thirds/, ...both);
	refused(/two thirds/, ...both, on(9, target), on(10, target));
	refused(/not a descendant/, ...both, on(3, before));
	refused(/there twice/, ...both, on(3, before), on(3, before));
	refused(/there twice/, ...both, on(3, target), on(3, target));
	refused(/more than two/, ...both, ...twice, on(3, target));
	refused(/does not hold/, ...both, on(3, before), on(3, fork, 8));
	refused(/does not hold/, ...both, on(3, target), on(9, target, 8));
	refused(/nobody of the set/, on(9, target), on(10, target));
	assert.throws(() => verdict([...both, on(3, target)], [next]), /not needed/);
	assert.throws(() => verdict([...both, ...twice], [before]), /not needed/);
	assert.throws(() => verdict([...both, on(3, next)], [next, next]), /there twice/);
});

test("an equivocator's votes matter to the last byte", () => {
	const votes = [on(1, target), on(2, target), on(3, before), on(3, next), on(9, target)];
	const block = finalised(target, votes, [next]);
	const trust = trusting(set(0, FOUR));
	verifyReceipt(receipt(block), trust);
	const digits = [...block.justification];
	for (let at = 2; at < digits.length; at++) {
		const other = (Number.parseInt(digits[at], 16) ^ 1).toString(16);
		const changed = { ...block, justification: digits.with(at, other).join("") };
		assert.throws(() => verifyReceipt(receipt(changed), trust), Refusal, `digit ${at}`);
	}
});

test("only the runtime's own word is a checkpoint", () => {
	const votes = (block) => [1, 2, 3].map((voter) => on(voter, block));
	const own = item(4, "CNSA", checkpoint);
	for (const kind of [5, 6]) {
		const added = header(300, before.hash, [item(kind, "CNSA", checkpoint), own]);
		verdict(votes(added), [], added);
		const alone = header(300, before.hash, [item(kind, "CNSA", checkpoint)]);
		assert.throws(() => verdict(votes(alone), [], alone), /exactly one checkpoint/);
	}
	const two = header(300, before.hash, [own, own]);
	assert.throws(() => verdict(votes(two), [], two), /exactly one checkpoint/);
	const many = Array.from({ length: 300 }, () => item(6, "more", []));
	const long = header(300, before.hash, [...many, own]);
	verdict(votes(long), [], long);
});

test("a receipt rests on the newest trusted set alone", () => {
	const change = u8aConcat(
		[1],
		list([5, 6, 7].map((voter) => u8aConcat(key(voter), integer(1, 64)))),
		integer(0, 32),
	);
	const last = header(100, new Uint8Array(32), [item(4, "FRNK", change)]);
	const handover = finalised(last, [1, 2, 3].map((voter) => on(voter, last)));
	const by = (voters, id) => finalised(target, voters.map((voter) => vote(voter, target, id)));
	const whole = receipt(by([5, 6, 7], 1), 0, [handover]);
	const basis = (text, ...sets) => {
		const { basis, consistentWith } = verifyReceipt(text, trusting(...sets));
		return [basis, consistentWith];
	};
	const at = [110, NOW - DAY];
	const [zero, one, two] = [set(0, FOUR), set(1, [5, 6, 7], at), set(2, [8], [400, NOW - DAY])];
	assert.deepEqual(basis(whole, zero), [null, 0]);
	assert.deepEqual(basis(whole, zero, one), [1, 1]);
	assert.deepEqual(basis(whole, zero, set(1, [7, 5, 6], at)), [1, 1]);
	assert.deepEqual(basis(whole, zero, set(1, [5, 6, 7])), [null, 1], "a pin without a date");
	assert.deepEqual(basis(whole, zero, one, two), [null, 1]);
	assert.deepEqual(basis(receipt(by([5, 6, 7], 1), 1), one, two), [null, 1]);
	assert.deepEqual(basis(receipt(by(FOUR, 0)), zero, set(1, [5, 6, 7])), [null, 0]);
	assert.throws(() => basis(whole, zero, set(1, [5, 6, 8])), /another set/);
	// Where validators never change, the set of genesis is the newest.
	assert.deepEqual(basis(receipt(by(FOUR, 0)), set(0, FOUR, at)), [0, 0]);

	// A set is relied on for a while, and was in force where it says.
	const after = (days, trust) => {
		const { basis, outdated, asOf } = verifyReceipt(whole, trust, NOW + days * DAY);
		return [basis, outdated, asOf.block];
	};
	assert.deepEqual(after(27, trusting(zero, one)), [1, false, 110]);
	assert.deepEqual(after(28, trusting(zero, one)), [null, true, 110]);
	assert.deepEqual(after(2, { ...trusting(zero, one), horizonDays: 2 }), [null, true, 110]);
	assert.throws(() => after(-2, trusting(zero, one)), /clock is wrong/);
	for (const [id, block, holds] of [[0, 100, true], [0, 101, false], [1, 99, false], [1, 100, true]]) {
		const sets = [set(0, FOUR), set(1, [5, 6, 7])];
		sets[id].asOf = [{ block, time: NOW }];
		const verify = () => verifyReceipt(whole, trusting(...sets));
		if (holds) verify();
		else assert.throws(verify, /not in force/);
	}
	assert.throws(() => basis(whole, set(0, FOUR, [-1, NOW])), /no number/);
});

test("a time is bounded by what the reader knew, and by no block", () => {
	const votes = [1, 2, 3].map((voter) => on(voter, target));
	const text = receipt(finalised(target, votes));
	const by = (...asOf) => verifyReceipt(text, trusting(set(0, FOUR, ...asOf))).by;
	assert.equal(by(), null);
	// The leaf is of block 5.
	assert.equal(by([4, NOW - DAY]), null);
	assert.deepEqual(by([5, NOW - DAY]), { set: 0, block: 5, time: NOW - DAY });
	const notes = [[4, NOW - 90 * DAY], [400, NOW - DAY], [9, NOW - 80 * DAY], [10, NOW - 70 * DAY]];
	assert.deepEqual(by(...notes), { set: 0, block: 9, time: NOW - 80 * DAY });
	assert.equal(by([400, NOW - 29 * DAY]), null, "what is outdated bounds nothing");
});

test("two receipts in conflict name who signed both", () => {
	const own = item(4, "CNSA", checkpoint);
	const trust = trusting(set(0, FOUR));
	const of = (block, voters, round = 7) => {
		const { justification, header } = finalised(block, voters.map((voter) => on(voter, block, round)));
		const at = u8aToHex(integer(round, 64));
		return receipt({ header, justification: at + justification.slice(2 + 16) });
	};
	const one = of(target, [1, 2, 3]);
	const beside = header(300, fork.hash, [own]);
	const keys = (...voters) => voters.map((voter) => u8aToHex(key(voter))).sort();
	const compare = (other) => compareReceipts(one, other, trust, NOW);

	const same = compare(of(beside, [2, 3, 4]));
	assert.deepEqual([same.set, same.contradiction, same.rounds], [0, "sameNumber", [7n, 7n]]);
	assert.deepEqual([same.equivocators, same.suspects], [keys(2, 3), []]);
	const later = compare(of(beside, [2, 3, 4], 9));
	assert.deepEqual([later.equivocators, later.suspects], [[], keys(2, 3)]);

	const listed = list([5, 6, 7].map((voter) => u8aConcat(key(voter), integer(1, 64))));
	const change = item(4, "FRNK", u8aConcat([1], listed, integer(0, 32)));
	const end = of(header(200, fork.hash, [change, own]), FOUR);
	assert.equal(compare(end).contradiction, "behindTheEnd");
	const otherEnd = of(header(250, fork.hash, [change, own]), FOUR);
	assert.equal(compareReceipts(end, otherEnd, trust, NOW).contradiction, "twoEnds");
	assert.throws(() => compare(one), /not in conflict/);
	assert.throws(() => compare(of(header(310, fork.hash, [own]), FOUR)), /not in conflict/);
	assert.throws(() => compare(of(beside, [2, 3])), /two thirds/);
});

test("this verifier says what the one in Rust says", () => {
	const file = new URL("../../vectors/receipts.json", import.meta.url);
	const { receipts, verified, compared } = JSON.parse(fs.readFileSync(file, "utf8"));
	const outcome = (attempt) => {
		try {
			return attempt();
		} catch (error) {
			if (error instanceof Refusal) return null;
			throw error;
		}
	};
	for (const { name, receipt, trust, now, verdict } of verified) {
		const found = outcome(() => verifyAt(receipts[receipt], trust, now));
		const told = found && {
			leaf: Number(found.leaf.index),
			checkpoint: found.checkpoint.block,
			finalisedBy: found.finalisedBy,
			basis: found.basis === null ? null : found.asOf,
			consistentWith: found.basis === null ? found.consistentWith : null,
			outdated: found.outdated ? found.asOf : null,
			by: found.by,
		};
		assert.deepEqual(told, verdict, name);
	}
	for (const { receipts: names, trust, now, conflict } of compared) {
		const texts = names.map((name) => receipts[name]);
		const found = outcome(() => compareReceipts(...texts, trust, now));
		const told = found && {
			...found,
			rounds: found.rounds.map(Number),
			blocks: found.blocks.map(({ block }) => block),
		};
		assert.deepEqual(told, conflict, names.join());
	}
});
