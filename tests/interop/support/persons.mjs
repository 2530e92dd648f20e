// Issuers with well-known keys, epochs of a chain that is in a hurry, and people by the dozen.

import { Keyring } from "@polkadot/keyring";
import { Issuer, nextEpoch, Persons, ticketsOf } from "@census/sdk/persons";
import { Identity } from "@census/sdk/prove";

/** The secret with which a test issuer makes its marks. */
export const TEST_SECRET = new TextEncoder().encode("a test issuer's secret for its marks");

/** An issuer of a chain, which signs with a well-known key. */
export function issuerOf(chain, number, key, type = "sr25519") {
	const pair = new Keyring({ type }).addFromUri(key);
	return new Issuer(pair, number, chain.api.genesisHash.toHex(), TEST_SECRET);
}

/** The two issuers of a development chain's genesis. */
export const genesisIssuers = (chain) => [
	issuerOf(chain, 0, "//Charlie"),
	issuerOf(chain, 1, "//Dave", "ed25519"),
];

/** How often a machine that is too slow for one epoch gets another. */
const EPOCHS = 5;

/**
 * Does what has to be over before its epoch is: `act` is given the epoch, from its beginning. An
 * epoch lasts less than a minute here, and a proof takes seconds, or many where the machine has much
 * else to do: `act` is given another epoch where it failed and the epoch was over.
 */
export async function inEpoch(chain, act) {
	for (let tries = 1; ; tries += 1) {
		const present = await nextEpoch(chain);
		try {
			return await act(present);
		} catch (error) {
			const { epoch } = await chain.ask("personhood_epoch");
			if (epoch === present.epoch || tries === EPOCHS) throw error;
		}
	}
}

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
