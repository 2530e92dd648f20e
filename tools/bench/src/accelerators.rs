//! What saves work at verification changes no outcome: the same blocks are made and imported whatever
//! is on, and blocks that claim another outcome are refused.
//!
//! `LAYER_CASES` says how many random blocks to try, `LAYER_SEED` where to begin.

use crate::{
	chain::Chain,
	groups::{together, Published},
};
use census_groth16::semaphore_key;
use census_primitives::{semaphore_inputs, CircuitId};
use census_runtime::{opaque::Block, Hash, Nonce, Runtime, RuntimeCall, RuntimeEvent};
use census_zk_host::accelerators::{counters, set_accelerators, Accelerators};
use census_zk_types::{SemaphoreProof, Word};
use codec::{Decode, Encode};
use frame_system::EventRecord;
use pallet_circuits::{Call as CircuitsCall, Claim, Definition, Layout, VERIFIER};
use pallet_groups::Call as GroupsCall;
use pallet_utility::Call as UtilityCall;
use sc_client_api::StorageProvider;
use sp_core::storage::StorageKey;
use sp_io::hashing::twox_128;
use sp_runtime::{traits::BlakeTwo256, traits::Hash as _, OpaqueExtrinsic, StateVersion};
use std::{collections::BTreeMap, env};

/// Groups with the members of each published proof.
const GROUPS: u32 = 6;
/// Transactions in a block.
const TRANSACTIONS: usize = 30;

/// A chain with what the proofs are for.
struct World {
	chain: Chain,
	published: [Published; 2],
	circuit: CircuitId,
	nonce: Nonce,
}

impl World {
	fn new() -> Self {
		let chain = Chain::new();
		let published = [Published::new(3), Published::new(20)];
		let mut calls = published[0].groups(0, GROUPS);
		calls.extend(published[1].groups(GROUPS, GROUPS));
		// A circuit that is not the node's own, as far as the node can know.
		let key = semaphore_key(20).unwrap().try_into().unwrap();
		let inputs = ["root", "nullifier", "message", "scope"]
			.map(|name| name.as_bytes().to_vec().try_into().unwrap());
		let inputs = inputs.to_vec().try_into().unwrap();
		let layout = Layout { verifier: VERIFIER, inputs, program: [1; 32], transcript: [2; 32] };
		let definition = Definition { key, layout };
		let circuit = definition.id();
		let Definition { key, layout } = definition;
		calls.push(RuntimeCall::Circuits(CircuitsCall::register {
			verifier: layout.verifier,
			key,
			inputs: layout.inputs,
			program: layout.program,
			transcript: layout.transcript,
		}));
		calls.push(RuntimeCall::Circuits(CircuitsCall::activate { circuit }));
		let mut nonce = 0;
		let transactions = together(&chain, &mut nonce, calls);
		chain.advance(&transactions);
		Self { chain, published, circuit, nonce }
	}

	/// A proof that holds or does not, of a group or of none, in a form that was or was not seen.
	fn proof(&self, random: &mut Random) -> SemaphoreProof {
		let published = &self.published[random.below(2) as usize];
		let mut proof = published.form(random.below(50));
		match random.below(10) {
			0 => proof.message.0[7] ^= 1,
			1 => proof.points[1] = Word::from(1),
			2 => proof.points[6..].fill(Word::default()),
			3 => proof.points[0] = Word([0xff; 32]),
			4 => proof.nullifier.0[31] ^= 1,
			5 => proof.merkle_tree_depth ^= 1,
			_ => {}
		}
		proof
	}

	fn claim(&self, random: &mut Random) -> Claim {
		let mut proof = self.published[1].form(random.below(50));
		if random.below(3) == 0 {
			proof.scope.0[30] ^= 1;
		}
		let mut inputs = semaphore_inputs(&proof).to_vec();
		if random.below(8) == 0 {
			inputs.pop();
		}
		Claim { inputs: inputs.try_into().unwrap(), proof: proof.points }
	}

	fn call(&self, random: &mut Random) -> RuntimeCall {
		let group = random.below(u64::from(2 * GROUPS)) as u32;
		let circuit = self.circuit;
		match random.below(8) {
			0 => {
				let proofs = (0..random.below(7)).map(|_| self.proof(random)).collect::<Vec<_>>();
				let proofs = proofs.try_into().unwrap();
				RuntimeCall::Groups(GroupsCall::validate_proofs { group, proofs })
			}
			1 => {
				let Claim { inputs, proof } = self.claim(random);
				let proof = Box::new(proof);
				RuntimeCall::Circuits(CircuitsCall::submit_proof { circuit, inputs, proof })
			}
			2 => {
				let claims = (0..random.below(7)).map(|_| self.claim(random)).collect::<Vec<_>>();
				let claims = claims.try_into().unwrap();
				RuntimeCall::Circuits(CircuitsCall::submit_proofs { circuit, claims })
			}
			3 => {
				let calls = (0..random.below(4)).map(|_| self.call(random)).collect();
				RuntimeCall::Utility(UtilityCall::force_batch { calls })
			}
			_ => {
				let proof = self.proof(random).into();
				RuntimeCall::Groups(GroupsCall::validate_proof { group, proof })
			}
		}
	}

	fn transactions(&self, random: &mut Random) -> Vec<OpaqueExtrinsic> {
		let nonces = (self.nonce..).take(TRANSACTIONS);
		nonces.map(|nonce| self.chain.signed(nonce, self.call(random))).collect()
	}

	/// What happened in an imported block, by name.
	fn count_events(&self, block: Hash, counts: &mut BTreeMap<&str, u32>) {
		let key = [twox_128(b"System"), twox_128(b"Events")].concat();
		let events = self.chain.client.storage(block, &StorageKey(key)).unwrap().unwrap();
		let events = Vec::<EventRecord<RuntimeEvent, Hash>>::decode(&mut &events.0[..]).unwrap();
		for record in events {
			let name = match record.event {
				RuntimeEvent::Groups(pallet_groups::Event::ProofValidated { .. }) => "validated",
				RuntimeEvent::Groups(pallet_groups::Event::ProofRefused { .. }) => "refused",
				RuntimeEvent::Circuits(pallet_circuits::Event::StatementProven { .. }) => "proven",
				RuntimeEvent::Circuits(pallet_circuits::Event::ProofRefused { .. }) => "unproven",
				RuntimeEvent::System(frame_system::Event::<Runtime>::ExtrinsicFailed {
					..
				}) => "failed",
				_ => continue,
			};
			*counts.entry(name).or_default() += 1;
		}
	}
}

/// Xorshift, as good as it need be.
struct Random(u64);

impl Random {
	fn below(&mut self, end: u64) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		(self.0 >> 20) % end
	}
}

/// All choices of accelerators.
fn choices() -> impl Iterator<Item = Accelerators> {
	(0..8).map(|bits| Accelerators {
		keys: bits & 1 > 0,
		accepts: bits & 2 > 0,
		batch: bits & 4 > 0,
	})
}

/// Turns accelerators on that have nothing in memory.
fn fresh(accelerators: Accelerators) {
	set_accelerators(Accelerators::NONE);
	set_accelerators(accelerators);
}

fn extrinsics_root(body: &[OpaqueExtrinsic]) -> Hash {
	BlakeTwo256::ordered_trie_root(body.iter().map(Encode::encode).collect(), StateVersion::V0)
}

/// A block with the outcome of `claimed` and the transactions of `executed`.
fn with_wrong_outcome(claimed: &Block, executed: &Block) -> Block {
	assert_eq!(extrinsics_root(&executed.extrinsics), executed.header.extrinsics_root);
	let mut block = executed.clone();
	block.header.state_root = claimed.header.state_root;
	block
}

fn number(variable: &str, default: u64) -> u64 {
	env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// One test, for the accelerators are those of the whole process.
#[test]
fn layers_change_no_outcome() {
	let world = World::new();
	let chain = &world.chain;
	let seed = number("LAYER_SEED", 1);
	let (mut mark, mut counts) = (0, BTreeMap::new());
	let mut mark = || {
		mark += 1;
		mark
	};
	for seed in seed..seed + number("LAYER_CASES", 3) {
		// A database keeps no more than 32 blocks of one number.
		chain.advance(&[]);
		let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
		let transactions = world.transactions(&mut random);
		// Blocks by which each choice of accelerators is told, all made without any.
		fresh(Accelerators::NONE);
		let reference = chain.make(0, &transactions);
		assert_eq!(reference.extrinsics.len(), TRANSACTIONS + 1);
		let mut blocks: Vec<_> = (0..16).map(|_| chain.make(mark(), &transactions)).collect();
		// With a proof that holds, and with one that does not.
		let other = |holds: bool| {
			let mut proof = world.published[0].form(seed);
			proof.message.0[0] ^= u8::from(!holds);
			let proof = proof.into();
			let call = RuntimeCall::Groups(GroupsCall::validate_proof { group: 0, proof });
			chain.make(u32::MAX, &[chain.signed(world.nonce, call)])
		};
		let (holds, fails) = (other(true), other(false));
		assert_ne!(holds.header.state_root, fails.header.state_root);

		for accelerators in choices() {
			fresh(accelerators);
			let hits = counters().accept_hits;
			let again = chain.make(0, &transactions);
			assert_eq!(
				again.header, reference.header,
				"seed {seed}, {accelerators:?}: made another block"
			);
			fresh(accelerators);
			for known in [false, true] {
				let block = blocks.pop().unwrap();
				let hash = block.header.hash();
				if let Err(error) = chain.import(block, false) {
					panic!("seed {seed}, {accelerators:?}, proofs known: {known}: {error}");
				}
				if accelerators == Accelerators::NONE && !known {
					world.count_events(hash, &mut counts);
				}
			}
			// The accelerators did something where they could.
			assert_eq!(counters().accept_hits > hits, accelerators.accepts);
			for (claimed, executed) in [(&holds, &fails), (&fails, &holds)] {
				let wrong = with_wrong_outcome(claimed, executed);
				let outcome = chain.import(wrong, false);
				assert!(
					outcome.is_err(),
					"seed {seed}, {accelerators:?}: a wrong outcome is imported"
				);
			}
		}
	}
	set_accelerators(Accelerators::NONE);
	for name in ["validated", "refused", "proven", "unproven", "failed"] {
		assert!(counts.contains_key(name), "no proof was {name}: {counts:?}");
	}
}
