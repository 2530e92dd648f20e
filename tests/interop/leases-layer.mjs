// A small network's layer whose every run can be proven: the circuit of `leases-layer.circom`,
// compiled with circom2 and set up with snarkjs, both from npm.
//
// The set-up is this process' own, so whoever runs it could forge proofs under its key. For one that
// strangers rely on, many take part; see snarkjs.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { poseidon1 } from "poseidon-lite";
import { curves, groth16, powersOfTau, zKey } from "snarkjs";
import { word } from "./chain.mjs";

const require = createRequire(import.meta.url);
const here = import.meta.dirname;

const NEURONS = 3;
const WIDTH = 6;
/** 2^10 constraints are enough. */
const POWER = 10;

/** Numbers of so many bits, packed into one. */
function packed(numbers, bits) {
	return numbers.reduce(
		(sum, number, i) => sum + (BigInt(number) << BigInt(bits * i)),
		0n,
	);
}

/** What a layer computes: `relu(W x + b) >> 7`. */
export function run({ weights, biases }, x) {
	return weights.map((row, n) => {
		const sum = row.reduce((sum, weight, i) => sum + weight * x[i], biases[n]);
		return Math.max(sum, 0) >> 7;
	});
}

export function commitModel({ weights, biases }) {
	const packedWeights = packed(weights.flat().map((weight) => weight + 128), 8);
	const packedBiases = packed(biases.map((bias) => bias + 32768), 16);
	return poseidon1([packedWeights + (packedBiases << BigInt(8 * NEURONS * WIDTH))]);
}

export function commitInput(x) {
	return poseidon1([packed(x.map((number) => number + 128), 8)]);
}

export function commitOutput(y) {
	return poseidon1([packed(y, 12)]);
}

/** Compiles the circuit and sets it up in `directory`. Takes some ten seconds of two processors. */
export async function setUp(directory) {
	const file = (name) => path.join(directory, name);
	// The compiler is a WebAssembly module that sees only what is below its working directory.
	const circuits = path.join(path.dirname(require.resolve("circomlib/package.json")), "circuits");
	const options = ["--r1cs", "--wasm", "--O2", "-l", circuits, "-o", directory];
	const compiler = path.join(path.dirname(require.resolve("circom2")), "cli.js");
	await promisify(execFile)(process.execPath, [
		compiler,
		path.join(here, "leases-layer.circom"),
		...options,
	]);

	const entropy = () => randomBytes(32).toString("hex");
	const bn128 = await curves.getCurveFromName("bn128");
	await powersOfTau.newAccumulator(bn128, POWER, file("new.ptau"));
	await powersOfTau.contribute(file("new.ptau"), file("one.ptau"), "one", entropy());
	await powersOfTau.preparePhase2(file("one.ptau"), file("end.ptau"));
	await zKey.newZKey(file("leases-layer.r1cs"), file("end.ptau"), file("new.zkey"));
	await zKey.contribute(file("new.zkey"), file("end.zkey"), "one", entropy());
	return new LayerCircuit(
		file("leases-layer_js/leases-layer.wasm"),
		file("end.zkey"),
		await zKey.exportVerificationKey(file("end.zkey")),
	);
}

export class LayerCircuit {
	constructor(wasm, zkey, verificationKey) {
		this.wasm = wasm;
		this.zkey = zkey;
		/** As snarkjs writes it to `verification_key.json`. */
		this.verificationKey = verificationKey;
	}

	/** Runs the layer, and proves that for the epoch of a lease with this binding. */
	async prove(layer, x, binding) {
		const output = run(layer, x);
		const commitments = {
			modelCommitment: commitModel(layer),
			inputCommitment: commitInput(x),
			outputCommitment: commitOutput(output),
			binding,
		};
		const { proof } = await groth16.fullProve(
			{ ...commitments, weights: layer.weights, biases: layer.biases, x },
			this.wasm,
			this.zkey,
		);
		return { commitment: commitments.outputCommitment, proof, points: points(proof) };
	}
}

/** A proof of snarkjs as the chain's calls take it. Mind that `pi_b` changes its order. */
function points({ pi_a: a, pi_b: b, pi_c: c }) {
	return [a[0], a[1], b[0][1], b[0][0], b[1][1], b[1][0], c[0], c[1]].map(word);
}
