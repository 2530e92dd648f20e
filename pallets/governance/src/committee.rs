//! The committee: who it is, what it may decide, and how validators second it.

use crate::{
	ensure, BlockNumberFor, Cancelled, Chain, Committee, Config, Error, Event, Members, Pallet,
	ProposalId, ProposalOf, Proposals, RulesOf, Seconds, Source, Stage, State, Track,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{dispatch::DispatchResult, ensure, BoundedVec};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchError,
};

/// The account of which two thirds of these members dispose. One member needs no other.
pub fn account_of<T: Config>(mut members: Vec<T::AccountId>) -> T::AccountId {
	members.sort();
	let two_thirds = members.len().saturating_mul(2).div_ceil(3) as u16;
	match members.as_slice() {
		[member] => member.clone(),
		members => T::Chain::account_of(members, two_thirds),
	}
}

impl<T: Config> Pallet<T> {
	/// Names the committee.
	pub(crate) fn put_committee(members: Vec<T::AccountId>) -> DispatchResult {
		let rules = Self::rules()?;
		let in_order: BTreeSet<T::AccountId> = members.iter().cloned().collect();
		let is_sound =
			in_order.len() == members.len() && members.len() >= rules.least_committee as usize;
		ensure!(is_sound, Error::<T>::BadCommittee);
		let members: BoundedVec<_, _> = in_order
			.into_iter()
			.collect::<Vec<_>>()
			.try_into()
			.map_err(|_| Error::<T>::BadCommittee)?;
		let account = account_of::<T>(members.to_vec());
		Members::<T>::put(&members);
		Committee::<T>::put(&account);
		Self::deposit_event(Event::CommitteeSet { members, account });
		Ok(())
	}

	/// Lets in the committee.
	pub(crate) fn ensure_committee(origin: OriginFor<T>) -> Result<T::AccountId, DispatchError> {
		let account = ensure_signed(origin)?;
		ensure!(Committee::<T>::get().as_ref() == Some(&account), Error::<T>::NotCommittee);
		Ok(account)
	}

	/// Lets in the committee, or what was decided on its track. Says whether it was persons who did, and not the committee, at
	/// once or by a motion.
	pub(crate) fn ensure_committee_or_track(origin: OriginFor<T>) -> Result<bool, DispatchError> {
		if ensure::track::<T>(origin.clone(), Track::Committee).is_err() {
			Self::ensure_committee(origin.clone())?;
		}
		Ok(ensure::by_persons::<T>(origin, Track::Committee).is_ok())
	}

	pub(crate) fn do_motion(
		committee: T::AccountId,
		track: Track,
		calls: &[<T as Config>::RuntimeCall],
	) -> DispatchResult {
		ensure!(Committee::<T>::get().as_ref() == Some(&committee), Error::<T>::NotCommittee);
		let rules = Self::rules()?;
		let calls = Self::check_calls(track, calls)?;
		let now = frame_system::Pallet::<T>::block_number();
		let (source, state) = match Self::stage(now) {
			Stage::Child => {
				let lock = rules.of(track).lock;
				(Source::Committee, Self::passed(&rules, now, lock))
			}
			Stage::Orphaned if track.is_for_orphans() => (Source::Orphan, State::Unseconded),
			Stage::Orphaned | Stage::Adult => Err(Error::<T>::NotInThisStage)?,
		};
		Self::count_motion()?;
		let id = Self::next_id()?;
		Self::put(id, track, source, committee, Zero::zero(), Zero::zero(), calls, state);
		if let State::Passed { enact_from, .. } = state {
			Self::deposit_event(Event::Decided { proposal: id, enact_from });
		}
		Ok(())
	}

	/// What was decided now, by no referendum, and can be enacted after a lock.
	fn passed(
		rules: &RulesOf<T>,
		now: BlockNumberFor<T>,
		lock: BlockNumberFor<T>,
	) -> State<BlockNumberFor<T>> {
		let enact_from = now.saturating_add(lock);
		let enact_until = enact_from.saturating_add(rules.enact_within);
		State::Passed { enact_from, enact_until, delayed: false, widely: false }
	}

	pub(crate) fn do_second(validator: T::AccountId, id: ProposalId) -> DispatchResult {
		let mut proposal = Self::proposal(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(matches!(proposal.state, State::Unseconded), Error::<T>::NotInThisStage);
		ensure!(Self::may_stand(&proposal, now), Error::<T>::NotInThisStage);
		let validators: BTreeSet<_> = T::Chain::validators().into_iter().collect();
		ensure!(validators.contains(&validator), Error::<T>::NotValidator);
		// Whoever is no validator any more counts no longer.
		let mut seconds = Seconds::<T>::get(id);
		seconds.retain(|other| validators.contains(other));
		let is_new = !seconds.contains(&validator);
		if is_new {
			seconds.try_push(validator.clone()).map_err(|_| Error::<T>::StateCorrupt)?;
		}
		let are_enough = seconds.len().saturating_mul(3) >= validators.len().saturating_mul(2);
		// Where others have left, those who seconded it may be enough by now: one of them says so.
		ensure!(is_new || are_enough, Error::<T>::AlreadySeconded);
		Self::deposit_event(Event::Seconded { proposal: id, validator });
		if are_enough {
			let rules = Self::rules()?;
			proposal.state = Self::passed(&rules, now, rules.orphan_lock);
			if let State::Passed { enact_from, .. } = proposal.state {
				Self::deposit_event(Event::Decided { proposal: id, enact_from });
			}
			Seconds::<T>::remove(id);
			Proposals::<T>::insert(id, proposal);
		} else {
			Seconds::<T>::insert(id, seconds);
		}
		Ok(())
	}

	/// Whether what was decided, or may yet be, stands in the present stage of the chain. A motion does under the committee
	/// that made it: whoever names another one is rid of what the former has under way.
	pub(crate) fn may_stand(proposal: &ProposalOf<T>, now: BlockNumberFor<T>) -> bool {
		let by_present = || Committee::<T>::get().as_ref() == Some(&proposal.proposer);
		match proposal.source {
			Source::Persons => true,
			Source::Committee => Self::stage(now) == Stage::Child && by_present(),
			// One that was made before there were persons enough in between does not come back.
			Source::Orphan => {
				let since = Self::orphaned_from(now);
				since.is_some_and(|since| since <= proposal.made_at) && by_present()
			}
		}
	}

	pub(crate) fn do_delay(id: ProposalId) -> DispatchResult {
		let mut proposal = Self::proposal(id)?;
		let State::Passed { enact_from, enact_until, delayed, widely: _ } = &mut proposal.state
		else {
			Err(Error::<T>::NotPassed)?
		};
		ensure!(proposal.track != Track::Committee, Error::<T>::ConcernsCommittee);
		ensure!(!*delayed, Error::<T>::AlreadyDelayed);
		let rules = Self::rules()?;
		let now = frame_system::Pallet::<T>::block_number();
		// What nobody has enacted in its time does not come back.
		ensure!(now <= *enact_until, Error::<T>::Lapsed);
		*delayed = true;
		*enact_from = now.max(*enact_from).saturating_add(rules.of(proposal.track).lock);
		*enact_until = enact_from.saturating_add(rules.enact_within);
		Self::deposit_event(Event::Delayed { proposal: id, enact_from: *enact_from });
		Proposals::<T>::insert(id, proposal);
		Ok(())
	}

	pub(crate) fn do_cancel(id: ProposalId) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		let is_decided = match proposal.state {
			State::Passed { .. } | State::Unseconded => true,
			State::Waiting | State::Open(_) => false,
		};
		ensure!(is_decided, Error::<T>::NotPassed);
		// Its own motions it may take back as often as it likes.
		if proposal.source == Source::Persons {
			ensure!(proposal.track != Track::Committee, Error::<T>::ConcernsCommittee);
			ensure!(!Cancelled::<T>::contains_key(proposal.calls), Error::<T>::CancelledBefore);
			Cancelled::<T>::insert(proposal.calls, ());
		}
		Self::end(id)?;
		Self::deposit_event(Event::CancelledOnce { proposal: id, calls: proposal.calls });
		Ok(())
	}
}
