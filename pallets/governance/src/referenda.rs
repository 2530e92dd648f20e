//! Referenda: when persons vote, and what comes of it.

use crate::{
	Ballot, BlockNumberFor, Chain, Config, Error, Event, FullBlocks, Open, Outcome, Pallet,
	Proposal, ProposalId, Proposals, State, Track, Waiting, MAX_OPEN,
};
use alloc::vec::Vec;
use census_primitives::{PersonScopes, Population};
use core::cmp::Reverse;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::Get,
	storage::with_storage_layer,
	traits::{Defensive, EnsureOriginWithArg},
};
use frame_system::pallet_prelude::OriginFor;
use sp_runtime::{traits::Saturating, DispatchError};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_vote(origin: OriginFor<T>, id: ProposalId, aye: bool) -> DispatchResult {
		let mut proposal = Self::proposal(id)?;
		let State::Open(ballot) = &mut proposal.state else { Err(Error::<T>::NotOpen)? };
		// The alias was spent in the scope before the call came here: nothing is left to remember.
		T::EnsurePerson::ensure_origin(origin, &ballot.person_scope())?;
		Self::check_vote(ballot)?;
		if aye {
			ballot.ayes.saturating_inc();
		} else {
			ballot.noes.saturating_inc();
		}
		Proposals::<T>::insert(id, proposal);
		Self::deposit_event(Event::Voted { proposal: id, aye });
		Ok(())
	}

	/// Whether another vote is accepted now.
	pub(crate) fn check_vote(ballot: &Ballot<BlockNumberFor<T>>) -> Result<(), Error<T>> {
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(now <= ballot.last_block(FullBlocks::<T>::get()), Error::<T>::NotOpen);
		let votes = ballot.ayes.saturating_add(ballot.noes);
		ensure!(votes < ballot.scope.electorate, Error::<T>::TooManyVotes);
		Ok(())
	}

	/// Closes one referendum that is over.
	pub(crate) fn close_one(now: BlockNumberFor<T>) {
		let mut open = Open::<T>::get();
		let full = FullBlocks::<T>::get();
		for place in 0..open.len() {
			let Some((_, id)) = open.get(place).copied() else { return };
			let Some(proposal) = Proposals::<T>::get(id).defensive() else { return };
			let State::Open(ballot) = proposal.state else { return };
			if ballot.is_over(now, full) {
				open.remove(place);
				Open::<T>::put(open);
				let scope = with_storage_layer(|| T::PersonScopes::close(ballot.scope.scope));
				// Whatever becomes of its scope it ends: nobody could close it any more, and its deposit would be held for ever.
				with_storage_layer(|| Self::close(id, proposal, ballot, now))
					.defensive_proof("what it needs was made when it was opened")
					.ok();
				scope.defensive_proof("it was opened for this referendum alone").ok();
				return;
			}
		}
	}

	fn close(
		id: ProposalId,
		mut proposal: crate::ProposalOf<T>,
		ballot: Ballot<BlockNumberFor<T>>,
		now: BlockNumberFor<T>,
	) -> DispatchResult {
		let rules = Self::rules()?;
		let of_track = rules.of(proposal.track);
		let outcome = if Self::is_void(&proposal) {
			Self::end(id)?;
			Outcome::Void
		} else if ballot.passes() {
			let enact_from = now.saturating_add(of_track.lock_after(ballot.ayes_part()));
			let enact_until = enact_from.saturating_add(rules.enact_within);
			let widely = ballot.has_ayes(of_track.share);
			proposal.state = State::Passed { enact_from, enact_until, delayed: false, widely };
			Proposals::<T>::insert(id, proposal);
			Outcome::Passed(enact_from)
		} else if ballot.fails_badly(of_track.floor) {
			Self::end_badly(id)?;
			Outcome::FailedAndBurnt
		} else {
			Self::end(id)?;
			Outcome::Failed
		};
		let Ballot { ayes, noes, scope, .. } = ballot;
		let electorate = scope.electorate;
		Self::deposit_event(Event::Closed { proposal: id, ayes, noes, electorate, outcome });
		Ok(())
	}

	/// Opens one proposal that waits, if there is room. Of the first ones of all tracks of which none is open it is that with
	/// the greatest deposit, and of equal ones the eldest: so nobody keeps a track shut by choosing when others close.
	pub(crate) fn open_one(now: BlockNumberFor<T>) {
		let open = Open::<T>::get();
		if open.len() >= MAX_OPEN as usize {
			return;
		}
		let closed = Track::ALL.into_iter().filter(|track| !open.iter().any(|(of, _)| of == track));
		let mut first: Vec<_> = closed
			.filter_map(|track| {
				let (deposit, id) = Waiting::<T>::get(track).first().copied()?;
				Some((Reverse(deposit), id, track))
			})
			.collect();
		first.sort();
		for (_, id, track) in first {
			if Self::open_or_end(track, id, open.len() as u32, now) {
				return;
			}
		}
	}

	/// Opens the first proposal that waits of a track, or ends it if that can never be. Says whether it did either; else the
	/// proposal waits on.
	fn open_or_end(track: Track, id: ProposalId, open: u32, now: BlockNumberFor<T>) -> bool {
		let Some(proposal) = Proposals::<T>::get(id).defensive() else { return false };
		let electorate = T::Population::pinned().1;
		let time = |open| Self::time_to_vote(electorate, open, proposal.open_for);
		let ended = if Self::is_void(&proposal) {
			Some(Event::Discarded { proposal: id })
		} else if time(1).is_none() {
			Some(Event::TooManyToVote { proposal: id })
		} else {
			None
		};
		if let Some(event) = ended {
			Waiting::<T>::mutate(track, |waiting| waiting.retain(|(_, other)| *other != id));
			with_storage_layer(|| Self::end(id)).defensive().ok();
			Self::deposit_event(event);
			return true;
		}
		// Beside those that are open there may be no time for it yet.
		let Some(time) = time(open.saturating_add(1)) else { return false };
		// Where there are too few persons for the track by now, it waits on.
		let Ok(ballot) = with_storage_layer(|| Self::open(track, time, now)) else { return false };
		Waiting::<T>::mutate(track, |waiting| waiting.retain(|(_, other)| *other != id));
		Open::<T>::try_append((track, id)).defensive().ok();
		Proposals::<T>::insert(id, Proposal { state: State::Open(ballot), ..proposal });
		Self::deposit_event(Event::Opened { proposal: id, ballot });
		true
	}

	/// Opens the scope of a referendum.
	fn open(
		track: Track,
		open_for: BlockNumberFor<T>,
		now: BlockNumberFor<T>,
	) -> Result<Ballot<BlockNumberFor<T>>, DispatchError> {
		let rules = Self::rules()?;
		let of_track = rules.of(track);
		let closes_at = now.saturating_add(open_for);
		// It closes later by as many blocks at most, and by no more than a scope can be open.
		let most_late = T::MaxScopeLife::get().saturating_sub(open_for).min(open_for);
		let until = closes_at.saturating_add(most_late);
		let scope = T::PersonScopes::open_civic(false, of_track.least_electorate, until)?;
		Ok(Ballot {
			scope,
			open_for,
			closes_at,
			most_late,
			full_before: FullBlocks::<T>::get(),
			needed: of_track.needed(open_for),
			ayes: 0,
			noes: 0,
		})
	}

	/// Counts a block whose free share was full, while somebody may have wanted to vote.
	pub(crate) fn count_full_block() {
		if T::Chain::free_share_is_full() && !Open::<T>::get().is_empty() {
			FullBlocks::<T>::mutate(|full| full.saturating_inc());
		}
	}
}
