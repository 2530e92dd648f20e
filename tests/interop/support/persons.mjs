// Issuers with well-known keys, which are the examples', and epochs of a chain that is in a hurry.

import { nextEpoch } from "@census/sdk/persons";

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
