//! What a full node keeps of finality, for ever: the last block of each set of validators with its
//! justification, and the latest block with one.

use census_receipt::Finalised;
use census_runtime::{opaque::Block, BlockNumber, Hash};
use codec::Encode;
use sc_client_api::Backend;
use sc_consensus_grandpa::{best_justification, SharedAuthoritySet, GRANDPA_ENGINE_ID};
use sp_blockchain::{Backend as _, HeaderBackend};
use std::sync::Arc;

/// The most bytes of blocks for one receipt: in hexadecimal they fit into the 15 MiB that a node sends
/// at a time unless it is told otherwise.
const MAX_BYTES: usize = 7 * 1024 * 1024;

/// What receipts ask of finality.
pub(crate) trait Finality: Send + Sync {
	/// The last block of each set of validators from `first_set` on, and the latest one with a
	/// justification, if that is a later one. `None` where there has been no such set.
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String>;

	/// The last block of a set of validators. `None` where it has none yet, or it is not known.
	fn last_block(&self, set: u64) -> Option<Finalised>;
}

/// GRANDPA's finality, as a full node keeps it.
pub(crate) struct Grandpa<B> {
	backend: Arc<B>,
	authority_set: SharedAuthoritySet<Hash, BlockNumber>,
}

impl<B: Backend<Block>> Grandpa<B> {
	/// Answers from this database.
	pub(crate) fn new(
		backend: Arc<B>,
		authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	) -> Self {
		Self { backend, authority_set }
	}

	/// The last block of a set.
	fn last_of_set(&self, number: BlockNumber) -> Result<Finalised, String> {
		let chain = self.backend.blockchain();
		let text = |error: sp_blockchain::Error| error.to_string();
		let missing = || format!("block {number} or its justification is not known yet");
		let hash = chain.hash(number).map_err(text)?.ok_or_else(missing)?;
		let header = chain.header(hash).map_err(text)?.ok_or_else(missing)?;
		let justification = chain
			.justifications(hash)
			.map_err(text)?
			.and_then(|all| all.into_justification(GRANDPA_ENGINE_ID))
			.ok_or_else(missing)?;
		Ok(Finalised { header: header.encode(), justification })
	}
}

impl<B: Backend<Block>> Finality for Grandpa<B> {
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String> {
		let text = |error: sp_blockchain::Error| error.to_string();
		// Read before the sets, so that it is no block of a set that follows them.
		let latest = best_justification::<_, Block>(&*self.backend).map_err(text)?;
		let sets = self.authority_set.authority_set_changes();
		let sets = sets.iter_from(0).ok_or(
			"the sets of validators before the block from which this node started are not known \
			 yet; ask again when it has all headers",
		)?;
		let Some(latest) = latest else { return Ok(None) };
		let (latest_number, latest_hash) = latest.target();

		let mut blocks = Vec::new();
		let mut bytes = 0;
		let mut next_set = 0;
		let mut add = |block: Finalised| {
			bytes += block.header.len() + block.justification.len();
			blocks.push(block);
			if bytes > MAX_BYTES {
				return Err("there are too many handovers for one receipt; ask for one since a \
				            later set of validators");
			}
			Ok(())
		};
		let mut last = None;
		for (set, number) in sets.filter(|(_, number)| *number <= latest_number) {
			next_set = set + 1;
			last = Some(*number);
			if *set >= first_set {
				add(self.last_of_set(*number)?)?;
			}
		}
		if last != Some(latest_number) && next_set >= first_set {
			let header = self.backend.blockchain().header(latest_hash).map_err(text)?;
			let header = header.ok_or("the latest final block's header is missing")?.encode();
			add(Finalised { header, justification: latest.encode() })?;
		}
		Ok((!blocks.is_empty()).then_some(blocks))
	}
	fn last_block(&self, set: u64) -> Option<Finalised> {
		let sets = self.authority_set.authority_set_changes();
		let (_, number) = sets.iter_from(0)?.find(|(other, _)| *other == set)?;
		self.last_of_set(*number).ok()
	}
}
