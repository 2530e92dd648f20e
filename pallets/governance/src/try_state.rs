//! What always holds of the stored state.

use crate::{
	BalanceOf, CallsOf, Chain, Committee, Config, HoldReason, Members, Motions, NextProposalId,
	Open, Pallet, Proposals, RulesInForce, Seconds, Source, State, Track, TrackCalls, Waiting,
};
use alloc::collections::BTreeMap;
use census_primitives::PersonScopes;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Saturating, TryRuntimeError};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut held = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		let mut motions = 0u32;
		let (mut waiting, mut open) = (0, 0);
		for (id, proposal) in Proposals::<T>::iter() {
			ensure!(id < NextProposalId::<T>::get(), "a proposal has a number not given out");
			let calls = CallsOf::<T>::get(id).ok_or("a proposal has no calls")?;
			ensure!(H256(blake2_256(&calls)) == proposal.calls, "the calls are others");
			if !Self::is_void(&proposal) {
				let calls = Self::calls_of(id).map_err(|_| "the calls cannot be read")?;
				ensure!(
					!calls.is_empty()
						&& calls.iter().all(|call| T::Tracks::has(proposal.track, call)),
					"a proposal has a call that its track has not"
				);
			}
			let total = held.entry(proposal.proposer.clone()).or_default();
			total.saturating_accrue(proposal.deposit);
			let by_persons = proposal.source == Source::Persons;
			motions += u32::from(!by_persons);
			match proposal.state {
				State::Waiting => {
					let queue = Waiting::<T>::get(proposal.track);
					ensure!(queue.contains(&(proposal.deposit, id)), "who waits is in no queue");
					ensure!(by_persons, "a motion waits for persons");
					waiting += 1;
				}
				State::Open(ballot) => {
					ensure!(
						Open::<T>::get().contains(&(proposal.track, id)),
						"what is open is not listed"
					);
					ensure!(
						ballot.ayes.saturating_add(ballot.noes) <= ballot.scope.electorate,
						"more voted than there are"
					);
					ensure!(
						T::PersonScopes::slots_left(ballot.scope.scope)
							<= ballot.scope.electorate - ballot.ayes - ballot.noes,
						"somebody voted without an act"
					);
					open += 1;
				}
				State::Unseconded => {
					ensure!(proposal.source == Source::Orphan, "this needs no validators");
				}
				State::Passed { enact_from, enact_until, widely, .. } => {
					ensure!(enact_from <= enact_until, "it can never be enacted");
					ensure!(by_persons || !widely, "a motion was decided by persons");
				}
			}
		}
		ensure!(
			CallsOf::<T>::iter_keys().all(Proposals::<T>::contains_key),
			"calls are kept of no proposal"
		);
		ensure!(
			Seconds::<T>::iter_keys().all(Proposals::<T>::contains_key),
			"somebody seconds no proposal"
		);
		ensure!(motions == Motions::<T>::get(), "the count of motions is wrong");
		let queues = Track::ALL.map(Waiting::<T>::get);
		ensure!(
			queues.iter().map(|queue| queue.len()).sum::<usize>() == waiting,
			"a queue has what does not wait"
		);
		ensure!(
			queues.iter().all(|queue| {
				queue.windows(2).all(|pair| match pair {
					[(first, elder), (second, younger)] => {
						first > second || (first == second && elder < younger)
					}
					_ => false,
				})
			}),
			"a queue is out of order"
		);
		let listed = Open::<T>::get();
		ensure!(listed.len() == open, "a list has what is not open");
		ensure!(
			Track::ALL.iter().all(|track| listed.iter().filter(|(of, _)| of == track).count() <= 1),
			"a track has two referenda"
		);
		ensure!(
			held.iter().all(|(who, deposits)| {
				T::Currency::balance_on_hold(&HoldReason::Proposal.into(), who) == *deposits
			}),
			"what is held is not the deposits"
		);
		let members = Members::<T>::get();
		ensure!(members.windows(2).all(|pair| pair[0] < pair[1]), "members are out of order");
		if let Some(rules) = RulesInForce::<T>::get() {
			ensure!(members.len() >= rules.least_committee as usize, "the committee is too small");
			let threshold = members.len().saturating_mul(2).div_ceil(3) as u16;
			ensure!(
				members.len() < 2
					|| Committee::<T>::get() == Some(T::Chain::account_of(&members, threshold)),
				"the committee's account is another"
			);
		}
		Ok(())
	}
}
