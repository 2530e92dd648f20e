// Issuers with well-known keys, which are the examples', and epochs of a chain that is in a hurry.

import assert from "node:assert/strict";
import { u8aToHex } from "@polkadot/util";
import { eventOf } from "@census/sdk/chain";
import { nextEpoch } from "@census/sdk/persons";
import { alice } from "./chain.mjs";

export { enrolments, genesisIssuers, issuerOf, TEST_SECRET } from "../../../examples/development.mjs";

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

/** Has governance make calls, all of which must succeed. */
export async function govern(chain, ...calls) {
	const call = chain.tx.sudo.sudo(chain.tx.utility.batchAll(calls));
	const { sudoResult } = eventOf(await chain.send(alice, call), "sudo.Sudid");
	assert.deepEqual(sudoResult, { ok: null });
}

/** The call that registers an issuer, with a class of evidence of its own. */
export function registerIssuer(chain, { number, pair }, name) {
	const kind = { Sr25519: u8aToHex(pair.publicKey) };
	return chain.tx.personhood.registerIssuer(name, kind, pair.address, number, 1_000);
}

/** The call that puts a policy of these issuers, of weight 1 each, in the place of the present one. */
export async function changePolicy(chain, issuers, threshold) {
	const { endsAt } = await chain.ask("personhood_epoch");
	const members = issuers.map((issuer) => [issuer, 1]);
	return chain.tx.personhood.changePolicy(members, threshold, endsAt + 1_000);
}
