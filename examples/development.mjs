// Who attests to people on a development chain: two test issuers, whose keys anybody knows. And people
// by the dozen, for whoever needs an electorate.

import { Keyring } from "@polkadot/keyring";
import { Issuer, Persons, ticketsOf } from "@census/sdk/persons";
import { Identity } from "@census/sdk/prove";

/** With what a test issuer makes its tags, if nothing else is said. It is no secret: here it stands. */
export const TEST_SECRET = new TextEncoder().encode("a test issuer's secret for its tags");

/** An issuer of a chain, which signs with a well-known key. */
export function issuerOf(chain, number, key, type = "sr25519", secret = TEST_SECRET) {
	const pair = new Keyring({ type }).addFromUri(key);
	return new Issuer(pair, number, chain.api.genesisHash.toHex(), secret);
}

/** The two issuers of a development chain's genesis. Each makes its tags with a secret of its own. */
export const genesisIssuers = (chain, secrets = [TEST_SECRET, TEST_SECRET]) => [
	issuerOf(chain, 0, "//Charlie", "sr25519", secrets[0]),
	issuerOf(chain, 1, "//Dave", "ed25519", secrets[1]),
];

/** Enrolments of `count` people who are new, by the two issuers of the genesis, as bytes to submit. */
export async function enrolments(chain, count) {
	const persons = new Persons(chain);
	const issuers = genesisIssuers(chain);
	const made = [];
	for (let i = 0; i < count; i += 1) {
		const identity = new Identity(`person ${i}`);
		const seen = issuers.map((issuer) => [issuer, `human ${i}`]);
		const options = { notAfter: 10_000 };
		const tickets = await ticketsOf(chain, "Enrol", identity.commitment, seen, options);
		made.push(chain.unsigned(await persons.enrol(identity, tickets)));
	}
	return made;
}
