//! What a full node keeps of finality, for ever: the last block of each set of validators with its
//! justification, and the latest block with one.
//!
//! A node that started by warp sync has those of the sets since then by the SDK, and those of earlier
//! ones as the sync showed them: see [`Handovers`].

use super::handovers::{present, successors, Handovers};
use census_anchor_log::leaf::Authorities;
use census_receipt::{Finalised, Header};
use census_runtime::{opaque::Block, BlockNumber, Hash};
use codec::{Decode, Encode};
use sc_client_api::Backend;
use sc_consensus_grandpa::{best_justification, SharedAuthoritySet, GRANDPA_ENGINE_ID};
use sp_blockchain::{Backend as _, HeaderBackend};
use std::{ops::Range, sync::Arc};

/// The most bytes of blocks for one receipt: in hexadecimal they fit into the 15 MiB that a node sends
/// at a time unless it is told otherwise.
const MAX_BYTES: usize = 7 * 1024 * 1024;

/// What receipts ask of finality.
pub(crate) trait Finality: Send + Sync {
	/// The last block of each set of validators from `first_set` on, and the latest one with a
	/// justification, if that is a later one. `None` where there has been no such set.
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String>;

	/// The validators of a set. `None` where it is not known.
	fn authorities(&self, set: u64) -> Result<Option<Authorities>, String>;
}

/// GRANDPA's finality, as a full node keeps it.
pub(crate) struct Grandpa<B> {
	backend: Arc<B>,
	authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	handovers: Handovers<B>,
}

/// A set of validators that has ended, and the number of its last block.
type Ended = (u64, BlockNumber);

fn text(error: sp_blockchain::Error) -> String {
	error.to_string()
}

impl<B: Backend<Block>> Grandpa<B> {
	/// Answers from this database.
	pub(crate) fn new(
		backend: Arc<B>,
		authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	) -> Self {
		Self { handovers: Handovers::new(backend.clone()), backend, authority_set }
	}

	/// The sets of validators that have ended, as far as the SDK lists them, and how many have.
	fn ended(&self) -> (Vec<Ended>, u64) {
		let count = self.authority_set.set_id();
		// They would be told only where all since genesis are known.
		let sets = self.authority_set.authority_set_changes().encode();
		(Vec::decode(&mut &sets[..]).unwrap_or_default(), count)
	}

	/// The number of the last block of a set.
	fn number_of_last(&self, sets: &[Ended], set: u64) -> Option<BlockNumber> {
		number_in(sets, set).or_else(|| {
			let block = self.handovers.of_set(set).ok()??;
			Some(Header::read(&block.header).ok()?.number)
		})
	}

	/// The last block of a set: from the chain, or as it was shown when this node started.
	fn last_of_set(&self, sets: &[Ended], set: u64) -> Result<Option<Finalised>, String> {
		if let Some(number) = number_in(sets, set) {
			let block = self.justified(number)?;
			if block.is_some() {
				return Ok(block);
			}
		}
		let shown = self.handovers.of_set(set).map_err(text)?;
		Ok(shown.filter(|block| self.may_be_on_the_chain(block)))
	}

	/// A block of the chain with its justification, if it has one here.
	fn justified(&self, number: BlockNumber) -> Result<Option<Finalised>, String> {
		let chain = self.backend.blockchain();
		let Some(hash) = chain.hash(number).map_err(text)? else { return Ok(None) };
		let Some(header) = chain.header(hash).map_err(text)? else { return Ok(None) };
		let justification = chain
			.justifications(hash)
			.map_err(text)?
			.and_then(|all| all.into_justification(GRANDPA_ENGINE_ID));
		Ok(justification.map(|justification| Finalised { header: header.encode(), justification }))
	}

	/// Whether the chain has this block, or none of its number yet.
	fn may_be_on_the_chain(&self, block: &Finalised) -> bool {
		let Ok(header) = Header::read(&block.header) else { return false };
		match self.backend.blockchain().hash(header.number) {
			Ok(Some(hash)) => hash.0 == header.hash,
			Ok(None) => true,
			Err(_) => false,
		}
	}
}

impl<B: Backend<Block>> Finality for Grandpa<B> {
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String> {
		// Read before the sets: by then they tell of all that had ended.
		let latest = best_justification::<_, Block>(&*self.backend).map_err(text)?;
		let Some(latest) = latest else { return Ok(None) };
		let (latest_number, latest_hash) = latest.target();
		let (sets, count) = self.ended();
		let last_of = |set| self.number_of_last(&sets, set);
		let path = path(&sets, count, first_set, latest_number, last_of);
		let Some((ended, goes_on)) = path else { return Ok(None) };

		let mut blocks = Vec::new();
		let mut bytes = 0;
		let mut add = |block: Finalised| {
			bytes += block.header.len() + block.justification.len();
			if bytes > MAX_BYTES {
				return Err("there are too many handovers for one receipt; ask for one since a \
				            later set of validators");
			}
			blocks.push(block);
			Ok(())
		};
		for set in ended {
			let block = self.last_of_set(&sets, set)?.ok_or_else(|| {
				format!(
					"this node has no justification of the last block of set {set}; ask for a \
					 receipt since a later set, or another node"
				)
			})?;
			add(block)?;
		}
		if goes_on {
			let header = self.backend.blockchain().header(latest_hash).map_err(text)?;
			let header = header.ok_or("the latest final block's header is missing")?.encode();
			add(Finalised { header, justification: latest.encode() })?;
		}
		Ok(Some(blocks))
	}

	fn authorities(&self, set: u64) -> Result<Option<Authorities>, String> {
		let named = match set.checked_sub(1) {
			None => self.handovers.genesis().map_err(text)?,
			Some(before) => {
				let (sets, _) = self.ended();
				self.last_of_set(&sets, before)?.as_ref().and_then(successors)
			}
		};
		// Where nothing names it, it may have been forced upon the chain, and be the present one.
		Ok(named.or_else(|| {
			let (id, authorities) = present(&self.authority_set)?;
			(id == set).then_some(authorities)
		}))
	}
}

fn number_in(sets: &[Ended], set: u64) -> Option<BlockNumber> {
	sets.iter().find(|(other, _)| *other == set).map(|(_, number)| *number)
}

/// Which sets from `first_set` on have ended by block `latest`, and whether that block is of the set
/// after them. `None` where it is of an earlier set. `sets` are the ended ones that are listed,
/// `count` is how many have ended, and `last_of` tells the number of a set's last block.
fn path(
	sets: &[Ended],
	count: u64,
	first_set: u64,
	latest: BlockNumber,
	last_of: impl Fn(u64) -> Option<BlockNumber>,
) -> Option<(Range<u64>, bool)> {
	let count = sets.last().map_or(count, |(set, _)| count.max(set + 1));
	// Blocks may have become final since the latest one was asked for.
	let after = sets.iter().filter(|(_, number)| *number > latest).count() as u64;
	let ended = count.saturating_sub(after);
	// The latest block is the last one of a set that has ended, or one of the set after it.
	let is_last_of_its_set = ended.checked_sub(1).and_then(last_of) == Some(latest);
	let goes_on = !is_last_of_its_set && first_set <= ended;
	(first_set < ended || goes_on).then_some((first_set..ended, goes_on))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::anchors::handovers::tests::{block, validator};
	use sc_client_api::{in_mem::Backend as Database, AuxStore, NewBlockState};
	use sp_core::Pair;
	use sp_runtime::traits::Block as BlockT;

	type BlockHeader = <Block as BlockT>::Header;

	fn authorities(set: u64) -> Authorities {
		vec![(validator(set).public().0, 1)]
	}

	/// The SDK's set of this number, with the ended ones that it lists.
	fn authority_set(set: u64, listed: &[Ended]) -> SharedAuthoritySet<Hash, BlockNumber> {
		// No change is pending, nor was one ever forced.
		let pending = (Vec::<u8>::new(), None::<BlockNumber>, Vec::<u8>::new());
		let whole = (authorities(set), set, pending, listed.to_vec()).encode();
		sc_consensus_grandpa::AuthoritySet::decode(&mut &whole[..]).unwrap().into()
	}

	/// Puts a block into the database. The best one is found by its number.
	fn insert(database: &Database<Block>, block: &Finalised, state: NewBlockState) {
		let header = BlockHeader::decode(&mut &block.header[..]).unwrap();
		let blockchain = database.blockchain();
		blockchain.insert(header.hash(), header, None, None, state, true).unwrap();
	}

	/// A node that was shown the handovers of sets 0 to 3, and has seen block 50 finalised by set 4.
	fn warped(listed: &[Ended]) -> (Arc<Database<Block>>, Grandpa<Database<Block>>) {
		let database = Arc::new(Database::new());
		let handovers = Handovers::new(database.clone());
		handovers.keep_genesis(&authority_set(0, &[])).unwrap();
		handovers.keep(0, (0..4).map(|set| block(set, true, 0))).unwrap();
		let latest = block(4, false, 0);
		insert(&database, &latest, NewBlockState::Normal);
		let key = &b"grandpa_best_justification"[..];
		AuxStore::insert_aux(&*database, &[(key, &latest.justification[..])], &[]).unwrap();
		let finality = Grandpa::new(database.clone(), authority_set(4, listed));
		(database, finality)
	}

	fn headers(blocks: Vec<Finalised>) -> Vec<Vec<u8>> {
		blocks.into_iter().map(|block| block.header).collect()
	}

	/// Whether the SDK lists what it has fetched of the time before, or nothing yet.
	#[test]
	fn handovers_come_from_what_was_shown_where_the_chain_has_no_justification() {
		for listed in [&[][..], &[(0, 10), (1, 20), (2, 30), (3, 40)]] {
			let (database, finality) = warped(listed);
			insert(&database, &block(1, true, 0), NewBlockState::Best);
			for first in 0..=4 {
				let blocks = finality.blocks(first).unwrap().unwrap();
				let expected = (first..5).map(|set| block(set, set < 4, 0)).collect();
				assert_eq!(headers(blocks), headers(expected), "since set {first}");
				assert_eq!(finality.authorities(first), Ok(Some(authorities(first))));
			}
			assert_eq!(finality.blocks(5), Ok(None));
			assert_eq!(finality.authorities(5), Ok(None));
		}
	}

	#[test]
	fn what_was_shown_of_another_chain_is_of_no_use() {
		let (database, finality) = warped(&[]);
		insert(&database, &block(1, true, 1), NewBlockState::Best);
		for first in [0, 1] {
			let cause = finality.blocks(first).unwrap_err();
			assert!(cause.contains("no justification of the last block of set 1"), "{cause}");
		}
		assert!(finality.blocks(2).unwrap().is_some());
	}

	fn sets() -> [Ended; 3] {
		[(0, 10), (1, 20), (2, 30)]
	}

	fn path(sets: &[Ended], count: u64, first_set: u64, latest: u32) -> Option<(Range<u64>, bool)> {
		super::path(sets, count, first_set, latest, |set| number_in(sets, set))
	}

	#[test]
	fn a_path_leads_from_set_to_set_to_the_latest_block() {
		assert_eq!(path(&[], 0, 0, 5), Some((0..0, true)));
		assert_eq!(path(&sets(), 3, 0, 35), Some((0..3, true)));
		assert_eq!(path(&sets(), 3, 2, 35), Some((2..3, true)));
		assert_eq!(path(&sets(), 3, 3, 35), Some((3..3, true)));
	}

	#[test]
	fn the_last_block_of_a_set_is_there_once() {
		assert_eq!(path(&sets(), 3, 0, 30), Some((0..3, false)));
		assert_eq!(path(&sets(), 3, 2, 30), Some((2..3, false)));
		// The next set has no final block yet.
		assert_eq!(path(&sets(), 3, 3, 30), None);
	}

	#[test]
	fn there_is_none_from_a_set_that_is_yet_to_come() {
		assert_eq!(path(&[], 0, 1, 5), None);
		assert_eq!(path(&sets(), 3, 4, 35), None);
		assert_eq!(path(&sets(), 3, u64::MAX, 35), None);
	}

	#[test]
	fn sets_that_ended_since_the_latest_block_was_asked_for_do_not_matter() {
		assert_eq!(path(&sets(), 3, 0, 15), Some((0..1, true)));
		assert_eq!(path(&sets(), 3, 0, 20), Some((0..2, false)));
		assert_eq!(path(&sets(), 2, 1, 25), Some((1..2, true)));
		assert_eq!(path(&sets(), 3, 2, 15), None);
	}

	/// A node that started from a later block lists sets from there on, and perhaps some others.
	#[test]
	fn sets_that_are_not_listed_count_all_the_same() {
		for listed in
			[vec![], vec![(7, 80)], vec![(0, 10), (7, 80)], vec![(0, 10), (1, 20), (7, 80)]]
		{
			let count = if listed.is_empty() { 7 } else { 8 };
			assert_eq!(path(&listed, count, 0, 85), Some((0..count, true)));
			assert_eq!(path(&listed, count, count, 85), Some((count..count, true)));
		}
		// It started at a block that was its set's last, of which only the sync told.
		let shown = |set| (set == 6).then_some(70);
		assert_eq!(super::path(&[], 7, 0, 70, shown), Some((0..7, false)));
		assert_eq!(super::path(&[], 7, 7, 70, shown), None);
		assert_eq!(super::path(&[], 7, 7, 75, shown), Some((7..7, true)));
	}
}
