// Five minutes with Census: an identity is made, registered in a group, and proves that it is a
// member without saying which one; then a file is anchored, and its receipt verified. Run it against
// a development chain (`make dev`):
//
//     node tour.mjs [ws://127.0.0.1:9944]
//
// It uses polkadot.js and Semaphore's npm packages as they are; Census's own only shortens what it says.

import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { Keyring } from "@polkadot/keyring";
import * as anchors from "@census/sdk/anchors";
import { Chain, eventOf, proofWords, word } from "@census/sdk/chain";
import { endProver, Group, Identity, prove } from "@census/sdk/prove";
import { proves, verifyReceipt } from "@census/sdk/receipt";

const url = process.argv[2] ?? "ws://127.0.0.1:9944";
const short = (number) => `${String(number).slice(0, 12)}…`;

// The accounts that a development chain endows.
const keyring = new Keyring({ type: "sr25519" });
const [alice, bob] = ["//Alice", "//Bob"].map((name) => keyring.addFromUri(name));

const chain = await Chain.connect(url);
console.log(`Connected to ${url}, block ${await chain.height()}.`);

// 1. An identity is a secret key that never leaves its owner. Its commitment is public.
const me = new Identity(randomBytes(32));
console.log(`\n1. I made an identity. Its commitment is ${short(me.commitment)}`);

// 2. Anyone may open a group. Alice does, and becomes its admin.
const created = await chain.send(alice, chain.tx.groups.createGroup(null, false));
const { group } = eventOf(created, "groups.GroupCreated");
console.log(`2. Alice opened group ${group} in block ${created.number}.`);

// 3. She registers my commitment among others. The chain hashes them into a Merkle tree.
const others = Array.from({ length: 6 }, () => new Identity(randomBytes(32)).commitment);
const members = [...others.slice(0, 3), me.commitment, ...others.slice(3)];
const added = await chain.send(alice, chain.tx.groups.addMembers(group, members.map(word)));
const { root } = eventOf(added, "groups.MembersAdded");
console.log(`3. She registered ${members.length} commitments, mine among them.`);
console.log(`   The group's root is ${short(BigInt(root))}`);
const same = BigInt(root) === new Group(members).root;
console.log(`   Semaphore's npm package computes ${same ? "the same root" : "ANOTHER ROOT"}.`);
if (!same) throw new Error("the roots differ");

// 4. The node says where my commitment stands and how it leads up to the root.
const index = await chain.ask("groups_indexOf", group, String(me.commitment));
const merkleProof = await chain.ask("groups_merkleProof", group, index);
console.log(`4. The node gave me my Merkle proof: ${merkleProof.siblings.length} siblings.`);

// 5. I prove, on my own machine: "a member of this group says this, once in this scope".
const started = Date.now();
const proof = await prove(me, merkleProof, "one human, one voice", "census tour");
console.log(`5. I made a zero-knowledge proof in ${Date.now() - started} ms.`);
console.log(`   It shows a nullifier, ${short(proof.nullifier)}, and not who I am.`);

// 6. Anyone may hand it in: Bob does, so that not even my account is known. He pays for the bytes that
// my nullifier takes from now on.
const { accepted } = await chain.ask("groups_verifyProof", group, proof);
console.log(`6. Asked beforehand, the node says it would be ${accepted ? "accepted" : "refused"}.`);
const validate = chain.tx.groups.validateProof(group, proofWords(proof));
const outcome = await chain.send(bob, validate, { finalised: true });
eventOf(outcome, "groups.ProofValidated");
console.log(`   Bob sent it: accepted, and finalised in block ${outcome.number}.`);
const price = Number(chain.api.consts.groups.nullifierPrice) / 1e12;
console.log(`   It cost him a fee, and ${price} CEN for the bytes.`);

// 7. Once is once: the nullifier is used.
const { refusal } = await chain.ask("groups_verifyProof", group, proof);
const replay = await chain.send(bob, validate);
if (replay.error !== "groups.NullifierUsed") throw new Error("the replay was not refused");
console.log(`7. Bob sent it again: refused (${replay.error}).`);
console.log(`   In the node's words: ${refusal.message}.`);

// 8. A file's hash goes on the chain's log: this one's. The chain never sees the file.
const file = fs.readFileSync(new URL(import.meta.url));
const trust = await anchors.trustOf(chain);
const anchor = await anchors.anchor(chain, alice, file, { kind: "code", licence: "Apache-2.0" });
const receipt = await anchors.receipt(chain, anchor, trust.sets[0].id);
console.log(`8. Alice anchored this file as number ${anchor}, and it is final.`);
console.log(`   Its receipt has ${receipt.length} bytes.`);

await endProver();
await chain.disconnect();

// 9. Nobody is asked any more. What counts is the receipt, the file, and whose word I trust: that of
// the chain's validators, which I learnt before.
const verdict = verifyReceipt(receipt, trust);
if (!proves(verdict, file)) throw new Error("the receipt is not this file's");
const when = new Date(verdict.leaf.time).toISOString();
console.log(`9. Disconnected, I verified it: this file existed by ${when}, as the block's author has it.`);
console.log(`   Block ${verdict.checkpoint.block} shows it, final by validator set ${verdict.finalisedBy}.`);
