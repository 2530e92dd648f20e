//! How leaves are appended to the log, and how a block's header comes to carry its root.

use crate::{
	types::{permanent_footprint, AuthoritySets},
	BalanceOf, BlockNumberFor, Config, DueSet, Entries, Error, Event, HostHasher, Log, LoggedSet,
	Nodes, Pallet,
};
use census_anchor_log::{
	leaf::{AnchorId, Author, Entry, Leaf, Moment, Subject},
	proof,
	shape::{pages_of_append, Node},
	tree::hash_details,
	Checkpoint, Hash, Tree, ENGINE_ID,
};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	traits::{
		fungible::Mutate,
		tokens::{Fortitude, Precision, Preservation},
		Defensive, Footprint, Time,
	},
};
use sp_runtime::{
	traits::{Convert, UniqueSaturatedInto, Zero},
	DigestItem,
};

/// The log's nodes in the chain's state.
pub(crate) struct StoredNodes<T>(core::marker::PhantomData<T>);

impl<T> StoredNodes<T> {
	pub(crate) fn new() -> Self {
		Self(core::marker::PhantomData)
	}
}

impl<T: Config> proof::Nodes for StoredNodes<T> {
	fn node(&self, node: Node) -> Option<Hash> {
		Nodes::<T>::get(node.page()).get(node.position()).copied()
	}
}

/// A leaf that was just appended.
pub(crate) struct Appended {
	/// Its index.
	pub(crate) index: AnchorId,
	/// How many pages of the log got new nodes.
	pub(crate) pages: u32,
}

impl<T: Config> Pallet<T> {
	/// The tree of this chain's log: bound to its genesis.
	pub fn tree() -> Tree {
		// The genesis hash alone is never forgotten.
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		Tree::log(genesis.into())
	}

	/// This block, and its time.
	pub(crate) fn moment() -> Moment {
		let block = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		Moment { block, time: T::Time::now() }
	}

	/// An entry of this block.
	pub(crate) fn entry(
		author: Author<T::AccountId>,
		subject: Subject,
		committed: Option<Moment>,
		details: Hash,
	) -> Entry<T::AccountId> {
		Entry { moment: Self::moment(), author, subject, committed, details }
	}

	/// Appends a leaf.
	pub(crate) fn append(entry: Entry<T::AccountId>) -> Result<Appended, Error<T>> {
		let tree = Self::tree();
		let mut log = Log::<T>::get();
		let leaf = Leaf { index: log.count(), entry };
		let hash = leaf.hash::<HostHasher>(&tree);
		let index = log
			.append::<HostHasher>(&tree, hash, |node, hash| {
				// A page has room for all its nodes, and they come in its order.
				let _ = Nodes::<T>::try_append(node.page(), hash).defensive();
			})
			.ok_or(Error::<T>::LogFull)?;
		Log::<T>::put(log);
		Entries::<T>::insert(index, leaf.entry);
		Ok(Appended { index, pages: pages_of_append(index) })
	}

	/// The price of what stays in state for ever.
	pub(crate) fn price(footprint: Footprint) -> BalanceOf<T> {
		T::PermanentPrice::convert(footprint)
	}

	/// Burns the price of something that stays in state for ever.
	pub(crate) fn burn(payer: &T::AccountId, footprint: Footprint) -> DispatchResult {
		T::Currency::burn_from(
			payer,
			Self::price(footprint),
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Ok(())
	}

	/// Burns the price of a leaf, and of the index of a hash that was never seen before.
	pub(crate) fn pay_for_leaf(
		payer: &T::AccountId,
		entry: &Entry<T::AccountId>,
		new_sight: bool,
	) -> DispatchResult {
		Self::burn(payer, permanent_footprint(entry, new_sight))
	}

	/// Notes that another authority set finalises from this block on than the one logged last. Says
	/// whether it is so. (A set that the last block's end brought is seen here; one that this block
	/// brings is about to change, and is seen in the next.)
	pub(crate) fn note_authority_set() -> bool {
		let Some(set) = T::AuthoritySets::current() else { return false };
		let due = LoggedSet::<T>::get() != Some(set);
		if due {
			DueSet::<T>::put(set);
		}
		due
	}

	/// Logs the authority set that is due, if one is.
	pub(crate) fn log_authority_set() {
		let Some(set) = DueSet::<T>::take() else { return };
		let details = T::AuthoritySets::authorities().using_encoded(hash_details::<HostHasher>);
		let entry = Self::entry(Author::Chain, Subject::AuthoritySet(set), None, details);
		// Only a log that has been full for ever takes none.
		let Ok(Appended { index, .. }) = Self::append(entry) else { return };
		LoggedSet::<T>::put(set);
		Self::deposit_event(Event::AuthoritySetLogged { leaf: index, set });
	}

	/// Puts the log's size and root into the block's header: in every block, so that every block
	/// with a justification is a checkpoint.
	pub(crate) fn deposit_checkpoint() {
		let log = Log::<T>::get();
		let root = log.root::<HostHasher>(&Self::tree());
		let checkpoint = Checkpoint::V1 { count: log.count(), root };
		let item = DigestItem::Consensus(ENGINE_ID, checkpoint.encode());
		frame_system::Pallet::<T>::deposit_log(item);
	}
}
