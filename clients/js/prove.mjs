// Proofs by Semaphore's npm packages, with the published circuit artifacts from npm: nothing is
// downloaded.

import { Identity } from "@semaphore-protocol/identity";
import { generateProof, verifyProof } from "@semaphore-protocol/proof";
import { createRequire } from "node:module";
import path from "node:path";

export { Identity, verifyProof };
export { Group } from "@semaphore-protocol/group";

const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));

/** A depth's circuit: paths of its program and proving key. */
export function circuit(depth) {
	return {
		wasm: path.join(artifacts, `semaphore-${depth}.wasm`),
		zkey: path.join(artifacts, `semaphore-${depth}.zkey`),
	};
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

/**
 * Ends the prover's worker threads, without which no process that proved ends by itself. They come
 * back with the next proof.
 */
export async function endProver() {
	await globalThis.curve_bn128?.terminate();
}
