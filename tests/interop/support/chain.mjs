// A development chain of a test's own: a node that is started for it, the accounts that the chain endows,
// and what the SDK's view of a chain lacks because only tests want it.

import { Keyring } from "@polkadot/keyring";
import { Chain, eventOf, word } from "@census/sdk/chain";
import { startNode } from "./node.mjs";

const keyring = new Keyring({ type: "sr25519" });

/** The accounts that the development chain endows. */
export const alice = keyring.addFromUri("//Alice");
export const bob = keyring.addFromUri("//Bob");
export const charlie = keyring.addFromUri("//Charlie");
export const dave = keyring.addFromUri("//Dave");

/** A chain, and the node of ours that we see it through. */
class OwnChain extends Chain {
	/**
	 * Sends a request whose parameters are this JSON, letter by letter, over HTTP: what stock clients
	 * do not write. Returns the whole answer.
	 */
	async post(method, params) {
		const answer = await fetch(this.node.url.replace("ws:", "http:"), {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`,
		});
		return answer.json();
	}

	/** Disconnects, and ends the node. */
	async stop() {
		await this.disconnect();
		await this.node.stop();
	}

	/** Kills the node without warning. */
	async kill() {
		await this.disconnect();
		await this.node.kill();
	}
}

/** Starts a node (see `startNode`) and connects to it. */
export async function startChain(options) {
	const node = await startNode(options);
	try {
		const chain = await OwnChain.connect(node.url);
		chain.node = node;
		return chain;
	} catch (error) {
		await node.stop();
		throw error;
	}
}

/**
 * Opens a group of alice's with these members; `rootDuration` in blocks, `null` for the chain's
 * default. Returns its number. Nobody else may open a group on the chain meanwhile.
 */
export async function openGroup(
	chain,
	members = [],
	{ rootDuration = null, instantRevocation = false } = {},
) {
	const group = await chain.ask("groups_groupCount");
	const calls = [chain.tx.groups.createGroup(rootDuration, instantRevocation)];
	if (members.length > 0) calls.push(chain.tx.groups.addMembers(group, members.map(word)));
	const outcome = await chain.send(alice, chain.tx.utility.batchAll(calls));
	if (eventOf(outcome, "groups.GroupCreated").group !== group) {
		throw new Error("somebody else opened a group");
	}
	return group;
}
