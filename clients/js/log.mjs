// The tree of the log of anchors, and of batches of hashes: a Merkle mountain range. All that hashes
// here is blake2b-256. `docs/reference/receipts.md` describes it; `pallets/anchors/log` is the chain's own.

import { bnToU8a, stringToU8a, u8aConcat } from "@polkadot/util";
import { blake2AsU8a } from "@polkadot/util-crypto";

/** The level of the highest node that a tree can have: 0 is the leaves'. */
const MAX_LEVEL = 40;

function tree(name, context) {
	const tagged = (part) => {
		const tag = stringToU8a(`${name}/${part}1`);
		return (...bytes) => blake2AsU8a(u8aConcat(tag, ...bytes));
	};
	const root = tagged("root");
	const count = (number) => bnToU8a(number, { bitLength: 64, isLe: true });
	return {
		leaf: tagged("leaf"),
		node: tagged("node"),
		root: (size, peaks) => root(context, count(size), ...peaks),
	};
}

/** The tree of the log of the chain with this genesis hash. */
export const logTree = (genesis) => tree("census-log", genesis);

/** The tree of a batch: the same over the hashes of its items, bound to no chain. */
export const batchTree = tree("census-batch", new Uint8Array(32));

/** The levels of the peaks of a tree of so many leaves, the largest first. */
function peakLevels(size) {
	const levels = Array.from({ length: MAX_LEVEL + 1 }, (_, i) => MAX_LEVEL - i);
	return levels.filter((level) => (size >> BigInt(level)) & 1n);
}

/**
 * The root of the tree of `size` leaves in which leaf `index` has this hash, as the path has it, or
 * `null` where the path is not one for such a leaf. Numbers are BigInts.
 */
export function rootOfInclusion({ node, root }, leaf, index, size, path) {
	if (index >= size || size > 1n << BigInt(MAX_LEVEL)) return null;
	const levels = peakLevels(size);
	// The peak over the leaf is the first whose leaves end behind it.
	let end = 0n;
	const position = levels.findIndex((level) => (end += 1n << BigInt(level)) > index);
	const height = levels[position];
	if (path.length !== height + levels.length - 1) return null;
	let hash = leaf;
	for (let level = 0; level < height; level++) {
		const sibling = path[level];
		const right = (index >> BigInt(level)) & 1n;
		hash = right ? node(sibling, hash) : node(hash, sibling);
	}
	const peaks = path.slice(height);
	return root(size, [...peaks.slice(0, position), hash, ...peaks.slice(position)]);
}

/**
 * The roots of the trees of `old` and of `size` leaves, the first of which is the beginning of the
 * second, as the path has it, or `null` where the path is not one for such sizes. BigInts.
 */
export function rootsOfConsistency({ node, root }, old, size, path) {
	if (old > size || size > 1n << BigInt(MAX_LEVEL)) return null;
	const levels = peakLevels(old);
	// Behind the old tree's peaks come the fewest nodes that cover what is between.
	for (let start = old; start < size; ) {
		let level = 0;
		while (level < MAX_LEVEL && !((start >> BigInt(level)) & 1n)) level++;
		while (start + (1n << BigInt(level)) > size) level--;
		levels.push(level);
		start += 1n << BigInt(level);
	}
	if (path.length !== levels.length) return null;
	const peaks = [];
	for (const [i, own] of levels.entries()) {
		let [level, hash] = [own, path[i]];
		// What stands to the left, and covers as many leaves, is its sibling.
		while (peaks.at(-1)?.level === level) {
			hash = node(peaks.pop().hash, hash);
			level++;
		}
		peaks.push({ level, hash });
	}
	const olds = path.slice(0, peakLevels(old).length);
	return [root(old, olds), root(size, peaks.map(({ hash }) => hash))];
}

/** A batch of items, given by their hashes, in this order. */
export class Batch {
	#levels;

	constructor(hashes) {
		this.size = hashes.length;
		this.#levels = [hashes.map((hash) => batchTree.leaf(hash))];
		for (let below = this.#levels[0]; below.length > 1; below = this.#levels.at(-1)) {
			const pairs = Math.floor(below.length / 2);
			this.#levels.push(
				Array.from({ length: pairs }, (_, i) => batchTree.node(below[2 * i], below[2 * i + 1])),
			);
		}
	}

	/** The peaks, the largest first: each is the last node of its level that nothing stands over. */
	#peaks() {
		return peakLevels(BigInt(this.size)).map((level) => ({
			level,
			index: (this.size >> level) - 1,
			hash: this.#levels[level].at(-1),
		}));
	}

	/** The root, to be anchored with the number of items. */
	get root() {
		return batchTree.root(this.size, this.#peaks().map(({ hash }) => hash));
	}

	/** The path of an item, for a receipt of it. */
	path(item) {
		const peaks = this.#peaks();
		const over = peaks.find(({ level, index }) => item >> level === index);
		const siblings = Array.from(
			{ length: over.level },
			(_, level) => this.#levels[level][(item >> level) ^ 1],
		);
		return [...siblings, ...peaks.filter((peak) => peak !== over).map(({ hash }) => hash)];
	}
}
