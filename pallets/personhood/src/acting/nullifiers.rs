//! Nullifiers: which are used, for how long they are kept, and what was declared with them. They are written here
//! and nowhere else.
//!
//! They lie in groups, each of which is pruned as a whole once none of its scopes can ever accept an act again.

use crate::{
	BlockNumberFor, Config, Declaration, Declarations, Nullifiers, Pallet, PruneEnds, PruneQueue,
	ScopeGroup, Use, WeightInfo,
};
use census_primitives::{Alias, PersonScope, ScopeId};
use frame_support::{traits::Defensive, weights::WeightMeter};

impl<T: Config> Pallet<T> {
	/// What a scope's nullifiers are kept under.
	pub(crate) fn group_of(scope: &PersonScope) -> ScopeGroup {
		match scope {
			PersonScope::Quota { epoch, .. } | PersonScope::Session { epoch } => {
				ScopeGroup::Epoch(*epoch)
			}
			PersonScope::Application { scope, .. } => ScopeGroup::Application(*scope),
		}
	}

	/// What became of a nullifier, if it was used.
	pub(crate) fn used(group: ScopeGroup, nullifier: Alias) -> Option<Use> {
		Nullifiers::<T>::get(group, nullifier)
	}

	/// Spends a nullifier, for good unless the act fails.
	pub(crate) fn spend(group: ScopeGroup, nullifier: Alias) {
		Nullifiers::<T>::insert(group, nullifier, Use::Spent);
	}

	/// Notes that so many attempts of a nullifier's act were made, and the next may be.
	pub(crate) fn note_attempts(group: ScopeGroup, nullifier: Alias, attempts: u8) {
		Nullifiers::<T>::insert(group, nullifier, Use::Attempted(attempts));
	}

	/// Keeps what a person has declared in an application scope, as long as its nullifier is kept.
	pub(crate) fn keep_declaration(scope: ScopeId, alias: Alias, declaration: Declaration) {
		Declarations::<T>::insert(scope, alias, declaration);
	}

	/// Puts a group of nullifiers that can never be accepted again into the queue for pruning.
	pub(crate) fn enqueue_prune(group: ScopeGroup) {
		PruneEnds::<T>::mutate(|(_, end)| {
			PruneQueue::<T>::insert(*end, group);
			*end = end.wrapping_add(1);
		});
	}

	/// Prunes nullifiers, the groups in their order.
	pub(crate) fn prune(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let (first, end) = PruneEnds::<T>::get();
		let mut place = first;
		'groups: while place != end && meter.try_consume(T::WeightInfo::prune_group()).is_ok() {
			if let Some(group) = PruneQueue::<T>::get(place).defensive() {
				for nullifier in Nullifiers::<T>::iter_key_prefix(group) {
					if meter.try_consume(T::WeightInfo::prune_nullifier()).is_err() {
						break 'groups;
					}
					Nullifiers::<T>::remove(group, nullifier);
					if let ScopeGroup::Application(scope) = group {
						Declarations::<T>::remove(scope, nullifier);
					}
				}
			}
			PruneQueue::<T>::remove(place);
			place = place.wrapping_add(1);
		}
		if place != first {
			PruneEnds::<T>::put((place, end));
		}
	}
}
