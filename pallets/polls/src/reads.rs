//! What others may ask of the pallet. Nothing here writes.

use crate::{BlockNumberFor, Config, NextPollId, Pallet, PollId, Polls};
use alloc::string::String;
use census_primitives::{behind, Page};
use census_views::{polls::Poll as View, AccountId, Hash};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	/// How many polls were ever opened.
	pub fn poll_count() -> u32 {
		NextPollId::<T>::get()
	}

	/// The poll as it stands in block `now`; `None` where there is none, or it was pruned.
	pub fn view(poll: PollId, now: BlockNumberFor<T>) -> Option<View> {
		let stored = Polls::<T>::get(poll)?;
		Some(View {
			poll,
			creator: AccountId::of(&stored.creator),
			title: String::from_utf8_lossy(&stored.title).into_owned(),
			content: Hash(stored.content.0),
			scope: stored.person_scope(),
			epoch: stored.scope.epoch,
			electorate: stored.scope.electorate,
			closes_at: stored.closes_at.saturated_into(),
			kept_until: stored.kept_until().saturated_into(),
			phase: stored.phase(now),
			votes: stored.votes(),
			counts: stored.counts.into_inner(),
		})
	}

	/// The polls behind number `after` that have not been pruned, in order. The caller bounds `count`.
	pub fn page(after: Option<PollId>, count: u32, now: BlockNumberFor<T>) -> Page<View, PollId> {
		let numbers = behind(after)..Self::poll_count();
		Page::of(numbers, count, |poll| *poll, |poll| Self::view(poll, now))
	}
}
