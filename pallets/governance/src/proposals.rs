//! Proposals: what they may say, how they wait, and how they end. Nothing else writes what is stored of them.

use crate::{
	BalanceOf, BlockNumberFor, CallsOf, Config, EncodedCalls, Error, Event, HoldReason, Motions,
	NextProposalId, Pallet, Proposal, ProposalId, ProposalOf, Proposals, Rules, RulesInForce,
	RulesOf, Seconds, Source, State, Track, TrackCalls, TrackRules, Waiting, MAX_MOTIONS,
};
use alloc::vec::Vec;
use census_primitives::Population;
use codec::{DecodeLimit, Encode};
use frame_support::{
	dispatch::{DispatchResult, GetDispatchInfo},
	ensure,
	pallet_prelude::{DispatchError, Get, Weight},
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision},
		Defensive,
	},
	MAX_EXTRINSIC_DEPTH,
};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{
	traits::{Saturating, Zero},
	Perbill,
};

/// What is left of a pin's life when a referendum is over at the latest, in parts of it: a quarter.
const LEFT_OF_PIN: u32 = 4;

impl<T: Config> Pallet<T> {
	/// The rules.
	pub(crate) fn rules() -> Result<RulesOf<T>, Error<T>> {
		RulesInForce::<T>::get().ok_or(Error::<T>::NoRules)
	}

	pub(crate) fn do_propose(
		proposer: T::AccountId,
		track: Track,
		calls: &[<T as Config>::RuntimeCall],
		open_for: BlockNumberFor<T>,
		deposit: BalanceOf<T>,
	) -> DispatchResult {
		let rules = Self::rules()?;
		let of_track = rules.of(track);
		let calls = Self::check_calls(track, calls)?;
		ensure!(deposit >= rules.deposit, Error::<T>::DepositTooSmall);
		ensure!(
			(of_track.least_open..=of_track.most_open).contains(&open_for),
			Error::<T>::BadDuration
		);
		let (_, electorate) = T::Population::pinned();
		ensure!(electorate >= of_track.least_electorate, Error::<T>::ElectorateTooSmall);
		Self::time_to_vote(electorate, 1, open_for).ok_or(Error::<T>::TooManyToVote)?;

		let id = Self::next_id()?;
		Self::enqueue(track, deposit, id)?;
		T::Currency::hold(&HoldReason::Proposal.into(), &proposer, deposit)?;
		Self::put(id, track, Source::Persons, proposer, deposit, open_for, calls, State::Waiting);
		Ok(())
	}

	/// The calls of a proposal as they are stored, if the track has them all, and they are not too many.
	pub(crate) fn check_calls(
		track: Track,
		calls: &[<T as Config>::RuntimeCall],
	) -> Result<EncodedCalls, Error<T>> {
		ensure!(
			!calls.is_empty() && calls.iter().all(|call| T::Tracks::has(track, call)),
			Error::<T>::NotOnTrack
		);
		ensure!(
			Self::weight_of_calls(calls).all_lte(T::MaxCallsWeight::get()),
			Error::<T>::TooHeavy
		);
		calls.encode().try_into().map_err(|_| Error::<T>::TooLong)
	}

	/// What calls weigh together.
	pub(crate) fn weight_of_calls(calls: &[<T as Config>::RuntimeCall]) -> Weight {
		calls.iter().fold(Weight::zero(), |sum, call| {
			let info = call.get_dispatch_info();
			sum.saturating_add(info.call_weight)
		})
	}

	/// The calls of a proposal.
	pub(crate) fn calls_of(id: ProposalId) -> Result<Vec<<T as Config>::RuntimeCall>, Error<T>> {
		let encoded = CallsOf::<T>::get(id).ok_or(Error::<T>::StateCorrupt)?;
		// What the runtime's present calls do not say, to the last byte, is of another version.
		Vec::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &encoded[..])
			.map_err(|_| Error::<T>::Void)
	}

	/// For how many blocks a referendum has to be open for so many persons, if so many referenda are, and it asks for
	/// `open_for`: time for everybody to vote twice over. `None` if that is too long for a pin.
	pub(crate) fn time_to_vote(
		electorate: u32,
		open: u32,
		open_for: BlockNumberFor<T>,
	) -> Option<BlockNumberFor<T>> {
		let votes = u64::from(electorate).saturating_mul(2).saturating_mul(open.max(1).into());
		let blocks = votes.div_ceil(T::VotesPerBlock::get().max(1).into());
		let blocks: BlockNumberFor<T> = u32::try_from(blocks).ok()?.into();
		let time = blocks.max(open_for);
		let life = T::MaxScopeLife::get();
		(time <= life.saturating_sub(life / LEFT_OF_PIN.into())).then_some(time)
	}

	/// Puts a proposal among those of its track that wait.
	fn enqueue(track: Track, deposit: BalanceOf<T>, id: ProposalId) -> DispatchResult {
		let mut waiting = Waiting::<T>::get(track);
		let place = waiting.iter().position(|(other, _)| *other < deposit).unwrap_or(waiting.len());
		if waiting.is_full() {
			ensure!(place < waiting.len(), Error::<T>::QueueFull);
			if let Some((_, last)) = waiting.pop() {
				Self::end(last)?;
				Self::deposit_event(Event::Withdrawn { proposal: last });
			}
		}
		waiting.try_insert(place, (deposit, id)).map_err(|_| Error::<T>::QueueFull)?;
		Waiting::<T>::insert(track, waiting);
		Ok(())
	}

	pub(crate) fn do_withdraw(proposer: &T::AccountId, id: ProposalId) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		ensure!(proposal.proposer == *proposer, Error::<T>::NotYours);
		ensure!(matches!(proposal.state, State::Waiting), Error::<T>::NotWaiting);
		// Whoever fills a queue has pushed others out: that costs it the use of its money, and it can be outbid meanwhile.
		let least_open = Self::rules()?.of(proposal.track).least_open;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(now >= proposal.made_at.saturating_add(least_open), Error::<T>::TooSoon);
		Waiting::<T>::mutate(proposal.track, |waiting| waiting.retain(|(_, other)| *other != id));
		Self::end(id)?;
		Self::deposit_event(Event::Withdrawn { proposal: id });
		Ok(())
	}

	/// A proposal that is not done with.
	pub(crate) fn proposal(id: ProposalId) -> Result<ProposalOf<T>, Error<T>> {
		Proposals::<T>::get(id).ok_or(Error::<T>::NotFound)
	}

	/// A number for another proposal.
	pub(crate) fn next_id() -> Result<ProposalId, DispatchError> {
		let id = NextProposalId::<T>::get();
		NextProposalId::<T>::put(id.checked_add(1).ok_or(Error::<T>::NoProposalIdLeft)?);
		Ok(id)
	}

	/// Counts another motion of the committee.
	pub(crate) fn count_motion() -> DispatchResult {
		let motions = Motions::<T>::get();
		ensure!(motions < MAX_MOTIONS, Error::<T>::TooManyMotions);
		Motions::<T>::put(motions.saturating_add(1));
		Ok(())
	}

	/// Stores a new proposal.
	#[allow(clippy::too_many_arguments)]
	pub(crate) fn put(
		id: ProposalId,
		track: Track,
		source: Source,
		proposer: T::AccountId,
		deposit: BalanceOf<T>,
		open_for: BlockNumberFor<T>,
		encoded: EncodedCalls,
		state: State<BlockNumberFor<T>>,
	) {
		let calls = H256(blake2_256(&encoded));
		CallsOf::<T>::insert(id, encoded);
		let proposal = Proposal {
			track,
			source,
			proposer: proposer.clone(),
			deposit,
			open_for,
			made_at: frame_system::Pallet::<T>::block_number(),
			calls,
			transaction_version: T::Version::get().transaction_version,
			state,
		};
		Proposals::<T>::insert(id, proposal);
		Self::deposit_event(Event::Proposed { proposal: id, track, source, proposer, calls });
	}

	/// Whether the runtime's calls are what they were when a proposal was made.
	pub(crate) fn is_void(proposal: &ProposalOf<T>) -> bool {
		proposal.transaction_version != T::Version::get().transaction_version
	}

	/// A proposal is done with: it is forgotten, and its deposit returned.
	pub(crate) fn end(id: ProposalId) -> DispatchResult {
		Self::forget(id, false)
	}

	/// A proposal is done with: it is forgotten, and its deposit burnt.
	pub(crate) fn end_badly(id: ProposalId) -> DispatchResult {
		Self::forget(id, true)
	}

	fn forget(id: ProposalId, burn: bool) -> DispatchResult {
		let proposal = Proposals::<T>::take(id).ok_or(Error::<T>::NotFound)?;
		CallsOf::<T>::remove(id);
		match proposal.source {
			Source::Persons => (),
			Source::Committee | Source::Orphan => {
				Motions::<T>::mutate(|motions| motions.saturating_dec());
				Seconds::<T>::remove(id);
			}
		}
		if proposal.deposit.is_zero() {
			return Ok(());
		}
		let (reason, who) = (HoldReason::Proposal.into(), &proposal.proposer);
		if burn {
			T::Currency::burn_held(
				&reason,
				who,
				proposal.deposit,
				Precision::Exact,
				Fortitude::Force,
			)
			.defensive_proof("it was held when the proposal was made")?;
		} else {
			T::Currency::release(&reason, who, proposal.deposit, Precision::Exact)
				.defensive_proof("it was held when the proposal was made")?;
		}
		Ok(())
	}
}

impl<Balance, BlockNumber> Rules<Balance, BlockNumber>
where
	Balance: PartialOrd + Zero,
	BlockNumber: sp_runtime::traits::AtLeast32BitUnsigned + Copy,
{
	/// # Panics
	/// If the rules contradict each other.
	pub(crate) fn assert_sound(&self) {
		assert!(!self.deposit.is_zero(), "a proposal without a deposit costs nobody anything");
		for track in [&self.narrow, &self.wide] {
			assert!(track.least_electorate > 0, "nobody decides nothing");
			assert!(!track.least_open.is_zero(), "a referendum is open for a block");
			assert!(
				track.least_open <= track.most_open,
				"the fewest blocks are no more than the most"
			);
			assert!(!track.floor.is_zero(), "somebody has to say yes");
			assert!(track.floor <= track.share, "the part falls");
			assert!(
				track.share <= Perbill::from_percent(50),
				"more than half decide, whatever the others say"
			);
			assert!(track.lock <= track.low_lock, "what passes with less waits longer");
		}
		assert!(
			self.narrow.share <= self.wide.share && self.narrow.floor <= self.wide.floor,
			"a track is as strong as what it can become"
		);
		assert!(self.adult_at > 1, "half of the persons of an adult chain are some");
		assert!(
			self.adult_at >= self.wide.least_electorate,
			"the persons of an adult chain can decide"
		);
		assert!(self.adult_pins > 0, "persons are counted in a pin");
		assert!(self.least_committee > 0, "a committee has a member");
		assert!(!self.enact_within.is_zero(), "what was decided can be enacted");
	}

	/// # Panics
	/// If one of the rules is less than the least.
	pub(crate) fn assert_at_least(&self, least: &Self) {
		let Self {
			deposit,
			narrow,
			wide,
			adult_at,
			adult_after,
			adult_pins,
			issuer_part,
			orphan_after,
			orphan_lock,
			enact_within,
			pause,
			rest,
			least_committee,
		} = self;
		assert!(*deposit >= least.deposit, "the deposit is too small");
		narrow.assert_at_least(&least.narrow);
		wide.assert_at_least(&least.wide);
		assert!(*adult_at >= least.adult_at, "too few persons make an adult chain");
		assert!(*adult_after >= least.adult_after, "a chain comes of age too soon");
		assert!(*adult_pins >= least.adult_pins, "a chain comes of age with too few pins");
		assert!(*issuer_part <= least.issuer_part, "one issuer may stand behind too many persons");
		assert!(*orphan_after >= least.orphan_after, "a chain is orphaned too soon");
		assert!(*orphan_lock >= least.orphan_lock, "an orphaned chain's lock is too short");
		assert!(*enact_within >= least.enact_within, "there is too little time to enact");
		assert!(*pause <= least.pause, "a pause is too long");
		assert!(*rest >= least.rest, "calls are paused again too soon");
		assert!(*least_committee >= least.least_committee, "the committee is too small");
	}
}

impl<BlockNumber: PartialOrd> TrackRules<BlockNumber> {
	fn assert_at_least(&self, least: &Self) {
		let Self { least_electorate, least_open, most_open: _, share, floor, lock, low_lock } =
			self;
		assert!(*least_electorate >= least.least_electorate, "too few persons decide");
		assert!(*least_open >= least.least_open, "referenda are too short");
		assert!(*share >= least.share && *floor >= least.floor, "too small a part decides");
		assert!(*lock >= least.lock && *low_lock >= least.low_lock, "the lock is too short");
	}
}
