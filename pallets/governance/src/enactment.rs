//! What was decided is done.

use crate::{
	BlockNumberFor, Config, Error, Event, Origin, Pallet, ProposalId, ProposalOf, Source, State,
	TrackCalls, WeightInfo,
};
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	pallet_prelude::Weight,
	storage::with_storage_layer,
};
use sp_runtime::traits::Dispatchable;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_enact(id: ProposalId, paid: Weight) -> DispatchResultWithPostInfo {
		let proposal = Self::proposal(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		let State::Passed { enact_from, enact_until, delayed: _, widely } = proposal.state else {
			return Err(Error::<T>::NotPassed.into());
		};
		ensure!(now >= enact_from, Error::<T>::Locked);
		ensure!(now <= enact_until, Error::<T>::Lapsed);
		ensure!(!Self::is_void(&proposal), Error::<T>::Void);
		ensure!(Self::may_stand(&proposal, now), Error::<T>::NotInThisStage);
		let calls = Self::calls_of(id)?;
		let has_all = calls.iter().all(|call| T::Tracks::has(proposal.track, call));
		ensure!(has_all, Error::<T>::NotOnTrack);
		let weight = Self::weight_of_calls(&calls);
		ensure!(weight.all_lte(paid), Error::<T>::WeightTooLow);

		// It is done with before its calls are made: one that names another committee finds this one's motion gone.
		Self::end(id)?;
		let origin = match proposal.source {
			Source::Persons if widely => Origin::Widely(proposal.track),
			Source::Persons => Origin::Persons(proposal.track),
			Source::Committee | Source::Orphan => Origin::Committee(proposal.track),
		};
		with_storage_layer(|| -> DispatchResult {
			for call in calls {
				call.dispatch(origin.into()).map_err(|failed| failed.error)?;
			}
			Ok(())
		})?;
		Self::deposit_event(Event::Enacted { proposal: id });
		Ok(Some(T::WeightInfo::enact().saturating_add(weight)).into())
	}

	pub(crate) fn do_discard(id: ProposalId) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(Self::is_over(&proposal, now), Error::<T>::NotOver);
		Self::end(id)?;
		Self::deposit_event(Event::Discarded { proposal: id });
		Ok(())
	}

	/// Whether a proposal can never be enacted any more.
	pub(crate) fn is_over(proposal: &ProposalOf<T>, now: BlockNumberFor<T>) -> bool {
		let never = Self::is_void(proposal) || !Self::may_stand(proposal, now);
		match proposal.state {
			// Those are closed and opened by the chain.
			State::Waiting | State::Open(_) => false,
			State::Unseconded => never,
			State::Passed { enact_until, .. } => never || now > enact_until,
		}
	}
}
