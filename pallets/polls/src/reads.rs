//! What others may ask of the pallet. Nothing here writes.

use crate::{BlockNumberFor, Call, Config, NextPollId, Pallet, Phase, PollDetails, PollId, Polls};
use alloc::string::String;
use census_primitives::{Page, PersonScope, ScopeId, Topic};

impl<T: Config> Pallet<T> {
	/// How many polls were ever opened.
	pub fn poll_count() -> u32 {
		NextPollId::<T>::get()
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic.
	/// One read.
	pub fn admits(scope: ScopeId, topic: &Topic, call: &Call<T>) -> bool {
		let scope = PersonScope::Application { scope, topic: *topic };
		match call {
			Call::vote { poll, option } => Polls::<T>::get(poll).is_some_and(|poll| {
				poll.person_scope() == scope
					&& Self::phase_now(&poll) == Phase::Voting
					&& poll.votes() < poll.scope.electorate
					&& (*option as usize) < poll.counts.len()
			}),
			_ => false,
		}
	}

	/// The poll as it stands in block `now`; `None` where there is none, or it was pruned.
	pub fn details(
		poll: PollId,
		now: BlockNumberFor<T>,
	) -> Option<PollDetails<T::AccountId, BlockNumberFor<T>>> {
		let stored = Polls::<T>::get(poll)?;
		Some(PollDetails {
			poll,
			title: String::from_utf8_lossy(&stored.title).into_owned(),
			content: stored.content,
			scope: stored.person_scope(),
			epoch: stored.scope.epoch,
			electorate: stored.scope.electorate,
			closes_at: stored.closes_at,
			kept_until: stored.kept_until(),
			phase: stored.phase(now),
			votes: stored.votes(),
			counts: stored.counts.into_inner(),
			creator: stored.creator,
		})
	}

	/// Up to `count` of the polls from number `start` on that have not been pruned, in order, and the
	/// number to go on from. The caller bounds `count`.
	#[allow(clippy::type_complexity)]
	pub fn page(
		start: PollId,
		count: u32,
		now: BlockNumberFor<T>,
	) -> Page<PollDetails<T::AccountId, BlockNumberFor<T>>, PollId> {
		let numbers = start..Self::poll_count();
		Page::of(numbers, count, |poll| poll.saturating_add(1), |poll| Self::details(poll, now))
	}
}
