//! What a node keeps of finality beside what the SDK keeps: the validators of genesis, and the
//! handovers that a warp sync showed.
//!
//! A receipt needs the last block of each set of validators with its justification. A node that
//! starts by warp sync is shown all of them, checks them, and, by the SDK alone, forgets them. Here
//! they are kept, in the auxiliary part of its database, by the number of their set: each is written
//! once and read one at a time, and what counts is how many there are, which is written with them. So
//! a sync that is interrupted leaves what it had shown, and one that begins anew replaces it.
//!
//! Nothing here is believed when a receipt is made: every receipt is verified before it is handed
//! out.

use census_anchor_log::leaf::Authorities;
use census_receipt::{AuthoritySet, Finalised, Header};
use census_runtime::{BlockNumber, Hash};
use codec::{Decode, DecodeAll, Encode};
use sc_client_api::AuxStore;
use sc_consensus_grandpa::SharedAuthoritySet;
use std::sync::Arc;

/// The most bytes of handovers that are kept: those of 100 validators who change every day, for half
/// a century. What is shown beyond that is not kept.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Where the validators of genesis are.
const GENESIS: &[u8] = b"census_finality_genesis";
/// Where it is told how many handovers there are, and of how many bytes.
const KEPT: &[u8] = b"census_finality_kept";
/// Where the handovers are, each behind the number of its set.
const HANDOVER: &[u8] = b"census_finality_handover";

/// How many handovers are kept, from set 0 on, and of how many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode)]
struct Kept {
	sets: u64,
	bytes: u64,
}

/// What a node keeps of finality in its database.
pub struct Handovers<B> {
	database: Arc<B>,
}

impl<B> Clone for Handovers<B> {
	fn clone(&self) -> Self {
		Self { database: self.database.clone() }
	}
}

/// The present set of validators: its number, and its keys and weights in the runtime's order.
pub(crate) fn present(
	authority_set: &SharedAuthoritySet<Hash, BlockNumber>,
) -> Option<(u64, Authorities)> {
	// It is shown whole in SCALE only, beginning with these two.
	let whole = authority_set.clone_inner().encode();
	let (authorities, id) = <(Authorities, u64)>::decode(&mut &whole[..]).ok()?;
	Some((id, authorities))
}

fn key(set: u64) -> Vec<u8> {
	[HANDOVER, &set.to_be_bytes()].concat()
}

impl<B: AuxStore> Handovers<B> {
	/// What is in this database.
	pub fn new(database: Arc<B>) -> Self {
		Self { database }
	}

	/// Keeps the validators of genesis, as long as they are the present ones: once others have taken
	/// over, and genesis's state is gone, nothing else tells of them.
	///
	/// # Errors
	/// Those of the database.
	pub fn keep_genesis(
		&self,
		authority_set: &SharedAuthoritySet<Hash, BlockNumber>,
	) -> sp_blockchain::Result<()> {
		match present(authority_set) {
			Some((0, authorities)) if self.genesis()?.as_ref() != Some(&authorities) => {
				self.database.insert_aux(&[(GENESIS, &authorities.encode()[..])], &[])
			}
			_ => Ok(()),
		}
	}

	/// The validators of genesis, if they were kept.
	pub(crate) fn genesis(&self) -> sp_blockchain::Result<Option<Authorities>> {
		self.read(GENESIS)
	}

	/// The last block of a set, if it was shown to this node.
	///
	/// # Errors
	/// Those of the database.
	pub fn of_set(&self, set: u64) -> sp_blockchain::Result<Option<Finalised>> {
		if set >= self.kept()?.sets {
			return Ok(None);
		}
		let found: Option<(Vec<u8>, Vec<u8>)> = self.read(&key(set))?;
		Ok(found.map(|(header, justification)| Finalised { header, justification }))
	}

	/// Keeps the last blocks of the sets from `first` on, which were checked: as many of `blocks` as
	/// hand over to a next set. From set 0 on they replace what was kept; else they must come behind
	/// it. Returns the number of the set after them.
	///
	/// # Errors
	/// Those of the database, and where there is no room.
	pub fn keep(
		&self,
		first: u64,
		blocks: impl IntoIterator<Item = Finalised>,
	) -> sp_blockchain::Result<u64> {
		let mut kept = if first == 0 { Kept::default() } else { self.kept()? };
		let mut set = self.set_before(first)?;
		let mut next = first;
		let mut new = Vec::new();
		let mut fits = kept.sets == first;
		for block in blocks {
			let Some(authorities) = successors(&block) else { break };
			// Whoever served it may have added what counts for nothing.
			let block = block.trimmed(set.as_ref()).map_err(told)?;
			let value = (&block.header, &block.justification).encode();
			let bytes = kept.bytes.saturating_add(value.len() as u64);
			fits = fits && bytes <= MAX_BYTES;
			if fits {
				new.push((key(next), value));
				kept = Kept { sets: next.saturating_add(1), bytes };
			}
			next = next.saturating_add(1);
			set = AuthoritySet::new(next, authorities).ok();
		}
		let count = kept.encode();
		let mut entries: Vec<(&[u8], &[u8])> = vec![(KEPT, &count)];
		entries.extend(new.iter().map(|(key, value)| (&key[..], &value[..])));
		self.database.insert_aux(&entries, &[])?;
		if fits {
			Ok(next)
		} else {
			Err(told("handovers are missing before these, or there is no room for them"))
		}
	}

	/// The set of this number, as far as what is kept tells of it.
	fn set_before(&self, number: u64) -> sp_blockchain::Result<Option<AuthoritySet>> {
		let authorities = match number.checked_sub(1) {
			None => self.genesis()?,
			Some(before) => self.of_set(before)?.as_ref().and_then(successors),
		};
		Ok(authorities.and_then(|authorities| AuthoritySet::new(number, authorities).ok()))
	}

	fn kept(&self) -> sp_blockchain::Result<Kept> {
		Ok(self.read(KEPT)?.unwrap_or_default())
	}

	fn read<T: Decode>(&self, key: &[u8]) -> sp_blockchain::Result<Option<T>> {
		let found = self.database.get_aux(key)?;
		found.map(|bytes| T::decode_all(&mut &bytes[..]).map_err(told)).transpose()
	}
}

/// The validators to whom a block hands over.
pub(crate) fn successors(block: &Finalised) -> Option<Authorities> {
	Header::read(&block.header).ok()?.handover().ok()?
}

fn told(error: impl ToString) -> sp_blockchain::Error {
	sp_blockchain::Error::Backend(error.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use census_runtime::opaque::Block;
	use sp_core::{ed25519, Pair, H256};
	use sp_runtime::{
		traits::{Block as BlockT, Header as _},
		Digest, DigestItem,
	};

	type BlockHeader = <Block as BlockT>::Header;

	/// A database in memory.
	type Database = sc_client_api::in_mem::Blockchain<Block>;

	fn database() -> Arc<Database> {
		Arc::new(Database::new())
	}

	pub(crate) fn validator(set: u64) -> ed25519::Pair {
		ed25519::Pair::from_seed(&[set as u8; 32])
	}

	/// The last block of a set of one validator, which hands over to the next; or one that does not
	/// hand over. `fork` tells blocks of one set apart.
	pub(crate) fn block(set: u64, hands_over: bool, fork: u8) -> Finalised {
		let next: Authorities = vec![(validator(set + 1).public().0, 1)];
		let mut logs = vec![DigestItem::PreRuntime(*b"BABE", vec![fork])];
		if hands_over {
			logs.push(DigestItem::Consensus(*b"FRNK", (1u8, next, 0u32).encode()));
		}
		let zero = H256::zero();
		let number = 10 * (set as u32 + 1);
		let header = BlockHeader::new(number, zero, zero, zero, Digest { logs });
		let target = (header.hash(), number);
		let vote = |voter: &ed25519::Pair| {
			(target, voter.sign(&(1u8, target, 1u64, set).encode()), voter.public())
		};
		// A stranger's vote counts for nothing, and nor does one that is there twice.
		let stranger = ed25519::Pair::from_seed(&[99; 32]);
		let votes = vec![vote(&validator(set)), vote(&stranger), vote(&validator(set))];
		let justification = (1u64, target, votes, Vec::<BlockHeader>::new()).encode();
		Finalised { header: header.encode(), justification }
	}

	fn kept(handovers: &Handovers<Database>) -> Vec<Vec<u8>> {
		let headers = (0..).map_while(|set| handovers.of_set(set).unwrap());
		headers.map(|block| block.header).collect()
	}

	fn headers(blocks: &[Finalised]) -> Vec<Vec<u8>> {
		blocks.iter().map(|block| block.header.clone()).collect()
	}

	#[test]
	fn what_a_sync_shows_is_there_after_a_restart() {
		let database = database();
		let blocks: Vec<_> = (0..5).map(|set| block(set, set < 4, 0)).collect();
		let handovers = Handovers::new(database.clone());
		assert_eq!(handovers.keep(0, blocks[..2].to_vec()).unwrap(), 2);
		assert_eq!(kept(&handovers), headers(&blocks[..2]));
		drop(handovers);
		// The last one hands over to nobody: it is the latest final block, and no set's last.
		let handovers = Handovers::new(database);
		assert_eq!(handovers.keep(2, blocks[2..].to_vec()).unwrap(), 4);
		assert_eq!(kept(&handovers), headers(&blocks[..4]));
		assert_eq!(handovers.of_set(4).unwrap(), None);
		assert_eq!(handovers.of_set(u64::MAX).unwrap(), None);
	}

	#[test]
	fn a_sync_that_begins_anew_replaces_all_that_was_kept() {
		let handovers = Handovers::new(database());
		handovers.keep(0, (0..4).map(|set| block(set, true, 0))).unwrap();
		let other: Vec<_> = (0..2).map(|set| block(set, true, 1)).collect();
		handovers.keep(0, other.clone()).unwrap();
		assert_eq!(kept(&handovers), headers(&other), "nothing of the other history is left");
	}

	#[test]
	fn there_is_never_a_gap() {
		let handovers = Handovers::new(database());
		handovers.keep(0, [block(0, true, 0)]).unwrap();
		assert!(handovers.keep(2, [block(2, true, 0)]).is_err());
		assert_eq!(kept(&handovers), headers(&[block(0, true, 0)]));
		assert_eq!(handovers.keep(1, [block(1, true, 0)]).unwrap(), 2);
	}

	#[test]
	fn what_counts_for_nothing_is_not_kept() {
		let handovers = Handovers::new(database());
		let blocks = [block(0, true, 0), block(1, true, 0)];
		handovers.keep(0, blocks.clone()).unwrap();
		let votes = |set: u64| {
			let kept = handovers.of_set(set).unwrap().unwrap();
			(blocks[set as usize].justification.len() - kept.justification.len()) / 132
		};
		// Who set 0 was is not known to this database, so that a stranger is none.
		assert_eq!((votes(0), votes(1)), (1, 2));
	}
}
