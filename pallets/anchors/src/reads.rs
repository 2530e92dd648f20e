//! What others may ask of the pallet. Nothing here writes; the caller bounds every count.

use crate::{
	claim_topic,
	log_impls::StoredNodes,
	types::{links_of, ordered},
	BlockNumberFor, ByAuthor, ByDigest, Call, Commitments, Config, Entries, FirstSeen, HostHasher,
	Links, Log, Pallet, Rows, Tallies, Windows,
};
use alloc::{collections::VecDeque, vec::Vec};
use census_anchor_log::{
	answers::{
		AnchorDetails, CommitmentDetails, Edge, Lineage, Link, LogDetails, RowDetails, Tally,
		WindowDetails,
	},
	leaf::{AnchorId, Digest, Leaf},
	proof,
	terms::Claim,
	Hash, MAX_LEAVES,
};
use census_primitives::{PersonScopes, ScopeId, Topic};
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	/// The log as it stands.
	pub fn log_details() -> LogDetails {
		let log = Log::<T>::get();
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		LogDetails {
			genesis: genesis.into(),
			count: log.count(),
			root: log.root::<HostHasher>(&Self::tree()),
			peaks: log.peaks().to_vec(),
		}
	}

	/// A leaf.
	pub fn leaf(index: AnchorId) -> Option<Leaf<T::AccountId>> {
		Entries::<T>::get(index).map(|entry| Leaf { index, entry })
	}

	/// Leaves `start..start + count`, as far as there are any.
	pub fn leaves(start: AnchorId, count: u32) -> Vec<Leaf<T::AccountId>> {
		let end = start.saturating_add(count.into()).min(Log::<T>::get().count());
		(start..end).filter_map(Self::leaf).collect()
	}

	/// A leaf, and its row if it still has one.
	pub fn anchor_details(
		index: AnchorId,
	) -> Option<AnchorDetails<T::AccountId, BlockNumberFor<T>>> {
		let leaf = Self::leaf(index)?;
		let row = Rows::<T>::get(index)
			.map(|row| RowDetails { details: row.details, evictable_from: row.evictable_from });
		Some(AnchorDetails { leaf, row })
	}

	/// The anchor with which a hash was first seen, as a hash of its own, or, where it never was, as
	/// a batch's root, which proves nothing of a file with that hash.
	pub fn first_seen(digest: Digest) -> Option<Leaf<T::AccountId>> {
		[false, true]
			.into_iter()
			.find_map(|batch| FirstSeen::<T>::get((digest, batch)))
			.and_then(Self::leaf)
	}

	/// The anchors of a hash that have rows, in order, behind `after`.
	pub fn anchors_of(digest: Digest, after: Option<AnchorId>, count: u32) -> Vec<AnchorId> {
		let keys = match after {
			Some(after) => ByDigest::<T>::iter_key_prefix_from(
				digest,
				ByDigest::<T>::hashed_key_for(digest, ordered(after)),
			),
			None => ByDigest::<T>::iter_key_prefix(digest),
		};
		keys.take(count as usize).map(AnchorId::from_be_bytes).collect()
	}

	/// An author's anchors, disputes and retractions that have rows, in order, behind `after`.
	pub fn anchors_by(author: T::AccountId, after: Option<AnchorId>, count: u32) -> Vec<AnchorId> {
		let keys = match after {
			Some(after) => ByAuthor::<T>::iter_key_prefix_from(
				&author,
				ByAuthor::<T>::hashed_key_for(&author, ordered(after)),
			),
			None => ByAuthor::<T>::iter_key_prefix(&author),
		};
		keys.take(count as usize).map(AnchorId::from_be_bytes).collect()
	}

	/// What has rows and is linked to an older leaf, in order, behind `after`: anchors that came
	/// from it, disputes and retractions.
	pub fn links_to(index: AnchorId, after: Option<AnchorId>, count: u32) -> Vec<(AnchorId, Link)> {
		let links = match after {
			Some(after) => {
				let behind = Links::<T>::hashed_key_for(index, ordered(after));
				Links::<T>::iter_prefix_from(index, behind)
			}
			None => Links::<T>::iter_prefix(index),
		};
		links
			.take(count as usize)
			.map(|(newer, link)| (AnchorId::from_be_bytes(newer), link))
			.collect()
	}

	/// The anchors from which one came, and those from which they came, nearest first: at most
	/// `limit` steps. It ends where a row was evicted.
	pub fn ancestors(index: AnchorId, limit: u32) -> Lineage {
		Self::follow(index, limit, |newer, _| {
			let (Some(leaf), Some(row)) = (Self::leaf(newer), Rows::<T>::get(newer)) else {
				return Vec::new();
			};
			links_of(&leaf.entry.subject, &row.details)
				.into_iter()
				.map(|(older, link)| (older, Edge { older, newer, link }))
				.collect()
		})
	}

	/// The anchors that came from one, and those that came from them, nearest first: at most
	/// `limit` steps. Disputes and retractions of each are told too.
	pub fn descendants(index: AnchorId, limit: u32) -> Lineage {
		Self::follow(index, limit, |older, room| {
			Self::links_to(older, None, room)
				.into_iter()
				.map(|(newer, link)| (newer, Edge { older, newer, link }))
				.collect()
		})
	}

	/// Follows steps from an anchor breadth first, to each anchor once. `steps` is told how many
	/// are of use at the most.
	fn follow(
		index: AnchorId,
		limit: u32,
		steps: impl Fn(AnchorId, u32) -> Vec<(AnchorId, Edge)>,
	) -> Lineage {
		let mut lineage = Lineage::default();
		let mut seen = alloc::collections::BTreeSet::from([index]);
		let mut queue = VecDeque::from([index]);
		while let Some(from) = queue.pop_front() {
			let room = limit.saturating_sub(lineage.edges.len() as u32);
			for (to, edge) in steps(from, room.saturating_add(1)) {
				if lineage.edges.len() >= limit as usize {
					lineage.truncated = true;
					return lineage;
				}
				lineage.edges.push(edge);
				if seen.insert(to) {
					queue.push_back(to);
				}
			}
		}
		lineage
	}

	/// How many persons claimed what of an anchor, by window, behind `after`.
	pub fn tallies(anchor: AnchorId, after: Option<(ScopeId, Claim)>, count: u32) -> Vec<Tally> {
		let tallies = match after {
			Some(after) => {
				let behind = Tallies::<T>::hashed_key_for(anchor, after);
				Tallies::<T>::iter_prefix_from(anchor, behind)
			}
			None => Tallies::<T>::iter_prefix(anchor),
		};
		tallies
			.take(count as usize)
			.map(|((window, claim), count)| Tally { window, claim, count })
			.collect()
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic.
	///
	/// Three reads: of the window, the scope and the log.
	pub fn admits(scope: ScopeId, topic: &Topic, call: &Call<T>) -> bool {
		match call {
			Call::claim { window, anchor, claim } => {
				*window == scope
					&& Self::admits_claim(scope, *topic, *anchor, *claim)
					&& Log::<T>::get().count() < MAX_LEAVES
			}
			_ => false,
		}
	}

	/// Whether a person who acts in this scope on this topic would make this claim of this anchor,
	/// and the scope's window would take it now: it is this anchor's, is open, and has a slot left.
	pub(crate) fn admits_claim(
		scope: ScopeId,
		topic: Topic,
		anchor: AnchorId,
		claim: Claim,
	) -> bool {
		topic == claim_topic(anchor, claim)
			&& Windows::<T>::get(scope).is_some_and(|window| {
				window.anchor == anchor
					&& !window.closed
					&& window.used < window.slots
					&& T::PersonScopes::is_open(scope)
			})
	}

	/// A claim window.
	pub fn window_details(id: ScopeId) -> Option<WindowDetails<T::AccountId, BlockNumberFor<T>>> {
		let window = Windows::<T>::get(id)?;
		Some(WindowDetails {
			open: !window.closed && T::PersonScopes::is_open(id),
			opener: window.opener,
			anchor: window.anchor,
			epoch: window.scope.epoch,
			electorate: window.scope.electorate,
			until: window.until,
			slots: window.slots,
			used: window.used,
		})
	}

	/// A commitment that was not revealed or withdrawn.
	pub fn commitment(
		author: T::AccountId,
		commitment: Hash,
	) -> Option<CommitmentDetails<BlockNumberFor<T>>> {
		let made = Commitments::<T>::get(author, commitment)?;
		Some(CommitmentDetails { moment: made.moment, until: Self::last_reveal(&made) })
	}

	/// The proof of a leaf in the log of `count` leaves: any size that the log ever had.
	pub fn inclusion_proof(index: AnchorId, count: u64) -> Option<Vec<Hash>> {
		(count <= Log::<T>::get().count())
			.then(|| proof::prove_inclusion(&StoredNodes::<T>::new(), index, count))?
	}

	/// The proof that the log of `old` leaves is the beginning of that of `new`: any two sizes that
	/// the log ever had.
	pub fn consistency_proof(old: u64, new: u64) -> Option<Vec<Hash>> {
		(new <= Log::<T>::get().count())
			.then(|| proof::prove_consistency(&StoredNodes::<T>::new(), old, new))?
	}
}
