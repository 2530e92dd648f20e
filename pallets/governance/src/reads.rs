//! What others may ask of the pallet. Nothing here writes.

use crate::{
	BlockNumberFor, CallsOf, Committee, Config, FullBlocks, Members, NextProposalId, Open, Pallet,
	Pauses, ProposalOf, Proposals, RulesInForce, Seconds, Stage, State, Waiting, WatchOfPins,
};
use alloc::{format, string::String};
use census_primitives::{behind, Page, Population};
use census_views::{
	governance::{Governance, PausedCall, Proposal, ProposalId, ProposalState},
	AccountId, Amount, Bytes, Hash,
};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	/// How many proposals there ever were.
	pub fn proposal_count() -> u32 {
		NextProposalId::<T>::get()
	}

	/// How the chain is governed, seen in block `now`.
	pub fn overview(now: BlockNumberFor<T>) -> Governance {
		let stage = Self::stage(now);
		let watch = WatchOfPins::<T>::get();
		let (_, persons) = T::Population::pinned();
		let adult_at = RulesInForce::<T>::get().map_or(0, |rules| rules.adult_at);
		let paused = Pauses::<T>::get().into_iter().filter(|pause| now <= pause.until);
		Governance {
			stage,
			words: Self::stage_in_words(stage, persons),
			persons,
			adult_at,
			many_since: watch.many_since.map(SaturatedConversion::saturated_into),
			few_since: watch.few_since.map(SaturatedConversion::saturated_into),
			committee: Committee::<T>::get().as_ref().map(AccountId::of),
			members: Members::<T>::get().iter().map(AccountId::of).collect(),
			open: Open::<T>::get().into_iter().map(|(_, proposal)| proposal).collect(),
			paused: paused
				.map(|pause| PausedCall {
					call: format!(
						"{}.{}",
						String::from_utf8_lossy(&pause.call.pallet),
						String::from_utf8_lossy(&pause.call.call)
					),
					until: pause.until.saturated_into(),
				})
				.collect(),
		}
	}

	fn stage_in_words(stage: Stage, persons: u32) -> String {
		let Some(rules) = RulesInForce::<T>::get() else {
			return "Nobody governs this chain: its genesis has no rules.".into();
		};
		let adult_at = rules.adult_at;
		let number = |blocks: BlockNumberFor<T>| -> u32 { blocks.saturated_into() };
		match stage {
			Stage::Child => format!(
				"The chain is a child: two thirds of its committee decide, after time locks. Persons decide alone once a \
				 referendum says so, when there have been {adult_at} of them for {} blocks and in {} pins; there are {persons}.",
				number(rules.adult_after),
				rules.adult_pins
			),
			Stage::Adult => format!(
				"The chain is an adult: persons decide. There are {persons}; if there are fewer than {} for {} blocks, \
				 committee and validators together may change issuers and runtime.",
				adult_at.div_ceil(2),
				number(rules.orphan_after)
			),
			Stage::Orphaned => format!(
				"The chain is orphaned: there are {persons} persons, and have long been fewer than {}. Until they are back, two \
				 thirds of the committee and two thirds of the validators together may change issuers and runtime, after \
				 {} blocks.",
				adult_at.div_ceil(2),
				number(rules.orphan_lock)
			),
		}
	}

	/// The proposal as it stands in block `now`; `None` where there is none, or it is done with.
	pub fn view(proposal: ProposalId, now: BlockNumberFor<T>) -> Option<Proposal> {
		let stored = Proposals::<T>::get(proposal)?;
		let state = Self::state_of(proposal, &stored, now);
		Some(Proposal {
			proposal,
			track: stored.track,
			source: stored.source,
			proposer: AccountId::of(&stored.proposer),
			deposit: Amount(stored.deposit.saturated_into()),
			open_for: stored.open_for.saturated_into(),
			calls: Bytes(CallsOf::<T>::get(proposal).unwrap_or_default().into_inner()),
			calls_hash: Hash(stored.calls.0),
			state,
		})
	}

	fn state_of(id: ProposalId, proposal: &ProposalOf<T>, now: BlockNumberFor<T>) -> ProposalState {
		if Self::is_over(proposal, now) {
			return ProposalState::Over;
		}
		match proposal.state {
			State::Waiting => {
				let waiting = Waiting::<T>::get(proposal.track);
				let before = waiting.iter().take_while(|(_, other)| *other != id).count();
				ProposalState::Waiting { before: before as u32 }
			}
			State::Open(ballot) => ProposalState::Open {
				scope: ballot.person_scope(),
				epoch: ballot.scope.epoch,
				electorate: ballot.scope.electorate,
				closes_at: ballot.last_block(FullBlocks::<T>::get()).saturated_into(),
				needed: ballot.needed.mul_ceil(ballot.scope.electorate),
				ayes: ballot.ayes,
				noes: ballot.noes,
			},
			State::Unseconded => {
				ProposalState::Unseconded { seconds: Seconds::<T>::get(id).len() as u32 }
			}
			State::Passed { enact_from, enact_until, delayed, .. } => ProposalState::Passed {
				enact_from: enact_from.saturated_into(),
				enact_until: enact_until.saturated_into(),
				delayed,
			},
		}
	}

	/// The proposals behind number `after` that are not done with, in order. The caller bounds `count`.
	pub fn page(
		after: Option<ProposalId>,
		count: u32,
		now: BlockNumberFor<T>,
	) -> Page<Proposal, ProposalId> {
		let numbers = behind(after)..Self::proposal_count();
		Page::of(numbers, count, |proposal| *proposal, |proposal| Self::view(proposal, now))
	}
}
