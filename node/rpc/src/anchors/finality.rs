//! What a full node keeps of finality, for ever: the last block of each set of validators with its
//! justification, and the latest block with one.
//!
//! A node that started by warp sync has those of the sets since then. The justifications of earlier
//! ones it has seen and not kept, in this release of polkadot-sdk.

use census_receipt::Finalised;
use census_runtime::{opaque::Block, BlockNumber, Hash};
use codec::{Decode, Encode};
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

	/// The sets of validators that have ended, as far as they are known, each with the number of its
	/// last block; and how many have ended.
	fn ended(&self) -> (Vec<(u64, BlockNumber)>, u64) {
		let count = self.authority_set.set_id();
		// They would be told only where all since genesis are known.
		let sets = self.authority_set.authority_set_changes().encode();
		(Vec::decode(&mut &sets[..]).unwrap_or_default(), count)
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
		// Read before the sets: by then they tell of all that had ended.
		let latest = best_justification::<_, Block>(&*self.backend).map_err(text)?;
		let Some(latest) = latest else { return Ok(None) };
		let (latest_number, latest_hash) = latest.target();
		let (sets, count) = self.ended();
		let Some(numbers) = path(&sets, count, first_set, latest_number)? else { return Ok(None) };

		let mut blocks = Vec::new();
		let mut bytes = 0;
		for number in numbers {
			let block = if number == latest_number {
				let header = self.backend.blockchain().header(latest_hash).map_err(text)?;
				let header = header.ok_or("the latest final block's header is missing")?.encode();
				Finalised { header, justification: latest.encode() }
			} else {
				self.last_of_set(number)?
			};
			bytes += block.header.len() + block.justification.len();
			if bytes > MAX_BYTES {
				return Err("there are too many handovers for one receipt; ask for one since a \
				            later set of validators"
					.into());
			}
			blocks.push(block);
		}
		Ok(Some(blocks))
	}

	fn last_block(&self, set: u64) -> Option<Finalised> {
		let (sets, _) = self.ended();
		let (_, number) = sets.into_iter().find(|(other, _)| *other == set)?;
		self.last_of_set(number).ok()
	}
}

/// The numbers of the last blocks of the sets from `first_set` on that have ended by block `latest`,
/// and of that block. `None` where it is of an earlier set. `sets` are the ended ones that are known,
/// `count` is how many have ended.
fn path(
	sets: &[(u64, BlockNumber)],
	count: u64,
	first_set: u64,
	latest: BlockNumber,
) -> Result<Option<Vec<BlockNumber>>, String> {
	let count = sets.last().map_or(count, |(set, _)| count.max(set + 1));
	// Blocks may have become final since the latest one was asked for.
	let after = sets.iter().filter(|(_, number)| *number > latest).count() as u64;
	let ended = count.saturating_sub(after);
	let mut numbers = Vec::new();
	for set in first_set..ended {
		let known = sets.iter().find(|(other, _)| *other == set);
		let (_, number) = known.ok_or_else(|| {
			format!("this node started after set {set}; ask for a receipt since a later one")
		})?;
		numbers.push(*number);
	}
	// The latest block is the last one of a set that has ended, or one of the set after it.
	let last_of_its_set = sets.iter().any(|(_, number)| *number == latest);
	if !last_of_its_set && first_set <= ended {
		numbers.push(latest);
	}
	Ok((!numbers.is_empty()).then_some(numbers))
}

#[cfg(test)]
mod tests {
	use super::path;

	const SETS: [(u64, u32); 3] = [(0, 10), (1, 20), (2, 30)];

	#[test]
	fn a_path_leads_from_set_to_set_to_the_latest_block() {
		assert_eq!(path(&[], 0, 0, 5), Ok(Some(vec![5])));
		assert_eq!(path(&SETS, 3, 0, 35), Ok(Some(vec![10, 20, 30, 35])));
		assert_eq!(path(&SETS, 3, 2, 35), Ok(Some(vec![30, 35])));
		assert_eq!(path(&SETS, 3, 3, 35), Ok(Some(vec![35])));
	}

	#[test]
	fn the_last_block_of_a_set_is_there_once() {
		assert_eq!(path(&SETS, 3, 0, 30), Ok(Some(vec![10, 20, 30])));
		assert_eq!(path(&SETS, 3, 2, 30), Ok(Some(vec![30])));
		// The next set has no final block yet.
		assert_eq!(path(&SETS, 3, 3, 30), Ok(None));
	}

	#[test]
	fn there_is_none_from_a_set_that_is_yet_to_come() {
		assert_eq!(path(&[], 0, 1, 5), Ok(None));
		assert_eq!(path(&SETS, 3, 4, 35), Ok(None));
		assert_eq!(path(&SETS, 3, u64::MAX, 35), Ok(None));
	}

	#[test]
	fn sets_that_ended_since_the_latest_block_was_asked_for_do_not_matter() {
		assert_eq!(path(&SETS, 3, 0, 15), Ok(Some(vec![10, 15])));
		assert_eq!(path(&SETS, 3, 0, 20), Ok(Some(vec![10, 20])));
		assert_eq!(path(&SETS, 2, 1, 25), Ok(Some(vec![20, 25])));
		assert_eq!(path(&SETS, 3, 2, 15), Ok(None));
	}

	/// A node that started from a later block knows sets from there on, and perhaps some others.
	#[test]
	fn sets_that_are_not_known_yet_are_no_excuse_for_a_wrong_path() {
		for known in [&[][..], &[(7, 80)], &[(0, 10), (7, 80)], &[(0, 10), (1, 20), (7, 80)]] {
			let count = if known.is_empty() { 7 } else { 8 };
			assert!(path(known, count, 0, 85).is_err());
			assert!(path(known, count, count - 2, 85).is_err());
			assert_eq!(path(known, count, count, 85), Ok(Some(vec![85])));
		}
		assert_eq!(path(&[(7, 80)], 8, 7, 85), Ok(Some(vec![80, 85])));
	}
}
