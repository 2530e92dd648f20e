// Writes `tests/vectors/personhood-tickets.json`: tickets as an issuer's back end signs them, for every
// purpose and kind of key.
//
// Sr25519 signatures differ each time; all else stays the same.

import { writeFileSync } from "node:fs";
import { Keyring } from "@polkadot/keyring";
import { u8aToHex } from "@polkadot/util";
import { blake2AsHex } from "@polkadot/util-crypto";
import { Issuer } from "@census/sdk/persons";
import { Identity } from "@census/sdk/prove";
import { TEST_SECRET } from "../../tests/interop/support/persons.mjs";

const TARGET = new URL("../../tests/vectors/personhood-tickets.json", import.meta.url);
const KINDS = ["sr25519", "ed25519", "ecdsa"];
const PURPOSES = ["Enrol", "Renew", "Recover"];

const genesis = `0x${"11".repeat(32)}`;
const identity = new Identity("ticket vector");
const tickets = [];
for (const purpose of PURPOSES) {
	for (const [number, kind] of KINDS.entries()) {
		const pair = new Keyring({ type: kind }).addFromUri("//Issuer");
		const issuer = new Issuer(pair, number, genesis, TEST_SECRET);
		const place = tickets.length;
		const says = {
			serial: place,
			recoveries: purpose === "Enrol" ? 0 : 10 + place,
			notAfter: 1_000 + place,
			validFor: 1_000_000,
		};
		const bytes = issuer.bytes(purpose, identity.commitment, issuer.tag("Ada"), says);
		const { ticket, evidence } = issuer.ticket(purpose, identity.commitment, "Ada", says);
		tickets.push({
			...ticket,
			key: { kind, public: u8aToHex(pair.publicKey) },
			bytes: u8aToHex(bytes),
			hash: blake2AsHex(bytes),
			signature: u8aToHex(Object.values(evidence.Signature)[0]),
		});
	}
}
const origin =
	"Made with @polkadot/keyring 14.0.3, @polkadot/util-crypto 14.0.3 and " +
	"@semaphore-protocol/identity 4.14.3 by tools/vectors/personhood-tickets.mjs. Ed25519 and " +
	"ECDSA signatures are deterministic; the Sr25519 ones are some of many.";
const vectors = { origin, genesis, identity: "ticket vector", tickets };
writeFileSync(TARGET, `${JSON.stringify(vectors, null, 2)}\n`);
