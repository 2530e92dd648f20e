//! Root windows: which roots of a group are accepted, and from when to when.
//!
//! Only a root that a block ended with is ever accepted: from the block after it on while it is
//! current, and then in the blocks `superseded .. superseded + root_duration`. It enters the history
//! when it is superseded. Two marks keep what is dead dead: a root superseded at or before
//! `revoked_through` or `expired_through` is refused for ever.

use crate::{BlockNumberFor, Config, Group, Pallet, RootHistory, SupersededRoots};
use census_primitives::{GroupId, ProofRefusal};
use census_zk_types::FieldElement;
use sp_runtime::traits::Saturating;

/// How many entries of the history one change of the root removes at most. It adds at most one,
/// so the history shrinks back to the group's window.
const PRUNED_PER_CHANGE: u32 = 2;

impl<T: Config> Group<T> {
	/// Whether a root superseded in block `superseded_at` is accepted in block `now`.
	pub(crate) fn check_superseded(
		&self,
		superseded_at: BlockNumberFor<T>,
		now: BlockNumberFor<T>,
	) -> Result<(), ProofRefusal> {
		if superseded_at <= self.revoked_through {
			return Err(ProofRefusal::RootRevoked);
		}
		let end = superseded_at.saturating_add(self.root_duration);
		if superseded_at <= self.expired_through || now >= end {
			return Err(ProofRefusal::RootExpired);
		}
		Ok(())
	}

	/// Kills all roots superseded up to and including block `now`.
	pub(crate) fn revoke_superseded(&mut self, now: BlockNumberFor<T>) {
		self.revoked_through = now;
	}

	/// Changes the duration. What has expired under the old one stays expired, and so does what is
	/// expired under the new one, should it grow again.
	pub(crate) fn set_root_duration(
		&mut self,
		root_duration: BlockNumberFor<T>,
		now: BlockNumberFor<T>,
	) {
		let shorter = self.root_duration.min(root_duration);
		// Not beyond the block in which the last root was superseded: the one that is current may
		// be superseded later in this very block.
		let expired = now.saturating_sub(shorter).min(self.root_since);
		self.expired_through = self.expired_through.max(expired);
		self.root_duration = root_duration;
	}
}

impl<T: Config> Pallet<T> {
	/// Whether `root` is accepted for the group in block `now`.
	pub(crate) fn check_root(
		id: GroupId,
		group: &Group<T>,
		root: FieldElement,
		now: BlockNumberFor<T>,
	) -> Result<(), ProofRefusal> {
		if root.is_zero() {
			return Err(ProofRefusal::RootZero);
		}
		if root == group.root && group.root_since < now {
			return Ok(());
		}
		let superseded_at = SupersededRoots::<T>::get(id, root).ok_or(ProofRefusal::RootUnknown)?;
		group.check_superseded(superseded_at, now)
	}

	/// Makes `root` the current root, and lets the one before it enter the history if a block
	/// ended with it.
	pub(crate) fn supersede_root(id: GroupId, group: &mut Group<T>, root: FieldElement) {
		let now = frame_system::Pallet::<T>::block_number();
		if group.root_since < now && !group.root.is_zero() {
			Self::prune_history(id, group, now);
			SupersededRoots::<T>::insert(id, group.root, now);
			RootHistory::<T>::insert(id, group.history_end, (group.root, now));
			group.history_end.saturating_inc();
		}
		group.root = root;
		group.root_since = now;
	}

	/// Forgets the oldest superseded roots that are no longer accepted, a few at a time.
	fn prune_history(id: GroupId, group: &mut Group<T>, now: BlockNumberFor<T>) {
		for _ in 0..PRUNED_PER_CHANGE {
			let Some((root, superseded_at)) = RootHistory::<T>::get(id, group.history_start) else {
				return;
			};
			if group.check_superseded(superseded_at, now).is_ok() {
				return;
			}
			RootHistory::<T>::remove(id, group.history_start);
			group.history_start.saturating_inc();
			// A root that was superseded again later is still needed.
			if SupersededRoots::<T>::get(id, root) == Some(superseded_at) {
				SupersededRoots::<T>::remove(id, root);
			}
		}
	}
}
