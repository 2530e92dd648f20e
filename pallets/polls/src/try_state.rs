//! The invariants of the stored state.
//!
//! - a poll has a number that was given out, and as many options as a poll may have;
//! - no poll has more votes than its electorate has persons;
//! - no two polls vote in one scope;
//! - persons can act in the scope of a poll exactly as long as they can vote on it.

use crate::{Config, NextPollId, Pallet, Phase, Polls, MIN_OPTIONS};
use alloc::collections::BTreeSet;
use census_primitives::PersonScopes;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut scopes = BTreeSet::new();
		for (id, poll) in Polls::<T>::iter() {
			ensure!(id < NextPollId::<T>::get(), "a poll has a number that was not given out");
			ensure!(poll.counts.len() as u32 >= MIN_OPTIONS, "a poll has too few options");
			let votes: u64 = poll.counts.iter().map(|count| u64::from(*count)).sum();
			ensure!(
				votes <= u64::from(poll.scope.electorate),
				"a poll has more votes than its electorate has persons"
			);
			ensure!(scopes.insert(poll.scope.scope), "two polls vote in one scope");
			ensure!(
				T::PersonScopes::is_open(poll.scope.scope)
					== (Self::phase_now(&poll) == Phase::Voting),
				"a poll's scope is not open exactly as long as the poll is"
			);
		}
		Ok(())
	}
}
