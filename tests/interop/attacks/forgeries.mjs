// Proofs without a witness: from a verifying key alone where the key is badly chosen, and from
// knowing beforehand by which coefficients a batch is summed.

import { hexToU8a, stringToU8a, u8aConcat } from "@polkadot/util";
import { keccakAsU8a } from "@polkadot/util-crypto";
import { bn254 } from "@noble/curves/bn254";
import { word } from "@census/sdk/chain";
import { pack, q, r } from "../support/points.mjs";

const { Fp12, Fr } = bn254.fields;
const G1 = bn254.G1.ProjectivePoint;
const G2 = bn254.G2.ProjectivePoint;

const g1 = ([x, y]) => G1.fromAffine({ x: BigInt(x), y: BigInt(y) });
const g2 = ([[x0, x1], [y0, y1]]) =>
	G2.fromAffine({
		x: { c0: BigInt(x0), c1: BigInt(x1) },
		y: { c0: BigInt(y0), c1: BigInt(y1) },
	});

/** A verifying key of snarkjs' as points. */
function pointsOf({ vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC }) {
	return {
		alpha: g1(vk_alpha_1),
		beta: g2(vk_beta_2),
		gamma: g2(vk_gamma_2),
		delta: g2(vk_delta_2),
		ic: IC.map(g1),
	};
}

/** What the equation says of public inputs: `IC[0] + sum(input * IC[i])`. */
function sumOfInputs({ ic }, inputs) {
	return inputs.reduce((sum, input, i) => sum.add(ic[i + 1].multiplyUnsafe(input)), ic[0]);
}

const scaled = (point, sign) => (sign < 0 ? point.negate() : point);

/** A point of snarkjs' on the twist, mirrored. */
function mirrored([x, y, z]) {
	return [x, y.map((number) => String((q - BigInt(number)) % q)), z];
}

// The equation is e(A, B) = e(alpha, beta) e(L, gamma) e(C, delta), L the sum of the inputs. Where
// two of its points are one, or opposite, or L is a known multiple of alpha, it has solutions
// that anybody can write down.
const solutions = {
	/** gamma is beta or its opposite. */
	gammaIsBeta: (sign) => ({ alpha, beta, delta }, l) => {
		const a = alpha.add(scaled(l, sign));
		return { a, b: beta.add(delta), c: a };
	},
	/** delta is beta or its opposite. */
	deltaIsBeta: (sign) => ({ alpha, beta, gamma }, l) => ({
		a: l,
		b: gamma.add(beta),
		c: scaled(l.subtract(alpha), sign),
	}),
	/** delta is gamma or its opposite. */
	deltaIsGamma: (sign) => ({ alpha, beta, delta }, l) => ({
		a: alpha,
		b: beta.add(delta),
		c: alpha.subtract(scaled(l, sign)),
	}),
	/** L is alpha. */
	inputsAreAlpha: () => ({ alpha, beta, gamma, delta }) => ({
		a: alpha,
		b: beta.add(gamma).add(delta),
		c: alpha,
	}),
	/** L is the point at infinity. */
	inputsAreNothing: () => ({ alpha, beta, delta }) => ({
		a: alpha,
		b: beta.add(delta),
		c: alpha,
	}),
};

/**
 * Keys from which alone anyone forges: what is changed of a sound one (in snarkjs' words), the
 * solution, and the inputs for which it is one where it is not for all.
 */
export const weakKeys = {
	"gamma is beta": {
		change: (key) => ({ vk_gamma_2: key.vk_beta_2 }),
		solve: solutions.gammaIsBeta(1),
	},
	"gamma is opposite to beta": {
		change: (key) => ({ vk_gamma_2: mirrored(key.vk_beta_2) }),
		solve: solutions.gammaIsBeta(-1),
	},
	"delta is beta": {
		change: (key) => ({ vk_delta_2: key.vk_beta_2 }),
		solve: solutions.deltaIsBeta(1),
	},
	"delta is opposite to beta": {
		change: (key) => ({ vk_delta_2: mirrored(key.vk_beta_2) }),
		solve: solutions.deltaIsBeta(-1),
	},
	"delta is gamma": {
		change: (key) => ({ vk_delta_2: key.vk_gamma_2 }),
		solve: solutions.deltaIsGamma(1),
	},
	"delta is opposite to gamma": {
		change: (key) => ({ vk_delta_2: mirrored(key.vk_gamma_2) }),
		solve: solutions.deltaIsGamma(-1),
	},
	"IC[0] is alpha": {
		change: (key) => ({ IC: [key.vk_alpha_1, ...key.IC.slice(1)] }),
		solve: solutions.inputsAreAlpha(),
		inputs: [0n, 0n, 0n, 0n],
	},
	"IC[1] is IC[0]": {
		change: (key) => ({ IC: [key.IC[0], key.IC[0], ...key.IC.slice(2)] }),
		solve: solutions.inputsAreNothing(),
		inputs: [r - 1n, 0n, 0n, 0n],
	},
};

/** The eight numbers of a forged proof: `key` is the changed one, in snarkjs' words. */
export function forge({ solve }, key, inputs) {
	const points = pointsOf(key);
	return pack(solve(points, sumOfInputs(points, inputs)));
}

const ONES = [1n, 0n];
/** The digits of a coefficient, `a + b w`: `zk/groth16/src/coefficient.rs` says which. */
const DIGITS = [
	[0n, 0n],
	...[ONES, [1n, -1n], [2n, 0n]]
		.flatMap((one) => {
			const turned = ([a, b]) => [-b, a - b];
			const turns = [one, turned(one), turned(turned(one))];
			return [...turns, ...turns.map(([a, b]) => [-a, -b])];
		})
		.slice(0, 15),
];
/** What `w` is modulo the order of the groups. */
const LAMBDA = 21888242871839275217838484774961031246154997185409878258781734729429964517155n;

/** The coefficient that 16 bytes stand for. */
function coefficient(bytes) {
	let [a, b] = ONES;
	for (const byte of bytes) {
		for (const nibble of [byte >> 4, byte & 15]) {
			const [da, db] = DIGITS[nibble];
			[a, b] = [4n * a + da, 4n * b + db];
		}
	}
	return Fr.create(a + b * LAMBDA);
}

const u64 = (number) => hexToU8a(`0x${number.toString(16).padStart(16, "0")}`).reverse();
const keccak = (...parts) => keccakAsU8a(u8aConcat(...parts), 256);

/** So many coefficients, as the node derives them from a seed. */
function coefficientsOf(seed, count) {
	const coefficients = [];
	for (let block = 0; coefficients.length < count; block += 1) {
		const digest = keccak(stringToU8a("census groth16 coefficients"), seed, u64(block));
		coefficients.push(coefficient(digest.subarray(0, 16)), coefficient(digest.subarray(16)));
	}
	return coefficients.slice(0, count);
}

/** The seed that a node would derive if it took `part` of each item for the whole. */
function derivedSeed(key, items, part) {
	const absorb = (bytes) => [u64(bytes.length), bytes];
	const parts = ["census groth16 batch"].map(stringToU8a);
	parts.push(new Uint8Array([1, 0, 0, 0]), u64(items.length));
	for (const [place, item] of items.entries()) {
		parts.push(u64(0), ...(place === 0 ? [key] : []), ...part(item));
	}
	return keccak(...parts.flatMap(absorb));
}

const bytesOf = (numbers) => u8aConcat(...numbers.map((number) => hexToU8a(word(number))));

/**
 * What a verifier might take for coefficients that can be known before a batch's `A` are: by the
 * name of the mistake, for items of one key. `key` is what it is encoded to.
 */
function guesses(key, items) {
	const count = items.length;
	const seed = (bytes) => coefficientsOf(bytes, count);
	const derived = (part) => seed(derivedSeed(key, items, part));
	const places = items.map((_, i) => BigInt(i));
	const packed = ({ b, c }) => bytesOf(pack({ a: G1.BASE, b, c }).map(BigInt));
	return {
		"a seed of zeros": seed(new Uint8Array(32)),
		"a seed of ones": seed(new Uint8Array(32).fill(1)),
		"a seed of all bits": seed(new Uint8Array(32).fill(0xff)),
		"the hash of nothing": seed(keccak()),
		"the hash of the domain": seed(keccak(stringToU8a("census groth16 batch"))),
		"the hash without A": derived((item) => [packed(item).subarray(64), bytesOf(item.inputs)]),
		"the hash of B and inputs": derived((item) => [
			packed(item).subarray(64, 192),
			bytesOf(item.inputs),
		]),
		"the hash of C and inputs": derived((item) => [
			packed(item).subarray(192),
			bytesOf(item.inputs),
		]),
		"the hash of the inputs": derived((item) => [bytesOf(item.inputs)]),
		"the hash of the key": derived(() => []),
		"no coefficients": places.map(() => 1n),
		"the places": places.map((place) => place + 1n),
		"powers of two": places.map((place) => 1n << place),
	};
}

/** Whether the sum of a batch's equations, by these coefficients, holds. */
function holds({ alpha, beta, gamma, delta, ...rest }, items, coefficients) {
	const sum = (points) => points.reduce((one, other) => one.add(other), G1.ZERO);
	const times = (of) => items.map((item, i) => of(item).multiply(coefficients[i]));
	const pairs = [
		...times(({ a }) => a).map((point, i) => ({ g1: point, g2: items[i].b })),
		{ g1: sum(times(() => alpha)).negate(), g2: beta },
		{ g1: sum(times(({ inputs }) => sumOfInputs(rest, inputs))).negate(), g2: gamma },
		{ g1: sum(times(({ c }) => c)).negate(), g2: delta },
	];
	return Fp12.eql(bn254.pairingBatch(pairs), Fp12.ONE);
}

/**
 * Three proofs of three statements under a sound key, for each guess at a batch's coefficients: the
 * guess's name, the proofs' eight numbers, and whether the batch would hold if the guess were right.
 */
export function forgeBatches(key, encodedKey, statements) {
	const points = pointsOf(key);
	const { alpha, beta, gamma, delta } = points;
	const items = [gamma, beta, delta].map((b, i) => ({
		b,
		c: G1.BASE.multiply(BigInt(i) + 2n),
		inputs: statements[i],
	}));
	const sum = (coefficients, of) =>
		items.reduce((sum, item, i) => sum.add(of(item).multiply(coefficients[i])), G1.ZERO);
	return Object.entries(guesses(encodedKey, items)).map(([name, coefficients]) => {
		const sums = [
			sum(coefficients, ({ inputs }) => sumOfInputs(points, inputs)),
			sum(coefficients, () => alpha),
			sum(coefficients, ({ c }) => c),
		];
		const forged = items.map((item, i) => ({
			...item,
			a: sums[i].multiply(Fr.inv(coefficients[i])),
		}));
		return { name, proofs: forged.map(pack), right: holds(points, forged, coefficients) };
	});
}
