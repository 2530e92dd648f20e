// A small network's layer whose every run can be proven: the circuit of `layer.circom`,
// compiled with circom2 and proven with snarkjs, both from npm.
//
// The proving key, `layer.zkey`, is made from the circuit by
//
//	node layer.mjs set-up
//
// with one contribution of random bytes that are forgotten at once. It is for tests: whoever makes a
// key alone could keep the bytes and forge proofs. For one that strangers rely on, many take part.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { poseidon1 } from "poseidon-lite";
import { curves, groth16, powersOfTau, zKey } from "snarkjs";
import { snarkjsWords } from "@census/sdk/chain";
import { endProver } from "@census/sdk/prove";

const require = createRequire(import.meta.url);
const SOURCE = path.join(import.meta.dirname, "layer.circom");
const KEY = path.join(import.meta.dirname, "layer.zkey");

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

/** Compiles the circuit in a directory. Resolves to the paths of its constraints and its program. */
async function compile(directory) {
	const circuits = path.join(path.dirname(require.resolve("circomlib/package.json")), "circuits");
	const compiler = path.join(path.dirname(require.resolve("circom2")), "cli.js");
	const options = ["--r1cs", "--wasm", "--O2", "-l", circuits, "-o", directory];
	await promisify(execFile)(process.execPath, [compiler, SOURCE, ...options]);
	return {
		r1cs: path.join(directory, "layer.r1cs"),
		wasm: path.join(directory, "layer_js/layer.wasm"),
	};
}

/** Makes the proving key anew. */
async function setUp() {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "census-layer-"));
	const file = (name) => path.join(directory, name);
	const entropy = () => randomBytes(32).toString("hex");
	const { r1cs } = await compile(directory);
	const bn128 = await curves.getCurveFromName("bn128");
	await powersOfTau.newAccumulator(bn128, POWER, file("new.ptau"));
	await powersOfTau.contribute(file("new.ptau"), file("one.ptau"), "one", entropy());
	await powersOfTau.preparePhase2(file("one.ptau"), file("end.ptau"));
	await zKey.newZKey(r1cs, file("end.ptau"), file("new.zkey"));
	await zKey.contribute(file("new.zkey"), file("end.zkey"), "one", entropy());
	fs.copyFileSync(file("end.zkey"), KEY);
	fs.rmSync(directory, { recursive: true });
}

/** The circuit's verifying key, as snarkjs writes it to `verification_key.json`. */
export function verificationKey() {
	return zKey.exportVerificationKey(KEY);
}

/** Compiles the circuit in a directory, to be proven with the key that is there. */
export async function layerCircuit(directory) {
	const { wasm } = await compile(directory);
	return new LayerCircuit(wasm, KEY, await verificationKey());
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
		return { commitment: commitments.outputCommitment, proof, points: snarkjsWords(proof) };
	}
}

if (process.argv[1] === import.meta.filename && process.argv[2] === "set-up") {
	await setUp();
	await endProver();
}
