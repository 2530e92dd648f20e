//! How one policy takes the place of another, with live persons; what is refused; and what is guaranteed.

use super::{issuers::careless, recover::recovery, renew::renewal_by};
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal};
use frame_support::{assert_ok, traits::BuildGenesisConfig, weights::Weight};
use frame_system::RawOrigin;
use sp_runtime::{DispatchError, DispatchResult};

/// A chain of these issuers, of weight 1 each.
fn of(issuers: u32, threshold: u32) -> GenesisConfig<Test> {
	GenesisConfig {
		threshold,
		issuers: (0..issuers).map(|issuer| genesis_issuer(issuer, 1, issuer)).collect(),
		..genesis()
	}
}

/// Enrols a human by these issuers.
#[track_caller]
fn enrol_with(human: u64, issuers: impl IntoIterator<Item = IssuerId>) -> PersonId {
	enrol_by(human, Identity::of(human, 0), issuers).expect("they are a quorum")
}

/// Renews a human's first person by these issuers, as soon as that can be.
fn renew(human: u64, id: PersonId, issuers: impl IntoIterator<Item = IssuerId>) -> Call<Test> {
	if now() < person(id).admitted_at + ROTATION_COOLDOWN {
		run_to(person(id).admitted_at + ROTATION_COOLDOWN);
	}
	let tickets = tickets(Purpose::Renew, issuers, human, person(id).commitment, 0);
	renewal_by(id, Identity::of(human, 0), tickets)
}

fn remove(issuer: IssuerId) -> DispatchResult {
	Personhood::remove_issuer(RawOrigin::Root.into(), issuer)
}

/// U1: two issuers become three, and then four of whom any one may stop, and nobody is lost.
#[test]
fn two_issuers_grow_to_four_and_nobody_is_lost() {
	run_from(of(2, 2), || {
		for human in 0..3 {
			enrol_with(human, 0..2);
		}
		next_epoch();
		assert_ok!(register(2));
		let deadline = now() + 2 * NOTICE;
		assert_ok!(change_policy_by(&equals(0..3), 3, deadline));
		let former_until = Some(deadline);
		assert_eq!(last_event(), Event::PolicyChanged { policy: 1, threshold: 3, former_until });
		assert_eq!(LivePersons::<Test>::get(), LiveCounts { policy: 1, current: 0, former: 3 });
		// Whoever comes now is admitted by a quorum of both.
		assert_eq!(
			enrol_by(3, Identity::of(3, 0), 0..2).unwrap_err(),
			ensure::validity(PersonRefusal::BelowThreshold)
		);
		enrol_with(3, 0..3);
		for human in 0..3 {
			assert!(policies().former.is_some());
			assert_ok!(submit(renew(human, human as u32, 0..3)));
			check_state();
		}
		assert!(events().contains(&Event::PolicyEnded { policy: 0 }));
		assert_eq!(policies().former, None);

		assert_ok!(register(3));
		assert_ok!(change_policy_by(&equals(0..4), 3, now() + 3 * NOTICE));
		let guarantee = Pallet::<Test>::guarantee();
		assert!(guarantee.admitting && !guarantee.spare, "{guarantee}");
		for human in 0..4 {
			run_to(person(human as u32).admitted_at + ROTATION_COOLDOWN);
			assert_ok!(submit(renew(human, human as u32, 0..3)));
		}
		assert!(Pallet::<Test>::guarantee().spare);
		run_to(now() + 5 * NOTICE);
		assert_eq!(LivePersons::<Test>::get(), LiveCounts { policy: 2, current: 4, former: 0 });
	});
}

#[test]
fn an_issuer_is_replaced_by_another_and_nobody_is_lost() {
	run(|| {
		people(2);
		assert_ok!(register(4));
		assert_ok!(change_policy_by(&equals(1..5), 3, now() + 3 * NOTICE));
		// By issuers that both policies have, even the same that person 0 rests on, if they are a quorum of both.
		assert_ok!(submit(renew(0, 0, [0, 1, 2, 3])));
		assert_eq!(person(0).policy, 1);
		assert_refused(renew(1, 1, [1, 2, 4]), PersonRefusal::BelowFormerThreshold);
		assert_ok!(submit(renew(1, 1, [1, 2, 3])));
		assert_eq!(policies().former, None);
		assert_ok!(remove(0));
		// What is gone holds up nobody: person 0 stands by 1, 2 and 3.
		assert!(person(0).status.is_live());
	});
}

#[test]
fn another_policy_is_a_reason_to_renew_by_the_same_issuers_at_once() {
	run(|| {
		people(1);
		assert_refused(renew(0, 0, 0..3), PersonRefusal::RenewalTooSoon);
		enrol(1);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals([0, 1, 2, 4]), 3));
		assert_ok!(submit(renew(0, 0, 0..3)));
		// Who was admitted in this very block too.
		let tickets = tickets(Purpose::Renew, 0..3, 1, person(1).commitment, 0);
		assert_ok!(submit(renewal_by(1, Identity::of(1, 0), tickets)));
		assert_eq!(policies().former, None);
	});
}

/// A thief has rotated its identity away, and none of its issuers is in doubt. It is not shut out, nor does the
/// thief stay, because the policy has changed.
#[test]
fn whoever_was_robbed_recovers_under_the_policy_that_admitted_it() {
	run(|| {
		let identity = people(1)[0];
		assert_ok!(submit(rotation(0, identity, Identity::of(9, 0))));
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		let own = Identity::of(0, 1);
		assert_refused(recovery(0, 0, own, 1..3), PersonRefusal::BelowThreshold);
		assert_ok!(submit(recovery(0, 0, own, 0..3)));
		// There is time for that before the deadline, if it is done soon after the change.
		run_to(now() + RECOVERY_DELAY + 1);
		assert_eq!(person(0).commitment, own.commitment());
		assert_ok!(authorized(
			&renewal_by(0, own, tickets(Purpose::Renew, 0..4, 0, own.commitment(), 1)).into()
		));
	});
}

/// A ticket that weighs nothing does no harm: it may have weighed something when it was signed.
#[test]
fn a_ticket_of_an_issuer_that_no_policy_has_weighs_nothing() {
	run(|| {
		let first = Identity::of(0, 0);
		assert_ok!(register(4));
		let with = |issuers: [IssuerId; 4]| {
			enrolment(first, tickets(Purpose::Enrol, issuers, 0, first.commitment(), 0))
		};
		assert_ok!(authorized(&with([0, 1, 2, 4]).into()));
		let too_few = tickets(Purpose::Enrol, [0, 1, 4], 0, first.commitment(), 0);
		assert_refused(enrolment(first, too_few), PersonRefusal::BelowThreshold);
	});
}

#[test]
fn a_deadline_is_brought_forward_and_never_put_off() {
	run(|| {
		people(1);
		assert_ok!(register(4));
		let set = |deadline| Personhood::set_deadline(RawOrigin::Root.into(), deadline);
		assert_fails(|| set(now() + NOTICE), Error::<Test>::NoFormerPolicy);
		let deadline = now() + 4 * NOTICE;
		assert_ok!(change_policy_by(&equals(1..5), 3, deadline));
		let other = || Personhood::set_deadline(by(controller(0)), now() + NOTICE);
		assert_fails(other, DispatchError::BadOrigin);
		for bad in [now() + NOTICE - 1, deadline, deadline + 1] {
			assert_fails(|| set(bad), Error::<Test>::BadDeadline);
		}
		let sooner = now() + NOTICE;
		assert_ok!(set(sooner));
		assert_eq!(last_event(), Event::DeadlineSet { policy: 0, deadline: sooner });
		run_to(sooner + 1);
		assert_eq!(person(0).status, Status::Ended(EndReason::PolicyEnded));
	});
}

/// Sixteen issuers and more may have known a person in its life.
#[test]
fn what_issuers_that_were_removed_said_takes_no_room() {
	run(|| {
		people(1);
		for round in 0..6 {
			let first = round * 4;
			for issuer in first + 4..first + 8 {
				assert_ok!(register(issuer));
			}
			assert_ok!(change_policy(&equals(first + 4..first + 8), 3));
			assert_ok!(submit(renew(0, 0, (first..first + 3).chain(first + 4..first + 7))));
			for issuer in first..first + 4 {
				assert_ok!(remove(issuer));
			}
			check_state();
		}
		assert!(person(0).attestations.len() < MAX_ATTESTATIONS as usize);
	});
}

#[test]
fn those_who_have_not_renewed_by_the_deadline_are_over_and_count_until_their_turn() {
	run(|| {
		let identities = people(3);
		assert_ok!(register(4));
		let deadline = now() + NOTICE;
		assert_ok!(change_policy_by(&equals(1..5), 3, deadline));
		run_to(deadline - 1);
		assert_ok!(authorized(&renew(0, 0, 1..4).into()));
		// At the deadline nothing is swept yet.
		SweepWeight::set(Weight::zero());
		run_to(deadline);
		assert_refused(renew(0, 0, 1..4), PersonRefusal::PersonEnded);
		assert_refused(rotation(1, identities[1], Identity::of(1, 1)), PersonRefusal::PersonEnded);
		assert_eq!(LivePersons::<Test>::get().former, 3);
		assert_fails(|| change_policy(&equals(1..5), 3), Error::<Test>::PolicyChanging);
		// Its tags are its own until it has ended, and others are admitted by both policies.
		assert_eq!(
			enrol_by(0, Identity::of(0, 1), 1..4).unwrap_err(),
			ensure::validity(PersonRefusal::TagTaken)
		);
		assert_eq!(
			enrol_by(7, Identity::of(7, 0), 2..5).unwrap_err(),
			ensure::validity(PersonRefusal::BelowFormerThreshold)
		);
		check_state();
		SweepWeight::set(USUAL_SWEEP);
		next_block();
		for id in 0..3 {
			assert_eq!(person(id).status, Status::Ended(EndReason::PolicyEnded));
		}
		assert_eq!(policies().former, None);
		assert_eq!(LivePersons::<Test>::get().all(), 0);
		// They enrol anew, under the new policy alone.
		assert_ok!(enrol_by(0, Identity::of(0, 1), 2..5));
	});
}

#[test]
fn anyone_may_end_who_is_over_by_the_deadline() {
	run(|| {
		people(1);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		SweepWeight::set(Weight::zero());
		let expire = || Personhood::expire(by(funded(9)), 0);
		assert_fails(expire, Error::<Test>::NotExpired);
		run_to(now() + NOTICE);
		assert_ok!(expire());
		assert_eq!(person(0).status, Status::Ended(EndReason::PolicyEnded));
		assert_eq!(policies().former, None);
	});
}

/// Some at a time, in the order of their numbers, and never one that has renewed.
#[test]
fn the_sweep_goes_on_where_it_was() {
	run(|| {
		people(5);
		assert_ok!(register(4));
		let deadline = now() + 2 * NOTICE;
		assert_ok!(change_policy_by(&equals(1..5), 3, deadline));
		assert_ok!(submit(renew(2, 2, 1..4)));
		SweepWeight::set(Weight::zero());
		run_to(deadline);
		let one = <() as WeightInfo>::poll_sweep()
			.saturating_add(<() as WeightInfo>::poll_former())
			.saturating_add(<() as WeightInfo>::skip_person().saturating_mul(2))
			.saturating_add(<() as WeightInfo>::sweep_person().saturating_mul(2));
		let mut live = vec![5];
		while policies().former.is_some() {
			SweepWeight::set(one);
			next_block();
			check_state();
			live.push(LivePersons::<Test>::get().all());
			assert!(live.len() < 20, "{live:?}");
		}
		assert!(live.len() > 2 && live.windows(2).all(|pair| pair[0] >= pair[1]), "{live:?}");
		assert!(person(2).status.is_live());
		assert_eq!(LivePersons::<Test>::get(), LiveCounts { policy: 1, current: 1, former: 0 });
	});
}

#[test]
fn a_pending_person_keeps_the_policy_under_which_it_was_admitted() {
	run(|| {
		PlacementWeight::set(Weight::zero());
		enrol(0);
		assert_ok!(register(4));
		assert_ok!(change_policy_by(&equals(1..5), 3, now() + 5 * NOTICE));
		PlacementWeight::set(USUAL_PLACEMENT);
		next_epoch();
		// By 0, 1 and 2, though 0 is in the policy before alone.
		assert_eq!(person(0).status, Status::Active);
	});
}

#[test]
fn what_nobody_rests_on_ends_at_once() {
	run(|| {
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		let event = Event::PolicyChanged { policy: 1, threshold: 3, former_until: None };
		assert_eq!(last_event(), event);
		assert_eq!(policies().former, None);
		assert_ok!(change_policy(&equals(0..4), 3));
		assert_eq!(policies().current.number, 2);
	});
}

#[test]
fn there_is_one_change_at_a_time() {
	run(|| {
		people(1);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		assert_fails(|| change_policy(&equals(0..4), 3), Error::<Test>::PolicyChanging);
	});
}

#[test]
fn a_deadline_leaves_time_and_is_not_for_ever() {
	run(|| {
		people(1);
		assert_ok!(register(4));
		let to = |deadline| change_policy_by(&equals(0..5), 4, deadline);
		let bad = DispatchError::from(Error::<Test>::BadDeadline);
		assert_fails(|| to(now()), bad);
		assert_fails(|| to(now() + NOTICE - 1), bad);
		assert_fails(|| to(now() + MAX_VALIDITY + 1), bad);
		assert_fails(|| to(u64::MAX), bad);
		assert_ok!(to(now() + MAX_VALIDITY));
	});
}

#[test]
fn quorums_of_a_policy_intersect() {
	run(|| {
		assert_ok!(register(4));
		let broken = DispatchError::from(Error::<Test>::QuorumsWouldNotIntersect);
		// 2 * 3 > 4 + 1, but 2 * 2 is not, nor 2 * 3 > 5 + 1, nor 2 * 4 > 7 + 3.
		assert_fails(|| change_policy(&equals(0..4), 2), broken);
		assert_fails(|| change_policy(&equals(0..5), 3), broken);
		assert_fails(|| change_policy(&[(0, 3), (1, 1), (2, 1), (3, 1), (4, 1)], 4), broken);
		assert_ok!(change_policy(&equals(0..5), 4));
		// Pausing takes no weight away: what is paused may come back.
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 4));
		assert_fails(|| change_policy(&equals(0..5), 3), broken);
	});
}

/// S9: thresholds that no eight tickets can reach.
#[test]
fn what_no_eight_tickets_can_bring_is_refused() {
	run(|| {
		for issuer in ISSUERS..20 {
			assert_ok!(register(issuer));
		}
		let out = DispatchError::from(Error::<Test>::QuorumOutOfReach);
		assert_fails(|| change_policy(&equals(0..16), 9), out);
		assert_fails(|| change_policy(&equals(0..4), 5), out);
		// Any one of these may stop now, and none of those.
		assert_fails(|| change_policy(&equals(0..3), 3), out);
		assert_ok!(change_policy(&equals(0..7), 5));
		people_by(0..5);
		// Each by itself could be; both together take ten.
		assert_fails(|| change_policy(&equals(7..14), 5), out);
		assert_ok!(change_policy(&equals(2..9), 5));
	});
}

/// Enrols a human by these issuers.
fn people_by(issuers: core::ops::Range<IssuerId>) {
	enrol_with(0, issuers);
}

#[test]
fn where_there_are_too_few_issuers_there_may_be_more_or_others() {
	run_from(of(2, 2), || {
		enrol_with(0, 0..2);
		assert_ok!(register(2));
		assert_ok!(register(3));
		// One key of two is lost: its successor takes its place, and who cannot renew leaves at the deadline.
		assert_ok!(change_policy(&equals([0, 2]), 2));
		assert_eq!(
			enrol_by(1, Identity::of(1, 0), [0, 2]).unwrap_err(),
			ensure::validity(PersonRefusal::BelowFormerThreshold)
		);
		run_to(now() + NOTICE + 1);
		assert_eq!(person(0).status, Status::Ended(EndReason::PolicyEnded));
		assert_ok!(enrol_by(1, Identity::of(1, 0), [0, 2]));
	});
}

#[test]
fn weights_and_thresholds_have_bounds_and_issuers_an_order() {
	run_from(careless(), || {
		let bad = DispatchError::from(Error::<Test>::BadWeight);
		assert_fails(|| change_policy(&[(0, 0)], 1), bad);
		assert_fails(|| change_policy(&[(0, MAX_WEIGHT + 1)], 1), bad);
		assert_fails(|| change_policy(&equals(0..4), 0), bad);
		assert_fails(|| change_policy(&equals(0..4), MAX_ISSUERS * MAX_WEIGHT + 1), bad);
		assert_fails(|| change_policy(&equals([1, 0]), 1), Error::<Test>::IssuersOutOfOrder);
		assert_fails(|| change_policy(&equals([1, 1]), 1), Error::<Test>::IssuersOutOfOrder);
		assert_fails(|| change_policy(&equals([1, 9]), 1), Error::<Test>::IssuerNotFound);
		assert_ok!(register(4));
		assert_ok!(remove(4));
		assert_fails(|| change_policy(&equals([1, 4]), 1), Error::<Test>::IssuerRemoved);
		assert_fails(|| change_policy(&[], 1), Error::<Test>::QuorumOutOfReach);
		assert_ok!(change_policy(&[(0, MAX_WEIGHT), (1, MAX_WEIGHT), (2, 1)], MAX_WEIGHT));
	});
}

#[test]
fn the_guarantee_is_told_in_numbers_and_words() {
	let told = |threshold: u32, weights: &[u32]| {
		let mut genesis = careless();
		genesis.threshold = threshold;
		genesis.issuers = weights
			.iter()
			.zip(0..)
			.map(|(weight, issuer)| genesis_issuer(issuer, *weight, issuer))
			.collect();
		externalities(genesis).execute_with(Pallet::<Test>::guarantee)
	};
	for (threshold, weights, corrupt) in [
		(2, &[1, 1, 1, 1][..], None),
		(3, &[1, 1, 1, 1], Some(1)),
		(4, &[1, 1, 1, 1], Some(3)),
		(2, &[1, 1, 1], Some(0)),
		(1, &[1, 1], None),
		(2, &[1, 1], Some(1)),
		(4, &[3, 1, 1, 1], Some(0)),
		(5, &[3, 1, 1, 1], Some(1)),
		(1, &[1], Some(0)),
		(1, &[], Some(0)),
	] {
		assert_eq!(told(threshold, weights).corrupt_issuers, corrupt, "{threshold} of {weights:?}");
	}
	run(|| {
		let guarantee = Pallet::<Test>::guarantee();
		let expected = Guarantee {
			admitting: true,
			spare: true,
			corrupt_issuers: Some(1),
			enforced: true,
			former_until: None,
		};
		assert_eq!(guarantee, expected);
		assert_eq!(
			guarantee.to_string(),
			"One human has at most one live person as long as at most 1 issuer is corrupt. The \
			 chain refuses policies under which one corrupt issuer would be too many. Governance says who \
			 the issuers are: when a policy of its has taken the place of the one before, it can have \
			 admitted whom it likes."
		);
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 0));
		let guarantee = Pallet::<Test>::guarantee();
		assert!(guarantee.admitting && !guarantee.spare);
		assert!(guarantee.to_string().ends_with("stops, nobody can be admitted."), "{guarantee}");
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 1));
		let guarantee = Pallet::<Test>::guarantee();
		assert!(!guarantee.admitting);
		assert!(guarantee.to_string().ends_with("can admit nobody."));
	});
	run(|| {
		people(1);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		let guarantee = Pallet::<Test>::guarantee();
		assert_eq!(guarantee.former_until, Some((now() + NOTICE) as u32));
		assert!(guarantee.to_string().contains(&format!("over from block {}", now() + NOTICE)));
	});
}

fn build(genesis: GenesisConfig<Test>) {
	sp_io::TestExternalities::default().execute_with(|| genesis.build());
}

#[test]
#[should_panic(expected = "might share no honest issuer")]
fn a_genesis_that_cannot_keep_its_promise_is_refused() {
	build(GenesisConfig { threshold: 2, ..genesis() });
}

#[test]
fn a_genesis_that_promises_nothing_is_taken() {
	build(GenesisConfig { threshold: 2, ..careless() });
}

#[test]
fn a_genesis_without_issuers_is_taken() {
	build(GenesisConfig { issuers: vec![], ..genesis() });
}

#[test]
#[should_panic(expected = "that fit one admission weigh 5")]
fn a_genesis_whose_threshold_is_out_of_reach_is_refused() {
	build(GenesisConfig { threshold: 5, ..genesis() });
}

#[test]
#[should_panic(expected = "a threshold of 0")]
fn a_genesis_needs_a_threshold() {
	build(GenesisConfig { threshold: 0, ..genesis() });
}

#[test]
#[should_panic(expected = "an epoch needs at least one block")]
fn a_genesis_needs_epochs() {
	let mut genesis = genesis();
	genesis.settings.epoch_length = 0;
	build(genesis);
}

#[test]
#[should_panic(expected = "changes need time for objections")]
fn a_genesis_needs_time_for_changes() {
	let mut genesis = genesis();
	genesis.settings.change_delay = 0;
	build(genesis);
}

#[test]
#[should_panic(expected = "cannot be an issuer")]
fn a_genesis_issuer_is_checked_like_any_other() {
	let mut genesis = genesis();
	genesis.issuers[1].name = "a name of more than thirty-two bytes".into();
	build(genesis);
}
