//! Proofs that the chain accepts, without a prover: a published proof counts in every group with its
//! members, and has as many forms as one likes, none of which is known from another.

use crate::{batch::another, chain::Chain};
use census_runtime::{Nonce, RuntimeCall};
use census_vectors::semaphore;
use census_zk_types::{SemaphoreProof, Word};
use sp_runtime::OpaqueExtrinsic;

/// Groups in one call of many.
const GROUPS_PER_CALL: usize = 50;

/// A depth's published proof, and the members of its group.
pub(crate) struct Published {
	members: Vec<Word>,
	proof: SemaphoreProof,
	depth: u8,
}

impl Published {
	/// Of a depth from 1 to 32.
	pub(crate) fn new(depth: u8) -> Self {
		let published = semaphore::proof(depth);
		Self { members: published.member_words(), proof: published.proof.clone(), depth }
	}

	/// A form of the proof.
	pub(crate) fn form(&self, number: u64) -> SemaphoreProof {
		let bytes = another(self.depth, number).proof;
		let mut words = bytes.as_chunks().0.iter().copied().map(Word);
		let points = core::array::from_fn(|_| words.next().expect("a proof has eight numbers"));
		SemaphoreProof { points, ..self.proof.clone() }
	}

	/// Calls that open so many groups with its members, the first of them with this number.
	pub(crate) fn groups(&self, first: u32, count: u32) -> Vec<RuntimeCall> {
		let members = self.members.clone().try_into().expect("no more than the most");
		let add = pallet_groups::Call::add_members { group: 0, identity_commitments: members };
		(first..first + count)
			.flat_map(|number| {
				let mut add = add.clone();
				if let pallet_groups::Call::add_members { group, .. } = &mut add {
					*group = number;
				}
				let create = pallet_groups::Call::create_group {
					root_duration: None,
					instant_revocation: false,
				};
				[RuntimeCall::Groups(create), RuntimeCall::Groups(add)]
			})
			.collect()
	}
}

/// The calls, some together, as transactions from this nonce on.
pub(crate) fn together(
	chain: &Chain,
	nonce: &mut Nonce,
	calls: Vec<RuntimeCall>,
) -> Vec<OpaqueExtrinsic> {
	let mut transactions = Vec::new();
	for calls in calls.chunks(2 * GROUPS_PER_CALL) {
		let call = pallet_utility::Call::batch_all { calls: calls.to_vec() };
		transactions.push(chain.signed(*nonce, call.into()));
		*nonce += 1;
	}
	transactions
}
