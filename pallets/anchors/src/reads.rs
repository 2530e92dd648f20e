//! What others may ask of the pallet. Nothing here writes; the caller bounds every count.

use crate::{
	log_impls::StoredNodes,
	types::{links_of, ordered},
	BlockNumberFor, ByAuthor, ByDigest, BySoftBinding, Commitments, Config, Entries, FirstSeen,
	HostHasher, Links, Log, Pallet, Rows, Tallies, Windows,
};
use alloc::{collections::VecDeque, vec::Vec};
use census_anchor_log::{
	leaf::{AnchorId, Details, Digest, Leaf, Link, Subject},
	proof, Hash, Hasher,
};
use census_primitives::{Page, PersonScopes, ScopeId};
use census_views::{anchors as views, AccountId};
use codec::Encode;
use sp_runtime::{traits::Zero, SaturatedConversion};

/// What one leaf is to an older one, as it is shown.
fn link_view(link: Link) -> views::Link {
	match link {
		Link::Derived(relation) => relation.into(),
		Link::Disputes => views::Link::Disputes,
		Link::Retracts => views::Link::Retracts,
	}
}

/// A page of leaves' numbers, of which storage has the big-endian bytes.
fn in_order(keys: impl Iterator<Item = [u8; 8]>, count: u32) -> Page<AnchorId, AnchorId> {
	Page::whole(keys.map(AnchorId::from_be_bytes), count, |index| *index, |index| index)
}

impl<T: Config> Pallet<T> {
	/// The log as it stands.
	pub fn log_view() -> views::AnchorLog {
		let log = Log::<T>::get();
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		views::AnchorLog {
			genesis: census_views::Hash(genesis.into()),
			count: log.count(),
			root: log.root::<HostHasher>(&Self::tree()).into(),
			peaks: log.peaks().iter().copied().map(Into::into).collect(),
		}
	}

	/// A leaf.
	pub fn leaf(index: AnchorId) -> Option<Leaf<T::AccountId>> {
		Entries::<T>::get(index).map(|entry| Leaf { index, entry })
	}

	/// The leaves behind index `after`.
	pub fn leaf_page(after: Option<AnchorId>, count: u32) -> Page<views::Leaf, AnchorId> {
		let start = after.map_or(0, |index| index.saturating_add(1));
		let leaf = |index| Self::leaf(index).map(Into::into);
		Page::of(start..Log::<T>::get().count(), count, |index| *index, leaf)
	}

	/// A leaf, and what of its row the state still has.
	pub fn anchor_view(index: AnchorId) -> Option<views::Anchor> {
		let leaf = Self::leaf(index)?.into();
		let row = Rows::<T>::get(index);
		let evictable_from = row.as_ref().map(|row| row.evictable_from.saturated_into());
		let (description, grounds) = match row.map(|row| row.details) {
			Some(Details::Description(description)) => (Some(description.into()), None),
			Some(Details::Statement(statement)) => (None, Some(statement.into())),
			None => (None, None),
		};
		Some(views::Anchor { leaf, description, grounds, evictable_from })
	}

	/// A leaf and its details in the bytes that their hashes are of.
	pub fn leaf_bytes(index: AnchorId) -> Option<views::LeafBytes> {
		let leaf = Self::leaf(index)?;
		let details = match (Rows::<T>::get(index).map(|row| row.details), &leaf.entry.subject) {
			(Some(Details::Description(description)), _) => Some(description.encode()),
			(Some(Details::Statement(statement)), _) => Some(statement.encode()),
			// It has none: the hash is that of no bytes.
			(None, Subject::Claim { .. }) => Some(Vec::new()),
			(None, _) => None,
		};
		Some(views::LeafBytes { leaf: leaf.encode().into(), details: details.map(Into::into) })
	}

	/// The anchor with which a hash was first seen, as a hash of its own, or, where it never was, as
	/// a batch's root, which proves nothing of a file with that hash.
	pub fn first_seen(digest: Digest) -> Option<views::Leaf> {
		[false, true]
			.into_iter()
			.find_map(|batch| FirstSeen::<T>::get((digest, batch)))
			.and_then(Self::leaf)
			.map(Into::into)
	}

	/// The anchors of a hash that have rows, in order, behind `after`.
	pub fn anchors_of(
		digest: Digest,
		after: Option<AnchorId>,
		count: u32,
	) -> Page<AnchorId, AnchorId> {
		let keys = match after {
			Some(after) => ByDigest::<T>::iter_key_prefix_from(
				digest,
				ByDigest::<T>::hashed_key_for(digest, ordered(after)),
			),
			None => ByDigest::<T>::iter_key_prefix(digest),
		};
		in_order(keys, count)
	}

	/// The anchors of a soft binding that have rows, in order, behind `after`.
	pub fn anchors_bound(
		binding: &views::SoftBinding,
		after: Option<AnchorId>,
		count: u32,
	) -> Page<AnchorId, AnchorId> {
		// What is shown of a binding has the bytes of what is stored.
		let binding = binding.using_encoded(HostHasher::hash);
		let keys = match after {
			Some(after) => BySoftBinding::<T>::iter_key_prefix_from(
				binding,
				BySoftBinding::<T>::hashed_key_for(binding, ordered(after)),
			),
			None => BySoftBinding::<T>::iter_key_prefix(binding),
		};
		in_order(keys, count)
	}

	/// An author's anchors, disputes and retractions that have rows, in order, behind `after`.
	pub fn anchors_by(
		author: T::AccountId,
		after: Option<AnchorId>,
		count: u32,
	) -> Page<AnchorId, AnchorId> {
		let keys = match after {
			Some(after) => ByAuthor::<T>::iter_key_prefix_from(
				&author,
				ByAuthor::<T>::hashed_key_for(&author, ordered(after)),
			),
			None => ByAuthor::<T>::iter_key_prefix(&author),
		};
		in_order(keys, count)
	}

	/// What has rows and is linked to an older leaf, in order, behind `after`: anchors that came
	/// from it, disputes and retractions.
	pub fn links_to(
		older: AnchorId,
		after: Option<AnchorId>,
		count: u32,
	) -> Page<views::Edge, AnchorId> {
		let links = Self::links(older, after);
		let edge = |(newer, link)| views::Edge { older, newer, link: link_view(link) };
		Page::whole(links, count, |(newer, _)| *newer, edge)
	}

	fn links(index: AnchorId, after: Option<AnchorId>) -> impl Iterator<Item = (AnchorId, Link)> {
		let links = match after {
			Some(after) => {
				let behind = Links::<T>::hashed_key_for(index, ordered(after));
				Links::<T>::iter_prefix_from(index, behind)
			}
			None => Links::<T>::iter_prefix(index),
		};
		links.map(|(newer, link)| (AnchorId::from_be_bytes(newer), link))
	}

	/// The anchors from which one came, and those from which they came, nearest first: at most
	/// `limit` steps. It ends where a row was evicted.
	pub fn ancestors(index: AnchorId, limit: u32) -> views::Lineage {
		Self::follow(index, limit, |newer, _| {
			let (Some(leaf), Some(row)) = (Self::leaf(newer), Rows::<T>::get(newer)) else {
				return Vec::new();
			};
			links_of(&leaf.entry.subject, &row.details)
				.into_iter()
				.map(|(older, link)| (older, views::Edge { older, newer, link: link_view(link) }))
				.collect()
		})
	}

	/// The anchors that came from one, and those that came from them, nearest first: at most
	/// `limit` steps. Disputes and retractions of each are told too.
	pub fn descendants(index: AnchorId, limit: u32) -> views::Lineage {
		Self::follow(index, limit, |older, room| {
			Self::links(older, None)
				.take(room as usize)
				.map(|(newer, link)| (newer, views::Edge { older, newer, link: link_view(link) }))
				.collect()
		})
	}

	/// Follows steps from an anchor breadth first, to each anchor once. `steps` is told how many
	/// are of use at the most.
	fn follow(
		index: AnchorId,
		limit: u32,
		steps: impl Fn(AnchorId, u32) -> Vec<(AnchorId, views::Edge)>,
	) -> views::Lineage {
		let mut lineage = views::Lineage::default();
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
	pub fn tallies(
		anchor: AnchorId,
		after: Option<views::TallyKey>,
		count: u32,
	) -> Page<views::Tally, views::TallyKey> {
		let tallies = match after {
			Some(views::TallyKey { window, claim }) => {
				let behind = Tallies::<T>::hashed_key_for(anchor, (window, claim));
				Tallies::<T>::iter_prefix_from(anchor, behind)
			}
			None => Tallies::<T>::iter_prefix(anchor),
		};
		Page::whole(
			tallies,
			count,
			|((window, claim), _)| views::TallyKey { window: *window, claim: *claim },
			|((window, claim), count)| views::Tally { window, claim, count },
		)
	}

	/// A claim window.
	pub fn window_view(id: ScopeId) -> Option<views::Window> {
		let window = Windows::<T>::get(id)?;
		Some(views::Window {
			window: id,
			open: !window.closed && T::PersonScopes::is_open(id),
			opener: AccountId::of(&window.opener),
			anchor: window.anchor,
			epoch: window.scope.epoch,
			electorate: window.scope.electorate,
			until: window.until.saturated_into(),
			slots: window.slots,
			used: window.used,
		})
	}

	/// A commitment that was not revealed or withdrawn.
	pub fn commitment(author: T::AccountId, commitment: Hash) -> Option<views::AnchorCommitment> {
		let made = Commitments::<T>::get(author, commitment)?;
		Some(views::AnchorCommitment {
			made: made.moment.into(),
			until: Self::last_reveal(&made).saturated_into(),
		})
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
