//! What the calls do.

use crate::{
	BlockNumberFor, Config, Error, Event, NextPollId, Pallet, Phase, Poll, PollId, Polls,
	MIN_OPTIONS,
};
use census_primitives::{PersonScopes, Slots};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::Get,
	traits::{Consideration, EnsureOriginWithArg},
	BoundedVec,
};
use frame_system::pallet_prelude::OriginFor;
use sp_core::H256;
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create(
		creator: T::AccountId,
		title: BoundedVec<u8, T::MaxTitle>,
		content: H256,
		options: u32,
		closes_at: BlockNumberFor<T>,
		least_electorate: u32,
	) -> DispatchResult {
		ensure!(core::str::from_utf8(&title).is_ok(), Error::<T>::TitleNotText);
		ensure!(
			(MIN_OPTIONS..=T::MaxOptions::get()).contains(&options),
			Error::<T>::OptionsOutOfRange
		);
		let counts = BoundedVec::try_from(alloc::vec![0; options as usize])
			.map_err(|_| Error::<T>::OptionsOutOfRange)?;
		let id = NextPollId::<T>::get();
		NextPollId::<T>::put(id.checked_add(1).ok_or(Error::<T>::NoPollIdLeft)?);

		let scope =
			T::PersonScopes::open(&creator, Slots::Electorate, least_electorate, closes_at)?;
		let deposit = T::Consideration::new(&creator, Poll::<T>::footprint())?;
		let poll = Poll {
			creator: creator.clone(),
			deposit,
			title,
			content,
			scope,
			closes_at,
			closed: false,
			counts,
		};
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::PollCreated { poll: id, creator, scope, closes_at });
		Ok(())
	}

	pub(crate) fn do_vote(origin: OriginFor<T>, id: PollId, option: u32) -> DispatchResult {
		let mut poll = Polls::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// The alias was spent in the scope before the call came here: nothing is left to remember.
		T::EnsurePerson::ensure_origin(origin, &poll.person_scope())?;
		ensure!(Self::phase_now(&poll) == Phase::Voting, Error::<T>::VotingOver);
		ensure!(poll.votes() < poll.scope.electorate, Error::<T>::TooManyVotes);
		let count = poll.counts.get_mut(option as usize).ok_or(Error::<T>::NoSuchOption)?;
		count.saturating_inc();
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::Voted { poll: id, option });
		Ok(())
	}

	pub(crate) fn do_close(id: PollId) -> DispatchResult {
		let mut poll = Polls::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match Self::phase_now(&poll) {
			Phase::Voting => Err(Error::<T>::VotingNotOver)?,
			Phase::Closed => Err(Error::<T>::AlreadyClosed)?,
			Phase::Ended => (),
		}
		T::PersonScopes::close(poll.scope.scope)?;
		poll.closed = true;
		let counts = poll.counts.clone();
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::PollClosed { poll: id, counts });
		Ok(())
	}

	pub(crate) fn do_prune(id: PollId) -> DispatchResult {
		let poll = Polls::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(poll.closed, Error::<T>::NotClosed);
		ensure!(
			frame_system::Pallet::<T>::block_number() > poll.kept_until(),
			Error::<T>::KeepTimeNotOver
		);
		poll.deposit.drop(&poll.creator)?;
		Polls::<T>::remove(id);
		Self::deposit_event(Event::PollPruned { poll: id });
		Ok(())
	}

	/// What can be done with a poll in this block.
	pub(crate) fn phase_now(poll: &Poll<T>) -> Phase {
		poll.phase(frame_system::Pallet::<T>::block_number())
	}
}
