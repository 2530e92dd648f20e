// Verifies a receipt of an anchor, offline: no node and no network. It needs a hash (blake2b), a
// signature (ed25519) and this page; and it is told what time it is.
//
//     node receipt.mjs TRUST RECEIPT [FILE]
//     node receipt.mjs compare TRUST RECEIPT RECEIPT
//
// TRUST is what the reader trusts (`census-trust`), a file of JSON. With FILE, the receipt must be
// that file's. Of two receipts that cannot both be of one history, `compare` names who signed both.
// `docs/reference/receipts.md` describes both formats; `pallets/anchors/receipt` does the same in
// Rust.

import fs from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { ed25519 } from "@noble/curves/ed25519";
import { hexToU8a, stringToU8a, u8aConcat, u8aEq, u8aToHex } from "@polkadot/util";
import { blake2AsU8a } from "@polkadot/util-crypto";
import { ALGORITHMS, digest } from "./hashes.mjs";
import { batchTree, logTree, rootOfInclusion } from "./log.mjs";

const MAX_RECEIPT_BYTES = 32 * 1024 * 1024;
const MAX_AUTHORITIES = 10_000;
const MAX_VOTES = 2 * MAX_AUTHORITIES;
/** For how many days a set is relied on after it was last known to be in force. */
const DEFAULT_HORIZON_DAYS = 28;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** How far two clocks may be apart. */
const MAX_CLOCK_SKEW_MS = 10 * 60 * 1_000;
const CLAIMS = ["madeByHuman", "reviewedByHuman", "depictsMe"];

/** Why a receipt is refused. */
export class Refusal extends Error {}

function ensure(condition, why) {
	if (!condition) throw new Refusal(why);
}

/** Reads SCALE from the beginning of some bytes on. */
class Reader {
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	take(length) {
		ensure(this.at + length <= this.bytes.length, "something is cut short");
		this.at += length;
		return this.bytes.subarray(this.at - length, this.at);
	}

	u8() {
		return this.take(1)[0];
	}

	#integer(length) {
		return this.take(length).reduceRight((high, low) => (high << 8n) | BigInt(low), 0n);
	}

	u32() {
		return Number(this.#integer(4));
	}

	u64() {
		return this.#integer(8);
	}

	/** A compact number below 2^32, in its shortest form. */
	compact() {
		const first = this.u8();
		const mode = first & 3;
		ensure(mode < 3 || first === 3, "a number is too large");
		if (mode === 3) this.at += 1;
		this.at -= 1;
		const length = [1, 2, 4, 4][mode];
		const value = Number(this.#integer(length)) / [4, 4, 4, 1][mode];
		const least = [0, 2 ** 6, 2 ** 14, 2 ** 30][mode];
		ensure(Math.floor(value) >= least, "a number has a longer form than it needs");
		return Math.floor(value);
	}

	/** As many things as a number before them says. Each takes a byte at the least. */
	list(read) {
		const length = this.compact();
		ensure(length <= this.bytes.length - this.at, "a list is cut short");
		return Array.from({ length }, read);
	}

	option(read) {
		const present = this.u8();
		ensure(present < 2, "neither there nor missing");
		return present ? read() : null;
	}

	end() {
		ensure(this.at === this.bytes.length, "there is something behind the end");
	}
}

/** Reads with all of the bytes. */
function decode(bytes, read) {
	const reader = new Reader(bytes);
	const value = read(reader);
	reader.end();
	return value;
}

const readAuthorities = (reader) =>
	reader.list(() => ({ key: reader.take(32), weight: reader.u64() }));

/**
 * A header: its hash, number and parent, and what the runtime says to each engine. Items of its
 * digest that are of another kind are at the block author's will, whatever engine they name.
 */
function readHeader(reader) {
	const start = reader.at;
	const parent = reader.take(32);
	const number = reader.compact();
	reader.take(64);
	const items = reader.list(() => {
		const kind = reader.u8();
		if (kind === 8) return null;
		ensure([0, 4, 5, 6].includes(kind), "a header has an item of no known kind");
		const engine = kind === 0 ? null : new TextDecoder("latin1").decode(reader.take(4));
		return { kind, engine, data: reader.take(reader.compact()) };
	});
	const hash = blake2AsU8a(reader.bytes.subarray(start, reader.at));
	return { hash, number, parent, messages: items.filter((item) => item?.kind === 4) };
}

/** Checks that a set of validators is one: each there once, and with weight. */
function ensureSound(authorities) {
	const keys = new Set(authorities.map(({ key }) => u8aToHex(key)));
	const bounded = authorities.length > 0 && authorities.length <= MAX_AUTHORITIES;
	ensure(
		bounded &&
			keys.size === authorities.length &&
			authorities.every(({ weight }) => weight > 0n),
		"a set of validators is empty, too large, has one twice, or one without weight",
	);
}

/** The next set of validators and after how many blocks it takes over, if the header names one. */
function handover({ messages }) {
	let next = null;
	for (const { data } of messages.filter(({ engine }) => engine === "FRNK")) {
		ensure(data[0] !== 2, "a header forces another set of validators upon the chain");
		ensure(data[0] >= 1 && data[0] <= 5, "a header says nothing that is known to its validators");
		if (data[0] !== 1) continue;
		ensure(!next, "a header hands over twice");
		next = decode(data.subarray(1), (reader) => ({
			authorities: readAuthorities(reader),
			delay: reader.u32(),
		}));
	}
	return next;
}

/** The log's size and root, as the header has it. */
function checkpoint({ messages }) {
	const ours = messages.filter(({ engine }) => engine === "CNSA");
	ensure(ours.length === 1, "a header has not exactly one checkpoint");
	return decode(ours[0].data, (reader) => {
		ensure(reader.u8() === 1, "the checkpoint is of no known version");
		return { count: reader.u64(), root: reader.take(32) };
	});
}

const readJustification = (text) =>
	decode(hexToU8a(text), (reader) => ({
		round: reader.take(8),
		target: reader.take(36),
		votes: reader.list(() => ({
			target: reader.take(36),
			signature: reader.take(64),
			voter: u8aToHex(reader.take(32)),
		})),
		ancestry: reader.list(() => readHeader(reader)),
	}));

/** Checks that the set finalised the block, and returns its header. */
function finalised(block, set) {
	const header = decode(hexToU8a(block.header), readHeader);
	const { round, target, votes, ancestry } = readJustification(block.justification);
	const place = ({ hash, number }) => u8aToHex(u8aConcat(hash, littleEndian(number, 4)));
	ensure(u8aToHex(target) === place(header), "a justification is for another block");

	ensure(votes.length <= MAX_VOTES, "there are more votes than there can be");

	// Which blocks are shown to descend from this one, and by which headers.
	const known = new Map(ancestry.map((one) => [place(one), one]));
	ensure(known.size === ancestry.length, "a header is there twice");
	const followed = new Map();
	const leads = (from) => {
		const way = [];
		let at = from;
		while (at !== u8aToHex(target) && known.has(at) && !followed.has(at)) {
			way.push(at);
			const { parent, number } = known.get(at);
			// Below the first block there is none.
			at = number > 0 ? place({ hash: parent, number: number - 1 }) : null;
		}
		const led = at === u8aToHex(target) || followed.get(at) === true;
		for (const one of way) followed.set(one, led);
		return led;
	};

	// Each voter has one vote, for such a block, or is an equivocator with two different ones, who
	// counts for every block.
	const byVoter = new Map();
	for (const { target, signature, voter } of votes) {
		const vote = { block: u8aToHex(target), whole: u8aToHex(u8aConcat(target, signature)) };
		byVoter.set(voter, [...(byVoter.get(voter) ?? []), vote]);
	}
	for (const [one, other, ...more] of byVoter.values()) {
		const shown = [one, other].filter((vote) => vote && leads(vote.block)).length > 0;
		ensure(shown || other, "a vote is for a block that is not a descendant");
		const twice = more.length > 0 || one.whole === other?.whole;
		ensure(!twice, "a vote is there twice, or a voter has more than two");
	}
	const needed = [...followed.values()].filter((led) => led).length;
	ensure(needed === ancestry.length, "there are headers that are not needed");

	// Strangers count for nothing, but their signatures hold as well.
	const weights = new Map(set.authorities.map(({ key, weight }) => [u8aToHex(key), weight]));
	const voters = [...byVoter.keys()].filter((voter) => weights.has(voter));
	ensure(voters.length > 0 || votes.length === 0, "the votes are by nobody of the set");
	for (const { target, signature, voter } of votes) {
		const message = u8aConcat([1], target, round, littleEndian(set.id, 8));
		let holds = false;
		try {
			holds = ed25519.verify(signature, message, hexToU8a(voter));
		} catch {
			// It is no signature at all.
		}
		ensure(holds, "the signature of a vote does not hold");
	}
	const sum = (weights) => weights.reduce((all, one) => all + one, 0n);
	const voted = sum(voters.map((voter) => weights.get(voter)));
	ensure(3n * voted > 2n * sum([...weights.values()]), "two thirds of the set or fewer voted");
	return header;
}

function littleEndian(number, length) {
	return Uint8Array.from({ length }, (_, i) => Number((BigInt(number) >> BigInt(8 * i)) & 255n));
}

const readMoment = (reader) => ({ block: reader.u32(), time: Number(reader.u64()) });

function readAlgorithm(reader) {
	const algorithm = ALGORITHMS[reader.u8()];
	ensure(algorithm, "the leaf names no known function");
	return algorithm;
}

const SUBJECTS = [
	(reader) => {
		const kind = reader.u8();
		ensure(kind < 2, "the leaf anchors nothing that is known");
		const algorithm = readAlgorithm(reader);
		const hash = u8aToHex(reader.take(32));
		if (kind === 0) return { hash: { algorithm, hash } };
		return { batch: { algorithm, root: hash, items: reader.u64() } };
	},
	(reader) => ({ dispute: reader.u64() }),
	(reader) => ({ retraction: reader.u64() }),
	(reader) => {
		const [anchor, claim] = [reader.u64(), CLAIMS[reader.u8()]];
		ensure(claim, "the leaf claims nothing that is known");
		return { claim: { anchor, claim, window: reader.u32() } };
	},
	(reader) => ({ authoritySet: reader.u64() }),
];

function readLeaf(reader) {
	const index = reader.u64();
	const moment = readMoment(reader);
	const author = reader.u8();
	ensure(author < 3, "the leaf has no known author");
	const by = author === 2 ? "chain" : { [["account", "person"][author]]: u8aToHex(reader.take(32)) };
	const subject = SUBJECTS[reader.u8()];
	ensure(subject, "the leaf is about nothing that is known");
	return {
		index,
		...moment,
		author: by,
		subject: subject(reader),
		committed: reader.option(() => readMoment(reader)),
		details: reader.take(32),
	};
}

/** The members of a receipt, in their order. */
const MEMBERS = {
	receipt: [
		"format",
		"version",
		"genesis",
		"leaf",
		"details",
		"item",
		"count",
		"path",
		"firstSet",
		"handovers",
		"checkpoint",
	],
	item: ["hash", "index", "path"],
	block: ["header", "justification"],
};

/** Reads a receipt in the one form that it can have. */
function read(text) {
	ensure(text.length <= MAX_RECEIPT_BYTES, "the text is longer than a receipt can be");
	let receipt;
	try {
		receipt = JSON.parse(text);
	} catch {
		throw new Refusal("the text is no JSON");
	}
	const object = (value, members) =>
		ensure(
			value && typeof value === "object" && Object.keys(value).join() === members.join(),
			"the text is no receipt",
		);
	const hex = (value, length) =>
		ensure(
			typeof value === "string" &&
				/^0x([0-9a-f]{2})*$/.test(value) &&
				(!length || value.length === 2 + 2 * length),
			"the text has no bytes where it should",
		);
	const number = (value) =>
		ensure(Number.isSafeInteger(value) && value >= 0, "the text has no number where it should");
	const path = (value) => {
		ensure(Array.isArray(value), "the text has no path where it should");
		for (const hash of value) hex(hash, 32);
	};
	const block = (value) => {
		object(value, MEMBERS.block);
		hex(value.header);
		hex(value.justification);
	};
	object(receipt, MEMBERS.receipt);
	ensure(
		receipt.format === "census-receipt" && receipt.version === 1,
		"the text is of no known version",
	);
	hex(receipt.genesis, 32);
	hex(receipt.leaf);
	if (receipt.details !== null) hex(receipt.details);
	if (receipt.item !== null) {
		object(receipt.item, MEMBERS.item);
		hex(receipt.item.hash, 32);
		number(receipt.item.index);
		path(receipt.item.path);
	}
	number(receipt.count);
	path(receipt.path);
	number(receipt.firstSet);
	ensure(Array.isArray(receipt.handovers), "the text has no handovers");
	receipt.handovers.forEach(block);
	block(receipt.checkpoint);
	ensure(JSON.stringify(receipt) === text, "the text is not in the one form it can have");
	return receipt;
}

/** Checks that a member of a trust is a number of this many bits at the most. */
const ensureNumber = (value, most) =>
	ensure(
		Number.isSafeInteger(value) && value >= 0 && value <= most,
		"the trust has no number where it should",
	);

/**
 * What is trusted, read: the genesis hash, sets of validators by their number, and when they were
 * known to be in force.
 */
function readTrust(trust, now) {
	const { format, version, genesis, horizonDays = DEFAULT_HORIZON_DAYS, sets } = trust;
	ensure(format === "census-trust" && version === 1, "this is no trust of a known version");
	ensureNumber(horizonDays, 2 ** 32 - 1);
	const noted = [];
	const read = sets.map(({ id, authorities, asOf = [] }) => {
		const list = authorities.map(({ key, weight }) => ({
			key: hexToU8a(key),
			weight: BigInt(weight),
		}));
		ensureSound(list);
		for (const { block, time } of asOf) {
			ensureNumber(block, 2 ** 32 - 1);
			ensureNumber(time, Number.MAX_SAFE_INTEGER);
			ensure(
				time <= now + MAX_CLOCK_SKEW_MS,
				"a trusted set was noted to be in force later than it is now: a clock is wrong",
			);
			noted.push({ set: id, block, time });
		}
		return [id, list];
	});
	const byNumber = new Map(read);
	ensure(byNumber.size === read.length, "a set of the trust is there twice");
	return { genesis, sets: byNumber, noted, horizonDays };
}

/** Of notes, that of the earliest or the latest time. */
const earliest = (noted) => noted.toSorted((one, other) => one.time - other.time).at(0);
const latest = (noted) => noted.toSorted((one, other) => one.time - other.time).at(-1);

/** Checks that a set can have finalised a block, by when the sets were known to be in force. */
function ensureInForce(noted, set, block, last) {
	const possible = noted.every((note) => {
		if (set < note.set) return block <= note.block;
		if (set > note.set) return block > note.block;
		return !last || block >= note.block;
	});
	ensure(possible, "a block is finalised by a set that was not in force there");
}

/** Whether two sets are the same, in whatever order. */
function same(one, other) {
	const text = (set) => set.map(({ key, weight }) => `${u8aToHex(key)}:${weight}`).sort();
	return text(one).join() === text(other).join();
}

/**
 * The blocks of a receipt with the set that finalised each, the checkpoint last:
 * `{ set, header, justification, last }`; and the latest trusted set on the way.
 */
function walk(receipt, { sets, noted }) {
	ensure(sets.has(receipt.firstSet), "the handovers begin at a set that is not trusted here");
	let set = { id: receipt.firstSet, authorities: sets.get(receipt.firstSet) };
	let consistentWith = set.id;
	let number = -1;
	const blocks = [];
	const next = (block) => {
		const header = finalised(block, set);
		ensure(header.number > number, "the headers are not in the order of their numbers");
		number = header.number;
		// The checkpoint may hand over to the next set as well, but not force one.
		const named = handover(header);
		const last = named?.delay === 0;
		ensureInForce(noted, set.id, number, last);
		blocks.push({ set, header, justification: block.justification, last });
		return last ? named.authorities : null;
	};
	for (const block of receipt.handovers) {
		const authorities = next(block);
		ensure(authorities, "a header does not hand over to the next set at once");
		ensureSound(authorities);
		set = { id: set.id + 1, authorities };
		if (sets.has(set.id)) {
			ensure(same(authorities, sets.get(set.id)), "the handovers lead to another set");
			consistentWith = set.id;
		}
	}
	next(receipt.checkpoint);
	return { blocks, consistentWith };
}

/**
 * Verifies a receipt's text against a trust (`{ format, version, genesis, horizonDays, sets }`) at
 * the time `now`, in milliseconds since 1970. Throws a `Refusal`, or resolves to what is proven:
 * `{ leaf, digest, checkpoint, finalisedBy, basis, consistentWith, asOf, outdated, by }`.
 *
 * `digest` is the hash that existed by the leaf's time, `null` where the leaf is no anchor; it is
 * that of a file if `ofFile`. `basis` is the number of the newest trusted set, where it finalised
 * the checkpoint or the handovers lead on from it to the set that did, and it was last known to be
 * in force, `asOf`, no longer ago than `horizonDays`. Else `basis` is `null`, and the receipt rests
 * on nothing: it is merely consistent with the set `consistentWith`, whose retired keys can sign
 * another history at no cost. `outdated` says that but for its age the newest set would carry it.
 *
 * The leaf's `time` is its block's author's claim. `by` is the time by which it was there at the
 * latest by what the reader knew, `{ set, block, time }`; `null` where that bounds nothing, and
 * `now` alone does.
 */
export function verifyReceipt(text, trust, now = Date.now()) {
	const receipt = read(text);
	const trusted = readTrust(trust, now);
	const { genesis, sets, noted, horizonDays } = trusted;
	ensure(receipt.genesis === genesis, "the receipt is of a chain with another genesis");

	// From a trusted set to the one that finalised the checkpoint.
	const { blocks, consistentWith } = walk(receipt, trusted);
	const { set, header } = blocks.at(-1);
	const newest = Math.max(...sets.keys());
	const vouches = receipt.firstSet <= newest && newest <= set.id;
	const asOf = (vouches && latest(noted.filter((note) => note.set === newest))) || null;
	const outdated = asOf !== null && now - asOf.time > horizonDays * DAY_MS;

	// The leaf is in the log whose root the header carries.
	const { count, root } = checkpoint(header);
	ensure(count === BigInt(receipt.count), "the checkpoint is of another size of the log");
	const bytes = hexToU8a(receipt.leaf);
	const leaf = decode(bytes, readLeaf);
	const tree = logTree(hexToU8a(genesis));
	const path = receipt.path.map((hash) => hexToU8a(hash));
	const proven = rootOfInclusion(tree, tree.leaf(bytes), leaf.index, count, path);
	ensure(proven && u8aEq(proven, root), "the leaf is not in the log of the checkpoint");
	ensure(leaf.block <= header.number, "the leaf is of a later block than the header");
	if (receipt.details !== null) {
		const details = u8aConcat(stringToU8a("census-log/details1"), hexToU8a(receipt.details));
		ensure(u8aEq(blake2AsU8a(details), leaf.details), "the details are not the leaf's");
	}

	const { block: known } = leaf.committed ?? leaf;
	const by = asOf && !outdated ? earliest(noted.filter(({ block }) => block >= known)) : null;

	const { hash, batch } = leaf.subject;
	let digest = hash ?? (batch && { algorithm: batch.algorithm, hash: batch.root }) ?? null;
	if (receipt.item) {
		ensure(batch, "the leaf is no batch");
		const item = hexToU8a(receipt.item.hash);
		const path = receipt.item.path.map((hash) => hexToU8a(hash));
		const leaf = batchTree.leaf(item);
		const proven = rootOfInclusion(
			batchTree,
			leaf,
			BigInt(receipt.item.index),
			batch.items,
			path,
		);
		ensure(proven && u8aToHex(proven) === batch.root, "the item is not in the leaf's batch");
		digest = { algorithm: batch.algorithm, hash: receipt.item.hash };
	}
	return {
		leaf,
		digest,
		ofFile: Boolean(hash ?? receipt.item),
		checkpoint: { block: header.number, hash: u8aToHex(header.hash) },
		finalisedBy: set.id,
		basis: asOf && !outdated ? newest : null,
		consistentWith,
		asOf,
		outdated,
		by: by ?? null,
	};
}

/** Why two blocks that one set finalised cannot be of one history; `null` where they may be. */
function contradiction(one, other) {
	if (u8aEq(one.header.hash, other.header.hash)) return null;
	const [low, high] = one.header.number <= other.header.number ? [one, other] : [other, one];
	if (low.header.number === high.header.number) return "sameNumber";
	if (low.last) return high.last ? "twoEnds" : "behindTheEnd";
	const logs = [low, high].map(({ header }) => {
		try {
			return checkpoint(header);
		} catch {
			return null;
		}
	});
	if (logs.includes(null)) return null;
	const [before, after] = logs;
	const shrunk = after.count < before.count;
	const otherRoot = after.count === before.count && !u8aEq(after.root, before.root);
	const index = (leaf) => decode(hexToU8a(leaf), readLeaf).index;
	const leaves = low.leaf && high.leaf && low.leaf !== high.leaf;
	const otherLeaf = leaves && index(low.leaf) === index(high.leaf);
	return shrunk || otherRoot || otherLeaf ? "otherLog" : null;
}

/**
 * Names who signed two receipts that cannot both be of one history. Throws a `Refusal` where one of
 * them does not hold, or they are not shown to be in conflict; or resolves to
 * `{ set, blocks, contradiction, rounds, equivocators, suspects }`. `equivocators` are the keys that
 * are proven to have signed precommits for two different blocks in one round. `suspects` signed both
 * receipts, in different rounds, which alone proves nothing against any one of them.
 */
export function compareReceipts(one, other, trust, now = Date.now()) {
	const trusted = readTrust(trust, now);
	const [ones, others] = [one, other].map((text) => {
		verifyReceipt(text, trust, now);
		const receipt = read(text);
		const { blocks } = walk(receipt, trusted);
		blocks.at(-1).leaf = receipt.leaf;
		return new Map(blocks.map((block) => [block.set.id, block]));
	});
	const common = [...ones.keys()].filter((id) => others.has(id));
	ensure(common.length > 0, "the receipts come by no set of validators in common");
	for (const id of common) {
		const sides = [ones.get(id), others.get(id)];
		const why = contradiction(...sides);
		if (!why) continue;
		const justifications = sides.map(({ justification }) => readJustification(justification));
		const rounds = justifications.map(({ round }) => u8aToHex(round));
		const signed = justifications.map(({ votes }) => {
			const of = (key) => votes.filter(({ voter }) => voter === key);
			return (key) => [...new Set(of(key).map(({ target }) => u8aToHex(target)))];
		});
		const keys = sides[0].set.authorities.map(({ key }) => u8aToHex(key)).sort();
		const proven = (key) => {
			const [first, second] = signed.map((by) => by(key));
			const together = rounds[0] === rounds[1] ? new Set([...first, ...second]).size : 0;
			return Math.max(first.length, second.length, together) > 1;
		};
		const both = (key) => signed.every((by) => by(key).length > 0);
		return {
			set: id,
			blocks: sides.map(({ header }) => ({ block: header.number, hash: u8aToHex(header.hash) })),
			contradiction: why,
			rounds: justifications.map(({ round }) => new Reader(round).u64()),
			equivocators: keys.filter(proven),
			suspects: keys.filter((key) => both(key) && !proven(key)),
		};
	}
	throw new Refusal("the receipts are not in conflict: they may be of one history");
}

/** Whether the receipt that was verified is of these bytes. */
export function proves(verdict, bytes) {
	return verdict.ofFile && digest(verdict.digest.algorithm, bytes).hash === verdict.digest.hash;
}

const told = (time) => new Date(time).toISOString();

/** Prints what a receipt proves, of a file if there is one. */
function printVerdict(trust, receipt, file) {
	const now = Date.now();
	const verdict = verifyReceipt(fs.readFileSync(receipt, "latin1"), trust, now);
	if (file) ensure(proves(verdict, fs.readFileSync(file)), `the receipt is not of ${file}`);
	const { leaf, digest, checkpoint, finalisedBy, basis, consistentWith, asOf, by } = verdict;
	const older = consistentWith === 0 && !asOf ? "genesis" : `set ${consistentWith}`;
	if (file) console.log(`Proven: ${file} existed.`);
	console.log(`Leaf ${leaf.index} of the log, of block ${leaf.block}, claimed as of ${told(leaf.time)}.`);
	console.log(
		by
			? `At the latest by ${told(by.time)}, when block ${by.block} was known to be final.`
			: `Nothing bounds that time but that the receipt is held now, ${told(now)}.`,
	);
	if (digest) console.log(`The hash: ${digest.algorithm} ${digest.hash}.`);
	console.log(`Proven by block ${checkpoint.block}, finalised by validator set ${finalisedBy}.`);
	const note = asOf && `as of block ${asOf.block}, ${told(asOf.time)}`;
	const outdated = asOf ? `: it was last known to be in force ${note}, too long ago` : "";
	console.log(
		basis === null
			? `Consistent with ${older} only${outdated}.`
			: `Rests on validator set ${basis}, which is trusted here ${note}.`,
	);
}

/** Prints who signed two receipts that are in conflict. */
function printConflict(trust, ...receipts) {
	const texts = receipts.map((receipt) => fs.readFileSync(receipt, "latin1"));
	const { set, blocks, rounds, equivocators, suspects } = compareReceipts(...texts, trust);
	const [one, other] = blocks.map(({ block, hash }, at) => `block ${block}, ${hash}, in round ${rounds[at]}`);
	console.log(`In conflict: validator set ${set} finalised ${one}, and ${other}.`);
	for (const key of equivocators) console.log(`Proven to have signed two blocks in one round: ${key}.`);
	for (const key of suspects) console.log(`Signed both in different rounds, which proves nothing alone: ${key}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const words = process.argv.slice(2);
	const comparing = words[0] === "compare";
	const [file, ...rest] = comparing ? words.slice(1) : words;
	try {
		const trust = JSON.parse(fs.readFileSync(file, "utf8"));
		(comparing ? printConflict : printVerdict)(trust, ...rest);
	} catch (error) {
		console.error(error instanceof Refusal ? `Refused: ${error.message}.` : error.message);
		process.exitCode = error instanceof Refusal ? 1 : 2;
	}
}
