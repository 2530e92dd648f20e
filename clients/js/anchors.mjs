// Anchors with stock clients: a file is hashed and anchored, and its receipt is fetched. What is said
// of an anchor has one form here, that of the node's answers.

import { hexToU8a, stringToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { blake2AsHex } from "@polkadot/util-crypto";
import { eventOf } from "./chain.mjs";
import { digest } from "./hashes.mjs";

const ALGORITHMS = {
	"blake2b-256": "Blake2b256",
	sha256: "Sha256",
	"sha3-256": "Sha3256",
	"keccak-256": "Keccak256",
	blake3: "Blake3",
};

/** A word, or the last part of a URI, as the chain's metadata names it. */
function variant(term) {
	const name = term.split("/").at(-1);
	return name[0].toUpperCase() + name.slice(1);
}

const optional = (term) => (term ? variant(term) : null);
const text = (string) => u8aToHex(stringToU8a(string));

/** A hash as the chain's calls take it. */
export const digestArgument = ({ algorithm, hash }) => ({ algorithm: ALGORITHMS[algorithm], hash });

/** A description as the chain's calls take it. What is left out is not said. */
export function descriptionArgument({
	kind = "file",
	sourceType = null,
	licence = "",
	uses = {},
	parents = [],
	softBinding = null,
	memo = "",
} = {}) {
	return {
		kind: variant(kind),
		sourceType: optional(sourceType),
		licence: text(licence),
		uses: {
			dataMining: optional(uses.dataMining),
			aiInference: optional(uses.aiInference),
			aiTraining: optional(uses.aiTraining),
			aiGenerativeTraining: optional(uses.aiGenerativeTraining),
		},
		parents: parents.map(({ anchor, relation }) => ({ anchor, relation: variant(relation) })),
		softBinding: softBinding && {
			algorithm: text(softBinding.algorithm),
			value: softBinding.value,
		},
		memo: text(memo),
	};
}

/** The call that anchors some bytes, by their SHA-256. */
export function anchorCall(chain, bytes, description) {
	const hash = digestArgument(digest("sha256", bytes));
	return chain.tx.anchors.anchor(hash, descriptionArgument(description));
}

/** The call that anchors a batch (`Batch` of `log.mjs`) of SHA-256 hashes. */
export function anchorBatchCall(chain, batch, description) {
	const root = u8aToHex(batch.root);
	return chain.tx.anchors.anchorBatch("Sha256", root, batch.size, descriptionArgument(description));
}

/** Anchors some bytes and returns the anchor's number. */
export async function anchor(chain, signer, bytes, description) {
	const outcome = await chain.send(signer, anchorCall(chain, bytes, description));
	return eventOf(outcome, "anchors.Anchored").anchor;
}

/** Waits until a block that has the leaf is final, and returns that block's checkpoint. */
export async function finalised(chain, leaf) {
	const names = ["anchors_checkpoint", "anchors_subscribeCheckpoints"];
	let subscription;
	const checkpoint = await new Promise((resolve, reject) => {
		subscription = chain.provider.subscribe(...names, [], (error, checkpoint) => {
			if (error) reject(error);
			else if (checkpoint.count > leaf) resolve(checkpoint);
		});
		subscription.catch(reject);
	});
	await chain.provider.unsubscribe(names[0], "anchors_unsubscribeCheckpoints", await subscription);
	return checkpoint;
}

/** The text of an anchor's receipt, once it is final. */
export async function receipt(chain, anchor, firstSet = 0) {
	await finalised(chain, anchor);
	return chain.ask("anchors_receipt", anchor, firstSet);
}

/** The receipt of one item of a batch, from that of the batch. */
export function itemReceipt(receipt, batch, index, hash) {
	const path = batch.path(index).map((hash) => u8aToHex(hash));
	return JSON.stringify({ ...JSON.parse(receipt), item: { hash, index, path } });
}

/** The set of validators that finalises the blocks behind one, as that one's state has it. */
async function authoritySet(chain, at) {
	const call = async (method) => chain.ask("state_call", `GrandpaApi_${method}`, "0x", at);
	const { registry } = chain.api;
	const id = registry.createType("u64", hexToU8a(await call("current_set_id"))).toNumber();
	const list = hexToU8a(await call("grandpa_authorities"));
	const authorities = registry
		.createType("Vec<(AuthorityId, u64)>", list)
		.map(([key, weight]) => ({ key: key.toHex(), weight: weight.toNumber() }));
	return { id, authorities };
}

/**
 * What receipts of this chain are trusted by: its genesis, and the validators of now, with the date.
 * Whoever asks a node for it trusts that node, once; a receipt since `sets[0].id` then needs nobody.
 */
export async function trustOf(chain) {
	const genesis = chain.api.genesisHash.toHex();
	const at = await chain.finalised();
	const { number } = await chain.ask("chain_getHeader", at);
	// By this machine's clock, before anything else: the block was final by then.
	const asOf = [{ block: Number(number), time: Date.now() }];
	const sets = [{ ...(await authoritySet(chain, at)), asOf }];
	return { format: "census-trust", version: 1, genesis, sets };
}

/** A commitment to something that will be anchored: `reveal` shows it later, with the salt. */
export function commitment(chain, account, content, description, salt) {
	const call = chain.tx.anchors.reveal(content, descriptionArgument(description), salt);
	const tag = stringToU8a("census-anchors/commitment1");
	const parts = call.args.map((argument) => argument.toU8a());
	return blake2AsHex(u8aConcat(tag, account.publicKey, ...parts));
}

/** The topic on which a person claims something of an anchor. */
export function claimTopic(chain, window, anchor, claim) {
	const [, ...parts] = chain.tx.anchors.claim(window, anchor, variant(claim)).args;
	const tag = stringToU8a("census-anchors/claim1");
	return blake2AsHex(u8aConcat(tag, ...parts.map((part) => part.toU8a())));
}

/** The call by which a person claims something of an anchor. */
export const claimCall = (chain, window, anchor, claim) =>
	chain.tx.anchors.claim(window, anchor, variant(claim));
