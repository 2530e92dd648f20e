//! Issuers, and that quorums intersect in an honest one.

use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{DispatchError, DispatchResult};

fn name(text: &str) -> Name {
	text.as_bytes().to_vec().try_into().expect("it is short")
}

fn key_of(issuer: IssuerId) -> IssuerKind {
	IssuerKind::Sr25519(issuer_key(issuer).public())
}

/// Registers an issuer of this kind, by governance.
fn register_kind(issuer: IssuerId, kind: IssuerKind) -> DispatchResult {
	let controller = controller(issuer);
	let root = RawOrigin::Root.into();
	Personhood::register_issuer(root, name("new"), kind, controller, issuer, LIMIT)
}

fn remove(issuer: IssuerId) -> DispatchResult {
	Personhood::remove_issuer(RawOrigin::Root.into(), issuer)
}

/// A genesis whose quorums need not intersect.
pub(super) fn careless() -> GenesisConfig<Test> {
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
fn governance_registers_an_issuer_that_counts_from_when_a_policy_has_it() {
	run(|| {
		assert_ok!(register_kind(4, key_of(4)));
		assert_eq!(last_event(), Event::IssuerRegistered { issuer: 4 });
		let issuer = Issuers::<Test>::get(4).unwrap();
		assert_eq!(issuer.name, name("new"));
		assert_eq!(issuer.kind, key_of(4));
		assert_eq!(issuer.controller, controller(4));
		assert_eq!((issuer.class, issuer.limit), (4, LIMIT));
		assert!(issuer.counts(now()));
		assert_eq!(PresentIssuers::<Test>::get().into_inner(), vec![0, 1, 2, 3, 4]);
		let first = Identity::of(0, 0);
		let by_it = tickets(Purpose::Enrol, [0, 1, 2, 4], 0, first.commitment(), 0);
		let without = tickets(Purpose::Enrol, [0, 1, 4], 0, first.commitment(), 0);
		assert_refused(enrolment(first, without), PersonRefusal::BelowThreshold);
		assert_ok!(change_policy(&equals(0..5), 4));
		assert_ok!(submit(enrolment(first, by_it)));
	});
}

#[test]
fn nobody_else_registers_removes_or_changes_the_policy() {
	run(|| {
		let other = || by(controller(0));
		let bad = DispatchError::BadOrigin;
		let register =
			|| Personhood::register_issuer(other(), name("new"), key_of(9), controller(9), 9, 1);
		assert_fails(register, bad);
		assert_fails(|| Personhood::remove_issuer(other(), 0), bad);
		assert_fails(|| Personhood::set_issuer_limit(other(), 0, 5), bad);
		let issuers = NewMembers::try_from(equals(0..4)).unwrap();
		let change = || Personhood::change_policy(other(), issuers.clone(), 4, NOTICE + 1);
		assert_fails(change, bad);
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
					Personhood::register_issuer(by, name, key_of(4), controller(4), 4, 1)
				},
				Error::<Test>::BadName,
			);
		}
	});
}

#[test]
fn keys_under_which_anyone_signs_are_refused() {
	run(|| {
		// The identity of Ristretto.
		let nobody = sr25519::Public::from_raw([0; 32]);
		assert_fails(|| register_kind(4, IssuerKind::Sr25519(nobody)), Error::<Test>::BadKind);
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
			assert_fails(|| register_kind(4, IssuerKind::Ed25519(weak)), Error::<Test>::BadKind);
		}
		let no_point = ecdsa::Public::from_raw([0; 33]);
		assert_fails(|| register_kind(4, IssuerKind::Ecdsa(no_point)), Error::<Test>::BadKind);
		let ed25519 = IssuerKind::Ed25519(ed25519::Pair::from_seed(&[7; 32]).public());
		assert_ok!(register_kind(4, ed25519));
		assert_ok!(register_kind(5, IssuerKind::Ecdsa(ecdsa::Pair::from_seed(&[7; 32]).public())));
	});
}

#[test]
fn one_key_is_one_issuers() {
	run(|| {
		assert_fails(|| register_kind(4, key_of(0)), Error::<Test>::BadKind);
		assert_ok!(register(4));
		assert_fails(|| register_kind(5, key_of(4)), Error::<Test>::BadKind);
		// As soon as the first one is gone, the key may serve again.
		assert_ok!(remove(4));
		assert_ok!(register_kind(5, key_of(4)));
	});
}

#[test]
fn a_circuit_reads_three_inputs_and_is_held_while_it_is_asked() {
	run(|| {
		let circuit = circuits::register(3);
		let other = circuits::register(2);
		let kind = IssuerKind::Circuit;
		assert_fails(|| register_kind(4, kind(other)), Error::<Test>::BadKind);
		assert_fails(|| register_kind(4, kind([7; 32])), Error::<Test>::BadKind);
		assert_eq!(circuits::users(&circuit), 0);
		assert_ok!(register_kind(4, kind(circuit)));
		assert_eq!(circuits::users(&circuit), 1);
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 4));
		assert_eq!(circuits::users(&circuit), 1);
		assert_ok!(remove(4));
		assert_eq!(circuits::users(&circuit), 0);
	});
}

#[test]
fn there_are_only_so_many_issuers() {
	run(|| {
		for issuer in ISSUERS..MAX_ISSUERS {
			assert_ok!(register(issuer));
		}
		assert_fails(|| register(MAX_ISSUERS), Error::<Test>::TooManyIssuers);
		assert_ok!(remove(7));
		assert_ok!(register(MAX_ISSUERS));
		// Numbers are not used again.
		assert!(Issuers::<Test>::contains_key(MAX_ISSUERS));
	});
}

#[test]
fn an_issuer_is_removed_when_no_policy_has_it() {
	run(|| {
		people(1);
		assert_fails(|| remove(0), Error::<Test>::IssuerInPolicy);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		// Person 0 rests on it.
		assert_fails(|| remove(0), Error::<Test>::IssuerInPolicy);
		assert_ok!(Personhood::withdraw(by(controller(1)), 1, tag(1, 0)));
		assert_ok!(remove(0));
		assert_eq!(last_event(), Event::IssuerRemoved { issuer: 0 });
		assert_eq!(PresentIssuers::<Test>::get().into_inner(), vec![1, 2, 3, 4]);
		assert_fails(|| remove(0), Error::<Test>::IssuerRemoved);
		assert_fails(|| remove(9), Error::<Test>::IssuerNotFound);
		let first = Identity::of(1, 0);
		let by_it = tickets(Purpose::Enrol, 0..4, 1, first.commitment(), 0);
		assert_refused(enrolment(first, by_it), PersonRefusal::IssuerRemoved);
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
		assert_ok!(register(4));
		assert_ok!(remove(4));
		assert_fails(|| set(4), Error::<Test>::IssuerRemoved);
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
		assert_eq!(LivePersons::<Test>::get().all(), 2);
		let guarantee = Pallet::<Test>::guarantee();
		assert_eq!(guarantee.corrupt_issuers, None);
		assert!(guarantee.to_string().starts_with("One human may have several live persons"));
	});
}
