// Proofs by Semaphore's npm packages, with the published circuit artifacts from npm: nothing is
// downloaded.

import { hexToU8a } from "@polkadot/util";
import { keccakAsHex } from "@polkadot/util-crypto";
import { Identity } from "@semaphore-protocol/identity";
import { generateProof, packGroth16Proof, verifyProof } from "@semaphore-protocol/proof";
import { groth16, zKey } from "snarkjs";
import { createRequire } from "node:module";
import path from "node:path";

export { Identity, verifyProof };
export { Group } from "@semaphore-protocol/group";

const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));

/** A depth's circuit: paths of its program and proving key. */
function circuit(depth) {
	return {
		wasm: path.join(artifacts, `semaphore-${depth}.wasm`),
		zkey: path.join(artifacts, `semaphore-${depth}.zkey`),
	};
}

/** `count` identities, the same ones each time for one `name`. */
export function identities(name, count) {
	return Array.from({ length: count }, (_, i) => new Identity(`${name} ${i}`));
}

/**
 * Proves with the stock client. `merkleProof` is a group's own or the node's JSON; `depth` is the
 * circuit's, by default the smallest that fits.
 */
export function prove(identity, merkleProof, message, scope, depth) {
	// The client pads the siblings in place.
	const copy = { ...merkleProof, siblings: [...merkleProof.siblings] };
	const chosen = depth ?? Math.max(copy.siblings.length, 1);
	return generateProof(identity, copy, message, scope, chosen, circuit(chosen));
}

/** The verifying key of the circuit of this depth, as snarkjs writes it. */
export function verificationKey(depth) {
	return zKey.exportVerificationKey(circuit(depth).zkey);
}

/** Semaphore's hash of a message or scope into the field. */
export function hashToField(number) {
	const bytes = hexToU8a(`0x${number.toString(16).padStart(64, "0")}`);
	return BigInt(keccakAsHex(bytes)) >> 8n;
}

/**
 * A proof under root 0 by an identity that is in no group at all: with a path longer than the
 * circuit is deep, the circuit puts out 0. It verifies, so a verifier must refuse root 0 itself.
 */
export async function forgeRootZero(identity, message, scope) {
	const depth = 2;
	const { proof, publicSignals } = await groth16.fullProve(
		{
			secret: identity.secretScalar,
			merkleProofLength: depth + 1,
			merkleProofIndex: 0,
			merkleProofSiblings: Array(depth).fill(0n),
			scope: hashToField(scope),
			message: hashToField(message),
		},
		circuit(depth).wasm,
		circuit(depth).zkey,
	);
	return {
		merkleTreeDepth: depth,
		merkleTreeRoot: publicSignals[0],
		nullifier: publicSignals[1],
		message: String(message),
		scope: String(scope),
		points: packGroth16Proof(proof),
	};
}

/**
 * Ends the prover's worker threads, without which no process that proved ends by itself. They come
 * back with the next proof.
 */
export async function endProver() {
	await globalThis.curve_bn128?.terminate();
}

/** JSON of a group's Merkle proof as the node writes it: numbers in decimal strings. */
export function merkleProofJson({ root, leaf, index, siblings }) {
	return {
		root: String(root),
		leaf: String(leaf),
		index,
		siblings: siblings.map(String),
	};
}
