//! What a warp sync shows on the way: each handover from one set of validators to the next is kept,
//! for receipts.
//!
//! The SDK checks the handovers and keeps none. Here its provider is wrapped: what its verifiers
//! accept goes into the node's database, [`Handovers`], before the sync goes on.

use census_receipt::Finalised;
use census_rpc::anchors::Handovers;
use census_runtime::{opaque::Block, BlockNumber, Hash};
use codec::Encode;
use log::warn;
use sc_client_api::AuxStore;
use sc_consensus_grandpa::{SharedAuthoritySet, GRANDPA_ENGINE_ID};
use sc_network_sync::strategy::warp::{
	EncodedProof, VerificationResult, Verifier, WarpSyncProvider,
};
use sp_runtime::{traits::Block as BlockT, Justifications};
use std::{error::Error, sync::Arc};

const LOG_TARGET: &str = "handovers";

/// A block with its justifications, as a verifier gives it.
type Shown = (<Block as BlockT>::Header, Justifications);

/// A provider whose verifiers keep the handovers that they accept.
pub(crate) struct KeepingProvider<B> {
	provider: Arc<dyn WarpSyncProvider<Block>>,
	authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	handovers: Handovers<B>,
}

impl<B> KeepingProvider<B> {
	/// Wraps a provider, whose verifiers begin at the present set of validators.
	pub(crate) fn new(
		provider: Arc<dyn WarpSyncProvider<Block>>,
		authority_set: SharedAuthoritySet<Hash, BlockNumber>,
		handovers: Handovers<B>,
	) -> Self {
		Self { provider, authority_set, handovers }
	}
}

impl<B: AuxStore + Send + Sync + 'static> WarpSyncProvider<Block> for KeepingProvider<B> {
	fn generate(&self, start: Hash) -> Result<EncodedProof, Box<dyn Error + Send + Sync>> {
		self.provider.generate(start)
	}

	fn create_verifier(&self) -> Box<dyn Verifier<Block>> {
		Box::new(KeepingVerifier {
			next: Some(self.authority_set.set_id()),
			verifier: self.provider.create_verifier(),
			handovers: self.handovers.clone(),
		})
	}
}

struct KeepingVerifier<B> {
	verifier: Box<dyn Verifier<Block>>,
	handovers: Handovers<B>,
	/// The set whose last block comes next. `None` once something could not be kept: what follows is
	/// of no use without it.
	next: Option<u64>,
}

impl<B: AuxStore> KeepingVerifier<B> {
	fn keep(&mut self, shown: &[Shown]) {
		let Some(first) = self.next else { return };
		let blocks = shown.iter().map_while(|(header, justifications)| {
			let justification = justifications.get(GRANDPA_ENGINE_ID)?.clone();
			Some(Finalised { header: header.encode(), justification })
		});
		self.next = match self.handovers.keep(first, blocks) {
			Ok(next) => Some(next),
			// The sync goes on: a node without receipts since genesis is a node.
			Err(error) => {
				warn!(
					target: LOG_TARGET,
					"Handovers from set {first} on are not kept, so that this node gives no receipts \
					 since then: {error}"
				);
				None
			}
		};
	}
}

impl<B: AuxStore + Send + Sync> Verifier<Block> for KeepingVerifier<B> {
	fn verify(
		&mut self,
		proof: &EncodedProof,
	) -> Result<VerificationResult<Block>, Box<dyn Error + Send + Sync>> {
		let result = self.verifier.verify(proof)?;
		match &result {
			VerificationResult::Partial(shown) | VerificationResult::Complete(_, shown) => {
				self.keep(shown);
			}
		}
		Ok(result)
	}

	fn next_proof_context(&self) -> Hash {
		self.verifier.next_proof_context()
	}

	fn status(&self) -> Option<String> {
		self.verifier.status()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_client_api::in_mem::Blockchain;
	use sp_runtime::{
		traits::{Block as BlockT, Header as _},
		Digest, DigestItem,
	};

	type Header = <Block as BlockT>::Header;

	/// The last block of a set, which hands over, or the latest block, which does not. Its number
	/// tells the set; its votes are none.
	fn block(set: u32, hands_over: bool) -> Shown {
		let next = vec![([set as u8; 32], 1u64)];
		let handover = DigestItem::Consensus(*b"FRNK", (1u8, next, 0u32).encode());
		let logs = if hands_over { vec![handover] } else { vec![] };
		let zero = Hash::zero();
		let header = Header::new(set, zero, zero, zero, Digest { logs });
		let justification = (1u64, header.hash(), set, Vec::<u8>::new(), Vec::<Header>::new());
		(header, (GRANDPA_ENGINE_ID, justification.encode()).into())
	}

	/// Gives so many sets' last blocks with each proof, and the latest block with the last one; a
	/// proof that is empty is refused.
	struct Script(Vec<Shown>);

	impl Verifier<Block> for Script {
		fn verify(
			&mut self,
			proof: &EncodedProof,
		) -> Result<VerificationResult<Block>, Box<dyn Error + Send + Sync>> {
			let count = *proof.0.first().ok_or("an empty proof")?;
			let shown: Vec<_> = self.0.drain(..usize::from(count)).collect();
			Ok(match (self.0.is_empty(), shown.last()) {
				(true, Some((last, _))) => VerificationResult::Complete(last.clone(), shown),
				_ => VerificationResult::Partial(shown),
			})
		}

		fn next_proof_context(&self) -> Hash {
			Hash::zero()
		}

		fn status(&self) -> Option<String> {
			None
		}
	}

	fn verifier(
		next: u64,
		database: &Arc<Blockchain<Block>>,
	) -> KeepingVerifier<Blockchain<Block>> {
		let blocks = (next as u32..).take(5).map(|set| block(set, true));
		let script = blocks.chain([block(99, false)]).collect();
		KeepingVerifier {
			verifier: Box::new(Script(script)),
			handovers: Handovers::new(database.clone()),
			next: Some(next),
		}
	}

	/// The numbers of the blocks that are kept.
	fn kept(database: &Arc<Blockchain<Block>>) -> Vec<u32> {
		let handovers = Handovers::new(database.clone());
		let blocks = (0..).map_while(|set| handovers.of_set(set).unwrap());
		blocks.map(|block| census_receipt::Header::read(&block.header).unwrap().number).collect()
	}

	#[test]
	fn what_a_verifier_accepts_is_kept_proof_by_proof() {
		let database = Arc::new(Blockchain::new());
		let mut sync = verifier(0, &database);
		assert!(sync.verify(&EncodedProof(vec![2])).is_ok());
		assert_eq!(kept(&database), [0, 1]);
		// What it refuses is not, and spoils nothing.
		assert!(sync.verify(&EncodedProof(vec![])).is_err());
		let last = sync.verify(&EncodedProof(vec![4]));
		assert!(matches!(last, Ok(VerificationResult::Complete(header, _)) if header.number == 99));
		assert_eq!(kept(&database), [0, 1, 2, 3, 4]);
	}

	#[test]
	fn a_sync_that_begins_anew_begins_anew() {
		let database = Arc::new(Blockchain::new());
		verifier(0, &database).verify(&EncodedProof(vec![5])).map(drop).unwrap();
		verifier(0, &database).verify(&EncodedProof(vec![1])).map(drop).unwrap();
		assert_eq!(kept(&database), [0]);
	}

	#[test]
	fn what_has_nothing_before_it_is_not_kept_and_the_sync_goes_on() {
		let database = Arc::new(Blockchain::new());
		let mut sync = verifier(3, &database);
		assert!(sync.verify(&EncodedProof(vec![2])).is_ok());
		assert!(sync.verify(&EncodedProof(vec![4])).is_ok());
		assert_eq!(kept(&database), [0; 0]);
	}
}
