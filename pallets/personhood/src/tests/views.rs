//! What is shown of issuers, persons, roots, leaves and scopes, one by one and in pages.

use super::recover::recovery;
use crate::{
	mock::*, words, Change, CurrentEpoch, IssuerChanges, IssuerKind, Pallet, Pins, QueueEnds,
	WeightInfo, PERSON_DEPTH,
};
use census_primitives::{Epoch, IssuerId, Page, PersonId, PersonScopes, ScopeId, Slots};
use census_views::{persons as views, AccountId, Bytes, Hash};
use census_zk_types::{FieldElement, Word};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_core::{ecdsa, ed25519, Pair};

type Weighed = ();

fn root() -> FieldElement {
	CurrentEpoch::<Test>::get().root
}

#[track_caller]
fn shown(id: PersonId) -> views::Person {
	Pallet::<Test>::person_view(id).expect("there is such a person")
}

/// One attestation of three is withdrawn: the person ends.
#[track_caller]
fn withdraw(human: u64) {
	assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, human)));
}

#[test]
fn the_policy_is_shown() {
	run(|| {
		assert_eq!(
			Pallet::<Test>::policy(),
			Some(views::Policy {
				settings: views::PersonhoodSettings {
					epoch_length: EPOCH_LENGTH as u32,
					epochs_per_pin: EPOCHS_PER_PIN,
					grace: GRACE as u32,
					recovery_delay: RECOVERY_DELAY as u32,
					rotation_cooldown: ROTATION_COOLDOWN as u32,
					change_delay: CHANGE_DELAY as u32,
					quorums_intersect: true,
				},
				threshold: THRESHOLD,
				quorum: views::Quorum {
					policy: 0,
					threshold: THRESHOLD,
					issuers: (0..ISSUERS)
						.map(|issuer| views::QuorumIssuer { issuer, weight: 1, class: issuer })
						.collect(),
					persons: 0,
				},
				former: None,
				admitting: true,
				guarantee: Pallet::<Test>::guarantee().to_string(),
				corrupt_issuers: Some(1),
				depth: PERSON_DEPTH,
				quota_per_epoch: QUOTA,
				acts_per_session: ACTS_PER_SESSION,
				max_ticket_life: MAX_TICKET_LIFE as u32,
				max_validity: MAX_VALIDITY as u32,
				max_scope_life: MAX_SCOPE_LIFE as u32,
			})
		);
	});
}

#[test]
fn the_epoch_is_shown_as_of_the_block_that_is_asked_about() {
	run(|| {
		people(2);
		enrol(2);
		let started_at = now();
		let view = |now| Pallet::<Test>::epoch_view(now).expect("the chain has settings");
		assert_eq!(
			view(started_at + 1),
			views::Epoch {
				epoch: epoch(),
				started_at: started_at as u32,
				ends_at: (started_at + EPOCH_LENGTH) as u32,
				blocks_left: EPOCH_LENGTH as u32 - 1,
				root: root(),
				size: 2,
				members: 2,
				pinnable_epoch: 0,
				waiting: 1,
				live_persons: 3,
			}
		);
		assert_eq!(view(started_at + EPOCH_LENGTH).blocks_left, 0);
		assert_eq!(view(started_at + EPOCH_LENGTH + 5).blocks_left, 0);
	});
}

#[test]
fn an_issuer_is_shown_as_it_stands() {
	run(|| {
		let issuer = |issuer: IssuerId, left| views::Issuer {
			issuer,
			name: format!("issuer {issuer}"),
			kind: views::IssuerKind::Sr25519(Hash(issuer_key(issuer).public().0)),
			controller: AccountId::of(&controller(issuer)),
			weight: 1,
			class: issuer,
			limit: LIMIT,
			left,
			status: views::IssuerStatus::Active,
			pauses: vec![],
			change: None,
		};
		let view = |id| Pallet::<Test>::issuer_view(id);
		assert_eq!(view(0), Some(issuer(0, LIMIT)));
		enrol(0);
		enrol(1);
		assert_eq!(view(0), Some(issuer(0, LIMIT - 2)));
		assert_eq!(view(3), Some(issuer(3, LIMIT)), "the fourth has attested to nobody");
		// The limit is an epoch's.
		next_epoch();
		assert_eq!(view(0), Some(issuer(0, LIMIT)));
		// A lower one than what it has had part in leaves it nothing.
		enrol(2);
		enrol(3);
		assert_ok!(Personhood::set_issuer_limit(RawOrigin::Root.into(), 0, 1));
		let view_of = |id| view(id).expect("there is such an issuer");
		assert_eq!((view_of(0).limit, view_of(0).left), (1, 0));

		let status = |id| view_of(id).status;
		assert_ok!(register(4));
		assert_eq!((view_of(4).weight, status(4)), (0, views::IssuerStatus::Active));
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 4));
		assert_ok!(Personhood::pause_issuer(by(committee()), 4));
		assert_ok!(Personhood::pause_issuer(by(controller(4)), 4));
		assert_ok!(Personhood::report_key(by(controller(4)), 4));
		assert_eq!(status(4), views::IssuerStatus::Paused);
		assert_eq!(
			view_of(4).pauses,
			vec![
				views::Pause::Governance,
				views::Pause::Committee { until: (now() + MAX_PAUSE) as u32 },
				views::Pause::Controller { resumable_from: (now() + CHANGE_DELAY) as u32 },
				views::Pause::KeyReported,
			]
		);
		let change = Change::Controller(controller(5));
		assert_ok!(Personhood::propose_change(RawOrigin::Root.into(), 4, change));
		let pending = IssuerChanges::<Test>::get(4).expect("it was proposed");
		assert_eq!(
			view_of(4).change,
			Some(views::IssuerChange {
				kind: None,
				controller: Some(AccountId::of(&controller(5))),
				confirmable_from: (now() + CHANGE_DELAY) as u32,
				lapses_at: (now() + 2 * CHANGE_DELAY) as u32,
				objection: Hash(words::objection::<Test>(4, &pending)),
			})
		);
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), 4));
		assert_eq!(status(4), views::IssuerStatus::Removed);
		assert_eq!((Pallet::<Test>::issuer_count(), view(5)), (5, None));
	});
}

#[test]
fn both_policies_are_shown_while_persons_rest_on_the_one_before() {
	run(|| {
		people(2);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(0..5), 4));
		let views::Policy { threshold, quorum, former, .. } =
			Pallet::<Test>::policy().expect("the chain has settings");
		assert_eq!((threshold, quorum.policy, quorum.threshold, quorum.persons), (4, 1, 4, 0));
		let two = views::QuorumIssuer { issuer: 2, weight: 1, class: 2 };
		assert_eq!(quorum.issuers[2], two);
		let former = former.expect("persons rest on it");
		assert_eq!((former.quorum.policy, former.quorum.persons), (0, 2));
		assert_eq!(former.deadline, (now() + NOTICE) as u32);
		assert_eq!(Pallet::<Test>::issuer_view(4).map(|issuer| issuer.weight), Some(1));
		assert_eq!(Pallet::<Test>::person_view(0).map(|person| person.policy), Some(0));
	});
}

#[test]
fn an_issuers_kind_is_its_key_or_circuit() {
	let mut genesis = genesis();
	genesis.settings.quorums_intersect = false;
	run_from(genesis, || {
		let ed25519 = ed25519::Pair::from_seed(&[7; 32]).public();
		let ecdsa = ecdsa::Pair::from_seed(&[7; 32]).public();
		let circuit = circuits::register(3);
		for (id, kind, shown) in [
			(4, IssuerKind::Ed25519(ed25519), views::IssuerKind::Ed25519(Hash(ed25519.0))),
			(5, IssuerKind::Ecdsa(ecdsa), views::IssuerKind::Ecdsa(Bytes(ecdsa.0.to_vec()))),
			(6, IssuerKind::Circuit(circuit), views::IssuerKind::Circuit(Hash(circuit))),
		] {
			let name = b"new".to_vec().try_into().expect("it is short");
			let root = RawOrigin::Root.into();
			assert_ok!(Personhood::register_issuer(root, name, kind, controller(id), 2, 5));
			let view = Pallet::<Test>::issuer_view(id).expect("there is such an issuer");
			assert_eq!((view.kind, view.name.as_str()), (shown, "new"));
			assert_eq!((view.weight, view.class, view.limit, view.left), (0, 2, 5, 5));
		}
	});
}

#[test]
fn issuers_are_read_in_pages() {
	run(|| {
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals([0, 2, 3, 4]), THRESHOLD));
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), 1));
		let page = |after, count| {
			let page = Pallet::<Test>::issuer_page(after, count);
			for issuer in &page.items {
				assert_eq!(Some(issuer), Pallet::<Test>::issuer_view(issuer.issuer).as_ref());
			}
			(page.items.into_iter().map(|issuer| issuer.issuer).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(
			page(None, u32::MAX),
			(vec![0, 1, 2, 3, 4], None),
			"those that were removed too"
		);
		assert_eq!(page(None, 2), (vec![0, 1], Some(1)));
		assert_eq!(page(Some(0), 2), (vec![1, 2], Some(2)));
		assert_eq!(page(Some(1), 2), (vec![2, 3], Some(3)));
		assert_eq!(page(Some(3), 2), (vec![4], None));
		assert_eq!(page(Some(4), 2), (vec![], None));
		assert_eq!(page(Some(u32::MAX), u32::MAX), (vec![], None));
	});
}

#[test]
fn a_person_is_shown_as_it_stands() {
	run(|| {
		enrol(0);
		let stored = person(0);
		let commitment = Identity::of(0, 0).commitment();
		let pending = views::Person {
			person: 0,
			status: views::PersonStatus::Pending,
			commitment,
			leaf: None,
			stands_from: None,
			waiting: Some(0),
			rotations: 0,
			recoveries: 0,
			enrolled_at: 1,
			admitted_at: 1,
			expires_at: stored.expires_at as u32,
			may_rotate_at: 1,
			policy: 0,
			attestations: (0..3)
				.map(|issuer| views::Attestation {
					issuer,
					tag: Hash(tag(issuer, 0)),
					standing: true,
				})
				.collect(),
			recovery: None,
		};
		assert_eq!(shown(0), pending);
		next_block();
		let placed = views::Person {
			leaf: Some(0),
			stands_from: Some(epoch() + 1),
			waiting: None,
			..pending.clone()
		};
		assert_eq!(shown(0), placed);
		next_epoch();
		let status = views::PersonStatus::Active;
		let stands_from = Some(epoch());
		let active =
			views::Person { status, leaf: Some(0), stands_from, waiting: None, ..pending.clone() };
		assert_eq!(shown(0), active);

		let new = Identity::of(0, 1);
		assert_ok!(submit(recovery(0, 0, new, 0..3)));
		let announced = views::Recovery {
			commitment: new.commitment(),
			effective_at: (now() + RECOVERY_DELAY) as u32,
		};
		assert_eq!((shown(0).recoveries, shown(0).recovery), (1, Some(announced)));

		withdraw(0);
		let ended = shown(0);
		assert_eq!(ended.status, views::PersonStatus::Ended(views::EndReason::Withdrawn));
		let standing: Vec<_> = ended.attestations.iter().map(|known| known.standing).collect();
		assert_eq!(standing, [false, true, true]);
		assert_eq!(Pallet::<Test>::person_view(1), None);
	});
}

#[test]
fn a_tag_is_shown_with_its_person_and_the_serial_of_tickets() {
	run(|| {
		let view = |issuer, human| Pallet::<Test>::tag_view(issuer, tag(issuer, human));
		assert_eq!(view(0, 0), views::Tag { person: None, serial: 0 });
		people(1);
		assert_eq!(view(0, 0), views::Tag { person: Some(0), serial: 1 });
		assert_eq!(view(3, 0), views::Tag { person: None, serial: 0 }, "it has not attested");
		withdraw(0);
		assert_eq!((view(0, 0).person, view(1, 0).person), (None, None));
	});
}

#[test]
fn persons_are_read_in_pages() {
	run(|| {
		people(3);
		enrol(3);
		withdraw(1);
		let page = |after, count| {
			let page = Pallet::<Test>::person_page(after, count);
			for person in &page.items {
				assert_eq!(person, &shown(person.person));
			}
			(page.items.into_iter().map(|person| person.person).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(page(None, u32::MAX), (vec![0, 1, 2, 3], None), "those that have ended too");
		assert_eq!(page(None, 3), (vec![0, 1, 2], Some(2)));
		assert_eq!(page(Some(2), 3), (vec![3], None));
		assert_eq!(page(Some(1), 1), (vec![2], Some(2)));
		assert_eq!(page(Some(3), 1), (vec![], None));
		assert_eq!(page(Some(u32::MAX), u32::MAX), (vec![], None));
		assert_eq!(Pallet::<Test>::person_count(), 4);
	});
}

#[test]
fn who_waits_for_a_leaf_moves_up() {
	run(|| {
		// The numbers of places begin anew behind the greatest.
		let last = u32::MAX - 2;
		QueueEnds::<Test>::put((last, last));
		(0..40).for_each(|human| {
			enrol(human);
		});
		withdraw(2);
		let places = || (0..40).filter_map(|id| shown(id).waiting).collect::<Vec<_>>();
		// Who has ended leaves its place behind.
		assert_eq!(places(), (0..40).filter(|place| *place != 2).collect::<Vec<_>>());
		let some = Weighed::add_leaf() * 9 + Weighed::skip_newcomer();
		let batch = Weighed::poll_newcomers() + Weighed::append_leaves();
		PlacementWeight::set(batch + some);
		next_block();
		let left = places();
		assert!((25..36).contains(&left.len()), "{}", left.len());
		assert_eq!(left, (0..left.len() as u32).collect::<Vec<_>>());
		assert_eq!(shown(39).waiting, left.last().copied(), "in the order in which they came");
		PlacementWeight::set(USUAL_PLACEMENT);
		next_block();
		assert!(places().is_empty());
	});
}

#[test]
fn roots_are_read_in_pages_the_oldest_first() {
	run(|| {
		let page = |after, count| Pallet::<Test>::roots(after, count);
		let none = views::PeopleRoot {
			epoch: 0,
			root: FieldElement::ZERO,
			size: 0,
			members: 0,
			ended_at: None,
			scopes: 0,
		};
		assert_eq!(page(None, 9), Page { items: vec![none], next: None });

		people(3);
		withdraw(1);
		next_pin();
		open_scope(Slots::Electorate, 100);
		open_scope(Slots::Electorate, 50);
		let (pinned, root_of_pinned) = (epoch(), root());
		enrol(3);
		next_epoch();
		assert_eq!(Pins::<Test>::get().into_inner(), vec![pinned]);
		let then = views::PeopleRoot {
			epoch: pinned,
			root: root_of_pinned,
			size: 3,
			members: 2,
			ended_at: Some(now() as u32),
			scopes: 2,
		};
		let present = |size, members| views::PeopleRoot {
			epoch: epoch(),
			root: root(),
			size,
			members,
			ended_at: None,
			scopes: 0,
		};
		let both = vec![then.clone(), present(4, 3)];
		assert_eq!(page(None, u32::MAX), Page { items: both.clone(), next: None });
		assert_eq!(page(None, 2), Page { items: both, next: None });
		assert_eq!(page(None, 1), Page { items: vec![then.clone()], next: Some(pinned) });
		let last = Page { items: vec![present(4, 3)], next: None };
		assert_eq!(page(Some(pinned), 1), last);
		assert_eq!(page(Some(epoch()), 1), Page::default());
		assert_eq!(page(Some(Epoch::MAX), u32::MAX), Page::default());

		// The list goes on behind an epoch whose tree is no longer kept.
		let gone = epoch();
		next_epoch();
		run_to(now() + GRACE);
		assert_eq!(Pins::<Test>::get().into_inner(), vec![pinned]);
		let last = Page { items: vec![present(4, 3)], next: None };
		for after in [pinned, gone] {
			assert_eq!(page(Some(after), 9), last);
		}
		assert_eq!(page(None, 9).items, [then, present(4, 3)]);
	});
}

#[test]
fn leaves_are_read_in_pages_under_any_root_that_is_kept() {
	run(|| {
		let page = |root: Option<FieldElement>, after, count| {
			Pallet::<Test>::leaf_page(root.map(Into::into), after, count)
		};
		assert_eq!(page(None, None, 9), Some(Page::default()), "nobody is there");

		let mut leaves: Vec<_> = people(5).iter().map(Identity::commitment).collect();
		next_pin();
		open_scope(Slots::Electorate, 100);
		let (pinned, before) = (root(), leaves.clone());
		withdraw(1);
		enrol(5);
		next_epoch();
		leaves[1] = FieldElement::ZERO;
		leaves.push(Identity::of(5, 0).commitment());

		for (root, leaves) in [(None, &leaves), (Some(root()), &leaves), (Some(pinned), &before)] {
			let last = leaves.len() as u32 - 1;
			let of = |range: core::ops::RangeFrom<usize>, next| {
				Some(Page { items: leaves[range].to_vec(), next })
			};
			assert_eq!(page(root, None, u32::MAX), of(0.., None));
			assert_eq!(page(root, None, last + 1), of(0.., None));
			let first = Page { items: leaves[..2].to_vec(), next: Some(1) };
			assert_eq!(page(root, None, 2), Some(first));
			let second = Page { items: leaves[2..4].to_vec(), next: Some(3) };
			assert_eq!(page(root, Some(1), 2), Some(second));
			assert_eq!(page(root, Some(3), 2), of(4.., None));
			assert_eq!(page(root, Some(last), 2), Some(Page::default()));
			assert_eq!(page(root, Some(u32::MAX), u32::MAX), Some(Page::default()));
		}
		assert_eq!(page(Some(FieldElement::from(1)), None, 9), None);
		let outside = Some(FieldElement::MODULUS);
		assert_eq!(Pallet::<Test>::leaf_page(outside, None, 9), None);
		assert_eq!(Pallet::<Test>::leaf_page(Some(Word([0xff; 32])), None, 9), None);
	});
}

#[test]
fn a_scope_is_shown_as_it_stands() {
	run(|| {
		let people = people(3);
		next_pin();
		let scope = open_scope(Slots::Electorate, 20).scope;
		let until = now() + 19;
		assert_ok!(submit(people[0].act(application(scope), declare(0))));
		let view = |id, now| Pallet::<Test>::scope_view(id, now);
		let own = views::Scope {
			scope,
			owner: Some(AccountId::of(&funded(0))),
			epoch: epoch(),
			root: Some(root()),
			electorate: 3,
			until: until as u32,
			open: true,
			slots: 3,
			used: 1,
		};
		assert_eq!(view(scope, until), Some(own.clone()));
		let over = views::Scope { open: false, ..own.clone() };
		assert_eq!(view(scope, until + 1), Some(over));

		let opened =
			<Pallet<Test> as PersonScopes<_, _>>::open(&funded(1), Slots::Acts(9), 0, until);
		let scope = opened.expect("the account can pay").scope;
		let pallets = views::Scope { scope, owner: None, slots: 9, used: 0, ..own };
		assert_eq!(view(scope, until), Some(pallets));
		assert_eq!(view(scope + 1, until), None);
	});
}

#[test]
fn scopes_are_read_in_pages_past_those_that_were_closed() {
	run(|| {
		people(2);
		next_pin();
		let close = |scope: ScopeId| {
			assert_ok!(Personhood::close_scope(by(funded(0)), scope));
		};
		for _ in 0..5 {
			open_scope(Slots::Electorate, 20);
		}
		[1, 2].into_iter().for_each(close);
		let page = |after, count| {
			let page = Pallet::<Test>::scope_page(after, count, now());
			for scope in &page.items {
				let view = Pallet::<Test>::scope_view(scope.scope, now());
				assert_eq!(Some(scope), view.as_ref());
			}
			(page.items.into_iter().map(|scope| scope.scope).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(page(None, u32::MAX), (vec![0, 3, 4], None));
		assert_eq!(page(None, 1), (vec![0], Some(0)));
		assert_eq!(page(Some(0), 1), (vec![3], Some(3)));
		assert_eq!(page(Some(1), 1), (vec![3], Some(3)), "behind one that was closed");
		assert_eq!(page(Some(3), 1), (vec![4], None));
		assert_eq!(page(Some(4), 1), (vec![], None));
		assert_eq!(page(Some(u32::MAX), u32::MAX), (vec![], None));
		// A full page does not look whether what is behind it is shown.
		close(4);
		assert_eq!(page(Some(0), 1), (vec![3], Some(3)));
		assert_eq!(page(Some(3), 1), (vec![], None));
		assert_eq!(page(Some(0), 2), (vec![3], None));
		// They are shown as of the block that is asked about.
		let after = Pallet::<Test>::scope_page(None, 9, now() + 20);
		assert!(after.items.iter().all(|scope| !scope.open));
		assert_eq!((after.items.len(), Pallet::<Test>::scope_count()), (2, 5));
	});
}
