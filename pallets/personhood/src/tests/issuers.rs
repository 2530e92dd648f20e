//! Issuers, the threshold, and that quorums intersect in an honest issuer.

use super::renew::renewal_by;
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonRefusal};
use frame_support::{assert_ok, traits::BuildGenesisConfig};
use frame_system::RawOrigin;
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{DispatchError, DispatchResult};

fn name(text: &str) -> Name {
	text.as_bytes().to_vec().try_into().expect("it is short")
}

fn key_of(issuer: IssuerId) -> IssuerKind {
	IssuerKind::Sr25519(issuer_key(issuer).public())
}

/// Registers an issuer, by governance, with a key and a class of its own.
fn register(issuer: IssuerId, weight: u32) -> DispatchResult {
	register_kind(issuer, key_of(issuer), weight)
}

fn register_kind(issuer: IssuerId, kind: IssuerKind, weight: u32) -> DispatchResult {
	let controller = controller(issuer);
	Personhood::register_issuer(
		RawOrigin::Root.into(),
		name("new"),
		kind,
		controller,
		weight,
		issuer,
		LIMIT,
	)
}

fn set_threshold(threshold: u32) -> DispatchResult {
	Personhood::set_threshold(RawOrigin::Root.into(), threshold)
}

fn remove(issuer: IssuerId) -> DispatchResult {
	Personhood::remove_issuer(RawOrigin::Root.into(), issuer)
}

fn status_of(issuer: IssuerId) -> IssuerStatus {
	Issuers::<Test>::get(issuer).expect("there is such an issuer").status
}

/// A genesis whose quorums need not intersect.
fn careless() -> GenesisConfig<Test> {
	let mut genesis = genesis();
	genesis.settings.quorums_intersect = false;
	genesis
}

/// Enrols a human's `version`-th identity by these issuers' tickets, with marks under which they
/// know it as `known_as`.
fn enrolment_as(
	human: u64,
	version: u64,
	issuers: &[IssuerId],
	known_as: impl Fn(IssuerId) -> u64,
) -> Call<Test> {
	let identity = Identity::of(human, version);
	let tickets: Vec<_> = issuers
		.iter()
		.map(|issuer| {
			let known_as = known_as(*issuer);
			signed(ticket(Purpose::Enrol, *issuer, known_as, identity.commitment(), 0))
		})
		.collect();
	enrolment(identity, tickets.try_into().expect("no more than the most"))
}

#[test]
fn governance_registers_an_issuer() {
	run(|| {
		assert_ok!(set_threshold(4));
		assert_ok!(register(4, 1));
		assert_eq!(last_event(), Event::IssuerRegistered { issuer: 4 });
		let issuer = Issuers::<Test>::get(4).unwrap();
		assert_eq!(issuer.name, name("new"));
		assert_eq!(issuer.kind, key_of(4));
		assert_eq!(issuer.controller, controller(4));
		assert_eq!((issuer.weight, issuer.class, issuer.limit), (1, 4, LIMIT));
		assert_eq!(issuer.status, IssuerStatus::Active);
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![0, 1, 2, 3, 4]);
	});
}

#[test]
fn nobody_else_registers_removes_resumes_or_sets() {
	run(|| {
		let other = || by(controller(0));
		let bad = DispatchError::BadOrigin;
		assert_fails(
			|| {
				let controller = controller(9);
				Personhood::register_issuer(other(), name("new"), key_of(9), controller, 1, 9, 1)
			},
			bad,
		);
		assert_fails(|| Personhood::remove_issuer(other(), 0), bad);
		assert_fails(|| Personhood::resume_issuer(other(), 0), bad);
		assert_fails(|| Personhood::set_issuer_limit(other(), 0, 5), bad);
		assert_fails(|| Personhood::set_threshold(other(), 4), bad);
	});
}

#[test]
fn a_name_is_text_and_not_empty() {
	run_from(careless(), || {
		for bad in [vec![], vec![0xff, 0xfe]] {
			assert_fails(
				|| {
					let name = bad.clone().try_into().unwrap();
					let by = RawOrigin::Root.into();
					Personhood::register_issuer(by, name, key_of(4), controller(4), 1, 4, 1)
				},
				Error::<Test>::BadName,
			);
		}
	});
}

#[test]
fn weights_and_thresholds_have_bounds() {
	run_from(careless(), || {
		assert_fails(|| register(4, 0), Error::<Test>::BadWeight);
		assert_fails(|| register(4, MAX_WEIGHT + 1), Error::<Test>::BadWeight);
		assert_fails(|| register(4, u32::MAX), Error::<Test>::BadWeight);
		assert_ok!(register(4, MAX_WEIGHT));
		assert_fails(|| set_threshold(0), Error::<Test>::BadWeight);
		assert_fails(|| set_threshold(u32::MAX), Error::<Test>::BadWeight);
		assert_fails(|| set_threshold(MAX_ISSUERS * MAX_WEIGHT + 1), Error::<Test>::BadWeight);
		assert_ok!(set_threshold(MAX_ISSUERS * MAX_WEIGHT));
	});
}

#[test]
fn keys_under_which_anyone_signs_are_refused() {
	run_from(careless(), || {
		// The identity of Ristretto.
		let nobody = sr25519::Public::from_raw([0; 32]);
		assert_fails(|| register_kind(4, IssuerKind::Sr25519(nobody), 1), Error::<Test>::BadKind);
		// Points of order 1, 2, 4 and 8: RFC 8032's y of 1, -1 and 0, and one that is listed with
		// them in "Taming the many EdDSAs" (Chalkias et al.), table 1.
		let mut one = [0; 32];
		one[0] = 1;
		let mut minus_one = [0xff; 32];
		minus_one[0] = 0xec;
		minus_one[31] = 0x7f;
		let eighth = [
			0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
			0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
			0x6d, 0x53, 0xfc, 0x05,
		];
		for weak in [one, minus_one, [0; 32], eighth] {
			let weak = ed25519::Public::from_raw(weak);
			assert_fails(|| register_kind(4, IssuerKind::Ed25519(weak), 1), Error::<Test>::BadKind);
		}
		let no_point = ecdsa::Public::from_raw([0; 33]);
		assert_fails(|| register_kind(4, IssuerKind::Ecdsa(no_point), 1), Error::<Test>::BadKind);
		assert_ok!(register_kind(
			4,
			IssuerKind::Ed25519(ed25519::Pair::from_seed(&[7; 32]).public()),
			1
		));
		assert_ok!(register_kind(
			5,
			IssuerKind::Ecdsa(ecdsa::Pair::from_seed(&[7; 32]).public()),
			1
		));
	});
}

#[test]
fn one_key_is_one_issuers() {
	run_from(careless(), || {
		assert_fails(|| register_kind(4, key_of(0), 1), Error::<Test>::BadKind);
		// As soon as the first one is gone, the key may serve again.
		assert_ok!(remove(0));
		assert_ok!(register_kind(4, key_of(0), 1));
	});
}

#[test]
fn a_circuit_reads_three_inputs_and_is_held_while_it_is_asked() {
	run_from(careless(), || {
		let circuit = circuits::register(3);
		let other = circuits::register(2);
		let kind = IssuerKind::Circuit;
		assert_fails(|| register_kind(4, kind(other), 1), Error::<Test>::BadKind);
		assert_fails(|| register_kind(4, kind([7; 32]), 1), Error::<Test>::BadKind);
		assert_eq!(circuits::users(&circuit), 0);
		assert_ok!(register_kind(4, kind(circuit), 1));
		assert_eq!(circuits::users(&circuit), 1);
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 4));
		assert_eq!(circuits::users(&circuit), 1);
		assert_ok!(remove(4));
		assert_eq!(circuits::users(&circuit), 0);
	});
}

#[test]
fn there_are_only_so_many_issuers() {
	run_from(careless(), || {
		for issuer in ISSUERS..MAX_ISSUERS {
			assert_ok!(register(issuer, 1));
		}
		assert_fails(|| register(MAX_ISSUERS, 1), Error::<Test>::TooManyIssuers);
		assert_ok!(remove(7));
		assert_ok!(register(MAX_ISSUERS, 1));
		// Numbers are not used again.
		assert!(Issuers::<Test>::contains_key(MAX_ISSUERS));
	});
}

#[test]
fn governance_sets_a_limit() {
	run(|| {
		assert_ok!(Personhood::set_issuer_limit(RawOrigin::Root.into(), 2, 5));
		assert_eq!(last_event(), Event::IssuerLimitSet { issuer: 2, limit: 5 });
		assert_eq!(Issuers::<Test>::get(2).unwrap().limit, 5);
		let set = |issuer| Personhood::set_issuer_limit(RawOrigin::Root.into(), issuer, 5);
		assert_fails(|| set(9), Error::<Test>::IssuerNotFound);
		assert_ok!(remove(2));
		assert_fails(|| set(2), Error::<Test>::IssuerRemoved);
	});
}

#[test]
fn governance_and_its_controller_pause_an_issuer_and_governance_resumes_it() {
	run(|| {
		let pause = |by, issuer| Personhood::pause_issuer(by, issuer);
		assert_fails(|| pause(by(controller(1)), 0), Error::<Test>::NotController);
		assert_fails(|| pause(by(controller(9)), 9), Error::<Test>::IssuerNotFound);
		assert_fails(|| pause(RawOrigin::None.into(), 0), DispatchError::BadOrigin);
		assert_ok!(pause(by(controller(0)), 0));
		let paused = IssuerStatus::Paused;
		assert_eq!(last_event(), Event::IssuerStatusSet { issuer: 0, status: paused });
		assert_eq!(status_of(0), paused);
		assert_fails(|| pause(by(controller(0)), 0), Error::<Test>::IssuerUnchanged);
		assert_ok!(Personhood::resume_issuer(RawOrigin::Root.into(), 0));
		assert_eq!(status_of(0), IssuerStatus::Active);
		let resume = |issuer| Personhood::resume_issuer(RawOrigin::Root.into(), issuer);
		assert_fails(|| resume(0), Error::<Test>::IssuerUnchanged);
		assert_fails(|| resume(9), Error::<Test>::IssuerNotFound);
		assert_ok!(pause(RawOrigin::Root.into(), 0));
		assert_ok!(remove(0));
		assert_fails(|| resume(0), Error::<Test>::IssuerRemoved);
		assert_fails(|| pause(RawOrigin::Root.into(), 0), Error::<Test>::IssuerRemoved);
		assert_fails(|| remove(0), Error::<Test>::IssuerRemoved);
		assert_fails(|| remove(9), Error::<Test>::IssuerNotFound);
	});
}

#[test]
fn a_removed_issuer_weighs_while_live_persons_rest_on_it() {
	run(|| {
		people(2);
		assert_ok!(remove(0));
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![0, 1, 2, 3]);
		// Its room is not free, so another one would be too many for the threshold.
		assert_fails(|| register(4, 1), Error::<Test>::QuorumsWouldNotIntersect);
		for human in 0..2 {
			let withdraw =
				|issuer| Personhood::withdraw(by(controller(issuer)), issuer, tag(issuer, human));
			assert_ok!(withdraw(1));
		}
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![1, 2, 3]);
		assert_ok!(register(4, 1));
		// One on whom nobody rests goes at once.
		assert_ok!(remove(3));
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![1, 2, 4]);
	});
}

#[test]
fn a_policy_change_that_would_break_the_intersection_is_refused() {
	run(|| {
		let broken = DispatchError::from(Error::<Test>::QuorumsWouldNotIntersect);
		// 2 * 3 > 4 + 1, but 2 * 2 is not, nor 2 * 3 > 5 + 1, nor 2 * 3 > 6 + 2.
		assert_fails(|| set_threshold(2), broken);
		assert_fails(|| register(4, 1), broken);
		assert_fails(|| register(4, 2), broken);
		// Whoever raises the threshold first may.
		assert_ok!(set_threshold(4));
		assert_ok!(register(4, 1));
		assert_fails(|| set_threshold(3), broken);
		// Pausing takes no weight away: what is paused may come back.
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 4));
		assert_fails(|| set_threshold(3), broken);
		assert_ok!(remove(4));
		assert_ok!(set_threshold(3));
	});
}

#[test]
fn a_policy_change_waits_for_those_who_were_admitted_under_the_old_one() {
	run(|| {
		people(1);
		assert_ok!(set_threshold(4));
		assert_eq!(Policies::<Test>::get().into_inner(), vec![(3, 1)]);
		// 2 * 4 > 5 + 1, but person 0 was admitted by 3, and 2 * 3 is not.
		assert_fails(|| register(4, 1), Error::<Test>::QuorumsWouldNotIntersect);
		run_to(person(0).admitted_at + ROTATION_COOLDOWN);
		let commitment = person(0).commitment;
		let tickets = tickets(Purpose::Renew, 0..4, 0, commitment, 0);
		assert_ok!(submit(renewal_by(0, Identity::of(0, 0), tickets)));
		assert_eq!(Policies::<Test>::get().into_inner(), vec![(4, 1)]);
		assert_ok!(register(4, 1));
	});
}

#[test]
fn live_persons_rest_on_only_so_many_thresholds() {
	let mut genesis = careless();
	genesis.threshold = 1;
	genesis.issuers = (0..8).map(|issuer| genesis_issuer(issuer, 1_000, issuer)).collect();
	run_from(genesis, || {
		for human in 0..u64::from(MAX_POLICIES) {
			assert_ok!(set_threshold(human as u32 + 1));
			enrol(human);
		}
		let next = MAX_POLICIES + 1;
		assert_fails(|| set_threshold(next), Error::<Test>::TooManyPolicies);
		// One of those that there are has room.
		assert_ok!(set_threshold(1));
		// And when nobody rests on one any more, it makes room.
		for issuer in 0..3 {
			let tag = tag(issuer, 1);
			assert_ok!(Personhood::withdraw(by(controller(issuer)), issuer, tag));
		}
		assert_ok!(set_threshold(next));
	});
}

#[test]
fn a_second_enrolment_through_another_set_of_issuers_is_refused() {
	run(|| {
		enrol(0);
		next_epoch();
		let sets: [&[IssuerId]; 5] =
			[&[0, 1, 3], &[0, 2, 3], &[1, 2, 3], &[0, 1, 2], &[0, 1, 2, 3]];
		for issuers in sets {
			let again = enrolment_as(0, 1, issuers, |_| 0);
			assert_refused(again, PersonRefusal::TagTaken);
		}
	});
}

#[test]
fn one_corrupt_issuer_that_gives_two_tags_admits_nobody_twice() {
	run(|| {
		enrol(0);
		next_epoch();
		for corrupt in 0..ISSUERS {
			// It says that the human is another one, and pretends to know 99 now.
			let lie = |issuer| if issuer == corrupt { 99 } else { 0 };
			for absent in 0..ISSUERS {
				let quorum: Vec<_> = (0..ISSUERS).filter(|issuer| *issuer != absent).collect();
				assert_refused(enrolment_as(0, 1, &quorum, lie), PersonRefusal::TagTaken);
			}
		}
	});
}

#[test]
fn where_quorums_need_not_intersect_one_human_enrols_twice_and_the_chain_says_so() {
	let mut genesis = careless();
	genesis.threshold = 2;
	run_from(genesis, || {
		assert_ok!(submit(enrolment_as(0, 0, &[0, 1], |_| 0)));
		assert_ok!(submit(enrolment_as(0, 1, &[2, 3], |_| 0)));
		assert_eq!(LivePersons::<Test>::get(), 2);
		let guarantee = Pallet::<Test>::guarantee();
		assert_eq!(guarantee.corrupt_issuers, None);
		assert!(guarantee.to_string().starts_with("One human may have several live persons"));
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
			threshold: 3,
			least_threshold: 3,
			weight: 4,
			heaviest: 1,
			admitting: true,
			corrupt_issuers: Some(1),
			enforced: true,
		};
		assert_eq!(guarantee, expected);
		assert_eq!(
			guarantee.to_string(),
			"One human has at most one live person as long as at most 1 issuer is corrupt. The \
			 chain refuses changes after which one corrupt issuer would be too many."
		);
		for issuer in 0..2 {
			assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), issuer));
		}
		let guarantee = Pallet::<Test>::guarantee();
		assert!(!guarantee.admitting);
		assert!(guarantee.to_string().ends_with("can admit nobody."));
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
#[should_panic(expected = "a threshold of 0 cannot be")]
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
#[should_panic(expected = "cannot be an issuer")]
fn a_genesis_issuer_is_checked_like_any_other() {
	let mut genesis = genesis();
	genesis.issuers[1].name = "a name of more than thirty-two bytes".into();
	build(genesis);
}
