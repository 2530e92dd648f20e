// The hashes by which files are anchored, as far as stock packages have them.

import { createHash } from "node:crypto";
import { u8aToHex } from "@polkadot/util";
import { blake2AsU8a, keccakAsU8a } from "@polkadot/util-crypto";

const FUNCTIONS = {
	"blake2b-256": (bytes) => blake2AsU8a(bytes),
	sha256: (bytes) => createHash("sha256").update(bytes).digest(),
	"sha3-256": (bytes) => createHash("sha3-256").update(bytes).digest(),
	"keccak-256": (bytes) => keccakAsU8a(bytes),
	blake3: () => {
		throw new Error("blake3 takes a package of its own");
	},
};

/** The functions' names, in the chain's order. */
export const ALGORITHMS = Object.keys(FUNCTIONS);

/** The hash of some bytes: `{ algorithm, hash }`. */
export function digest(algorithm, bytes) {
	return { algorithm, hash: u8aToHex(FUNCTIONS[algorithm](bytes)) };
}
