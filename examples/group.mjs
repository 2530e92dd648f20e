// A group of members: an identity is registered in it, and proves that it is a member without saying
// which one; a second time it is refused. Run it against a development chain (`make dev`):
//
//     node examples/group.mjs [ws://127.0.0.1:9944]
//
// A group has the members that its admin admits. Who needs distinct humans looks at `tour.mjs`.

import { randomBytes } from "node:crypto";
import { Keyring } from "@polkadot/keyring";
import { Chain, eventOf, proofWords, word } from "@census/sdk/chain";
import { endProver, Group, Identity, prove } from "@census/sdk/prove";

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
const index = await chain.ask("groups_memberIndex", group, String(me.commitment));
const merkleProof = await chain.ask("groups_merkleProof", group, index);
console.log(`4. The node gave me my Merkle proof: ${merkleProof.siblings.length} siblings.`);

// 5. I prove, on my own machine: "a member of this group says this, once in this scope".
const started = Date.now();
const proof = await prove(me, merkleProof, "one human, one voice", "census example");
console.log(`5. I made a zero-knowledge proof in ${Date.now() - started} ms.`);
console.log(`   It shows a nullifier, ${short(proof.nullifier)}, and not who I am.`);

// 6. Anyone may hand it in: Bob does, so that not even my account is known. He pays for the bytes that
// my nullifier takes from now on.
const { accepted } = await chain.ask("groups_verifyProof", group, proof);
console.log(`6. Asked beforehand, the node says it would be ${accepted ? "accepted" : "refused"}.`);
if (!accepted) throw new Error("the proof would be refused");
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

await endProver();
await chain.disconnect();
