//! How one policy takes the place of another, and what the present ones guarantee.
//!
//! While live persons rest on the policy before, whoever is admitted is so by a quorum of both; so it holds
//! across changes too that two quorums share an honest issuer. The policy before ends with the last of its
//! persons. Those who have not renewed by its deadline are over then and end, in turns: until its turn each
//! counts, and so do its issuers. There is one change at a time.

use crate::{
	find_quorum, reach, registry::record::Record, BlockNumberFor, ChainSettings, Config, EndReason,
	Error, Event, FormerPolicy, FormerSweptTo, GenesisConfig, Guarantee, Issuers, LivePersons,
	Member, Members, NewMembers, NextPersonId, Pallet, PersonOf, PoliciesInForce, PoliciesOf,
	Policy, Reach, WeightInfo, MAX_ISSUERS, MAX_WEIGHT,
};
use alloc::{format, string::String, vec::Vec};
use census_primitives::PersonId;
use frame_support::{
	dispatch::DispatchResult, ensure, pallet_prelude::Get, storage::with_storage_layer,
	traits::Defensive, weights::WeightMeter,
};
use sp_runtime::{traits::Saturating, SaturatedConversion};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_change_policy(
		members: NewMembers,
		threshold: u32,
		deadline: BlockNumberFor<T>,
	) -> DispatchResult {
		let policies = PoliciesInForce::<T>::get();
		ensure!(policies.former.is_none(), Error::<T>::PolicyChanging);
		let number = policies.current.number.checked_add(1).ok_or(Error::<T>::TooManyPolicies)?;
		let policy = Self::checked_policy(number, members, threshold)?;
		let now = frame_system::Pallet::<T>::block_number();
		let latest = now.saturating_add(T::MaxValidity::get());
		let times = Self::soonest_deadline(now)?..=latest;
		ensure!(times.contains(&deadline), Error::<T>::BadDeadline);

		let live = LivePersons::<T>::get();
		Self::ensure_reach(&policies.current, &policy, live.current > 0)?;
		let former =
			(live.current > 0).then_some(FormerPolicy { policy: policies.current, deadline });
		Self::count_anew(number, live);
		FormerSweptTo::<T>::kill();
		let joint = former.is_some();
		PoliciesInForce::<T>::put(PoliciesOf::<T> { current: policy, former });
		Self::deposit_event(Event::PolicyChanged {
			policy: number,
			threshold,
			former_until: joint.then_some(deadline),
		});
		Ok(())
	}

	/// Where an issuer is lost meanwhile, nobody need wait longer than they would have had to.
	pub(crate) fn do_set_deadline(deadline: BlockNumberFor<T>) -> DispatchResult {
		let mut policies = PoliciesInForce::<T>::get();
		let former = policies.former.as_mut().ok_or(Error::<T>::NoFormerPolicy)?;
		let now = frame_system::Pallet::<T>::block_number();
		let times = Self::soonest_deadline(now)?..former.deadline;
		ensure!(times.contains(&deadline), Error::<T>::BadDeadline);
		former.deadline = deadline;
		let policy = former.policy.number;
		PoliciesInForce::<T>::put(policies);
		Self::deposit_event(Event::DeadlineSet { policy, deadline });
		Ok(())
	}

	/// There is time to look for tickets, and for a recovery that begins meanwhile.
	fn soonest_deadline(now: BlockNumberFor<T>) -> Result<BlockNumberFor<T>, Error<T>> {
		let settings = Self::settings()?;
		let notice = settings.change_delay.saturating_add(settings.recovery_delay);
		Ok(now.saturating_add(notice))
	}

	/// The policy of these issuers, if it can be one by itself.
	fn checked_policy(
		number: u32,
		members: NewMembers,
		threshold: u32,
	) -> Result<Policy, Error<T>> {
		ensure!((1..=MAX_ISSUERS * MAX_WEIGHT).contains(&threshold), Error::<T>::BadWeight);
		ensure!(
			members.windows(2).all(|pair| pair[0].0 < pair[1].0),
			Error::<T>::IssuersOutOfOrder
		);
		let member = |(issuer, weight)| {
			ensure!((1..=MAX_WEIGHT).contains(&weight), Error::<T>::BadWeight);
			let record = Self::present_issuer(issuer)?;
			Ok::<_, Error<T>>(Member { issuer, weight, class: record.class })
		};
		let members: Vec<_> = members.into_iter().map(member).collect::<Result<_, _>>()?;
		// There are as many as before.
		let policy = Policy { number, threshold, members: Members::truncate_from(members) };
		ensure!(
			!Self::settings()?.quorums_intersect || policy.quorums_intersect(),
			Error::<T>::QuorumsWouldNotIntersect
		);
		Ok(policy)
	}

	/// Whether tickets that fit one admission can be a quorum of the new policy, and of both where persons rest
	/// on the old one. Whoever could do without any one issuer must go on to be able to; who could not, for
	/// there are too few of them, may grow.
	fn ensure_reach(old: &Policy, new: &Policy, joint: bool) -> DispatchResult {
		let (before, alone) = (reach(&[old]), reach(&[new]));
		let together = if joint { reach(&[old, new]) } else { alone };
		// A genesis without issuers can admit nobody, and nobody rests on it.
		let wanted = if before == Reach::Never { Reach::AllPresent } else { before };
		ensure!(alone >= wanted && together >= wanted, Error::<T>::QuorumOutOfReach);
		Ok(())
	}

	/// The first policy, of all issuers of the genesis.
	///
	/// # Errors
	/// In a sentence, if it cannot be one.
	pub(crate) fn build_policy(genesis: &GenesisConfig<T>) -> Result<(), String> {
		let GenesisConfig { threshold, issuers, .. } = genesis;
		let weights = (0..).zip(issuers).map(|(id, issuer)| (id, issuer.weight));
		let members = NewMembers::truncate_from(weights.collect());
		let told = |error| match error {
			Error::QuorumsWouldNotIntersect => format!(
				"two quorums of weight {threshold} might share no honest issuer: raise the threshold, or \
				 set quorumsIntersect to false, and the chain will say so"
			),
			error => format!("a threshold of {threshold} cannot be, with these issuers: {error:?}"),
		};
		let policy = Self::checked_policy(0, members, *threshold).map_err(told)?;
		// Where there are no issuers nobody can enrol until governance names some, and nobody is deceived.
		ensure!(
			policy.members.is_empty() || reach(&[&policy]) != Reach::Never,
			format!("no tickets of these issuers that fit one admission weigh {threshold}")
		);
		PoliciesInForce::<T>::put(PoliciesOf::<T> { current: policy, former: None });
		Ok(())
	}

	/// What the chain guarantees as it is: what admission rests on, in numbers and in words.
	pub fn guarantee() -> Guarantee {
		let policies = PoliciesInForce::<T>::get();
		let now = frame_system::Pallet::<T>::block_number();
		let in_force: Vec<_> = policies.in_force().collect();
		let active = |id: u32| Issuers::<T>::get(id).is_some_and(|issuer| issuer.counts(now));
		let active: Vec<_> = in_force
			.iter()
			.flat_map(|policy| &policy.members)
			.map(|member| member.issuer)
			.filter(|issuer| active(*issuer))
			.collect();
		let without = |missing: Option<u32>| {
			find_quorum(&in_force, |issuer| active.contains(&issuer) && Some(issuer) != missing)
		};
		let quorum = without(None);
		let corrupt = in_force.iter().map(|policy| policy.corrupt_issuers());
		Guarantee {
			admitting: quorum.is_some(),
			spare: quorum.is_some_and(|quorum| {
				quorum.into_iter().all(|missing| without(Some(missing)).is_some())
			}),
			// Of two policies the one that holds less.
			corrupt_issuers: corrupt.min().flatten(),
			enforced: ChainSettings::<T>::get().is_some_and(|settings| settings.quorums_intersect),
			former_until: policies.former.map(|former| former.deadline.saturated_into()),
		}
	}

	/// The first block in which a person is over.
	pub(crate) fn over_at(person: &PersonOf<T>) -> BlockNumberFor<T> {
		match PoliciesInForce::<T>::get().former {
			Some(former) if former.policy.number == person.policy => {
				person.expires_at.min(former.deadline)
			}
			_ => person.expires_at,
		}
	}

	/// Why a person is over, if it is: its own time has passed or its policy's, whether or not the sweep has come to
	/// it. It counts until it has.
	pub(crate) fn over(person: &PersonOf<T>) -> Option<EndReason> {
		let now = frame_system::Pallet::<T>::block_number();
		if person.expires_at <= now {
			return Some(EndReason::Expired);
		}
		(Self::over_at(person) <= now).then_some(EndReason::PolicyEnded)
	}

	/// Ends those who have not renewed by the deadline of the policy before, as far as the weight goes.
	pub(crate) fn sweep_former(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let former = PoliciesInForce::<T>::get().former;
		let Some(former) = former.filter(|former| former.deadline <= now) else { return };
		if meter.try_consume(T::WeightInfo::poll_former()).is_err() {
			return;
		}
		let first = FormerSweptTo::<T>::get();
		let end = NextPersonId::<T>::get();
		let mut id = first;
		while id < end && LivePersons::<T>::get().former > 0 {
			if meter.try_consume(T::WeightInfo::skip_person()).is_err()
				|| !Self::look_at_former(id, former.policy.number, meter)
			{
				break;
			}
			id.saturating_inc();
		}
		if id != first {
			FormerSweptTo::<T>::put(id);
		}
	}

	/// Ends a person if it rests on the policy that has ended. Whether there was weight for it.
	pub(crate) fn look_at_former(id: PersonId, policy: u32, meter: &mut WeightMeter) -> bool {
		let is_former = |person: &PersonOf<T>| person.status.is_live() && person.policy == policy;
		let Some(mut record) = Record::<T>::of(id).filter(|record| is_former(record)) else {
			return true;
		};
		if meter.try_consume(T::WeightInfo::sweep_person()).is_err() {
			return false;
		}
		let reason = Self::over(&record).unwrap_or(EndReason::PolicyEnded);
		// Where it fails the stored tree is corrupt, and the person stays for whoever repairs it.
		let _ = with_storage_layer(|| {
			Self::end(&mut record, reason)?;
			record.store();
			Ok::<_, sp_runtime::DispatchError>(())
		})
		.defensive();
		true
	}
}
