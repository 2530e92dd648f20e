// What tests want of Semaphore's npm packages beside proofs: identities by a name, keys, and a proof that
// nobody should accept.

import { hexToU8a } from "@polkadot/util";
import { keccakAsHex } from "@polkadot/util-crypto";
import { packGroth16Proof } from "@semaphore-protocol/proof";
import { groth16, zKey } from "snarkjs";
import { circuit, Identity } from "@census/sdk/prove";

/** `count` identities, the same ones each time for one `name`. */
export function identities(name, count) {
	return Array.from({ length: count }, (_, i) => new Identity(`${name} ${i}`));
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

/** JSON of a group's Merkle proof as the node writes it: numbers in decimal strings. */
export function merkleProofJson({ root, leaf, index, siblings }) {
	return {
		root: String(root),
		leaf: String(leaf),
		index,
		siblings: siblings.map(String),
	};
}
