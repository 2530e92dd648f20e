//! What somebody could try to gain, or to spoil for others, each as a test that it does not work.

use crate::{
	mock::*, rating_topic, weights::WeightInfo, CloseReason, Closed, CurrentRatingPeriod, Error,
	Event, HoldReason, LeaseTerms, Leases, Mismatch, Orders, Providers, Ratings, State, MAX_BIDS,
	MAX_FUNDERS,
};
use census_primitives::{PersonRefusal, PersonScope, PersonScopes, ScopeId};
use census_views::Page;
use census_zk_types::Word;
use frame_support::{assert_ok, weights::Weight};
use sp_runtime::DispatchResult;

fn prove_now(lease: u64) -> DispatchResult {
	let epoch = shown(lease).epoch.expect("an epoch is under way").number;
	let proof = epoch_proof(lease, word(9), 0);
	Market::submit_proof(by(ALICE), lease, epoch, word(9), Box::new(proof))
}

fn closed(lease: u64) -> (CloseReason, u64) {
	let closed = Closed::<Test>::get(lease).expect("it is closed");
	(closed.reason, closed.closed_at)
}

#[test]
fn an_input_that_nobody_knows_does_not_earn_the_tenant_the_cover() {
	run(|| {
		register(ALICE);
		// What a provider acknowledges is what it bid for.
		let lease = matched(PROVEN, 50, 200);
		assert_refused(|| Market::set_input(by(TINA), lease, word(66)), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_ok!(Market::set_input(by(TINA), lease, word(66)));
		// The epoch that is under way is still owed.
		assert_ok!(prove_now(lease));
		go_to(9);
		assert!(!stored(lease).bound);
		go_to(17);
		assert_eq!(closed(lease), (CloseReason::Released, 17));
		assert_eq!((wealth(TINA), wealth(ALICE)), (FUNDS - 40, FUNDS + 38));
	});
}

#[test]
fn inputs_that_change_all_the_time_do_not_wear_the_cover_down() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 400);
		for number in 0..3 {
			assert_ok!(Market::set_input(by(TINA), lease, word(100 + number)));
			assert_ok!(prove_now(lease));
			pass(8);
			// An input that comes back in time is no other.
			assert_ok!(Market::set_input(by(TINA), lease, word(66)));
			assert_ok!(Market::set_input(by(TINA), lease, word(100 + number)));
		}
		assert_ok!(prove_now(lease));
		pass(8);
		assert!(stored(lease).bound);
		assert_eq!(stored(lease).cover, AMOUNTS.lease_cover);
		// The provider has proven an epoch with this one: now a miss costs it.
		pass(8);
		assert_eq!((stored(lease).missed, stored(lease).bound), (1, true));
		assert_eq!(stored(lease).cover, AMOUNTS.lease_cover - AMOUNTS.lease_cover / 3);
	});
}

#[test]
fn a_provider_need_not_work_on_an_input_it_has_not_agreed_to() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		assert_ok!(prove_now(lease));
		assert_ok!(Market::set_input(by(TINA), lease, word(66)));
		go_to(10);
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert_eq!(closed(lease), (CloseReason::Released, 10));
		assert_eq!((wealth(TINA), wealth(ALICE)), (FUNDS - 40, FUNDS + 38));
	});
}

#[test]
fn terms_changed_under_whoever_takes_a_lease_over() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		let seen = stored(lease).terms;
		// Just before Tom, the two sides agree that the rate is nine times as high.
		let new = LeaseTerms { rate: 90, ..seen.clone() };
		assert_ok!(Market::propose_terms(by(ALICE), lease, Box::new(new.clone())));
		assert_ok!(Market::accept_terms(by(TINA), lease, Box::new(new.clone())));
		let take = |terms: &LeaseTerms<u64, u64>, input| {
			Market::accept_transfer(by(TOM), lease, 100, Box::new(terms.clone()), input)
		};
		assert_refused(|| take(&seen, None), Error::OtherTerms);
		assert_refused(|| take(&new, Some(word(6))), Error::OtherTerms);
		assert_ok!(take(&new, None));

		let lease = active(PROVEN, 50, 100);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		let terms = stored(lease).terms;
		let take = |input: Option<Word>| {
			Market::accept_transfer(by(TOM), lease, 100, Box::new(terms.clone()), input)
		};
		assert_ok!(Market::set_input(by(TINA), lease, word(66)));
		assert_refused(|| take(Some(word(6))), Error::OtherTerms);
		assert_refused(|| take(None), Error::OtherTerms);
		assert_ok!(take(Some(word(66))));
	});
}

/// A closed lease of Tina's with Alice that admits a rating.
fn rateable() -> u64 {
	let lease = active(METERED, 100, 200);
	pass(AMOUNTS.rating_spend / 10);
	assert_ok!(Market::close(by(TINA), lease));
	lease
}

fn present() -> PersonScope {
	let scope = CurrentRatingPeriod::<Test>::get().expect("a period is open").scope;
	PersonScope::Application { scope, topic: rating_topic(&ALICE) }
}

fn rate(person: u32, lease: u64) -> DispatchResult {
	rate_unasked(person, present(), lease, 5)
}

#[test]
fn a_rating_period_opened_to_be_in_the_way() {
	run(|| {
		register(ALICE);
		let leases: Vec<_> = (0..3).map(|_| rateable()).collect();
		let open = |slots| Market::open_rating_period(by(FRIEND), slots);
		assert_refused(|| open(MIN_SLOTS - 1), Error::TooFewSlots);
		assert_ok!(open(MIN_SLOTS));
		for person in 0..MIN_SLOTS {
			assert_refused(|| open(10), Error::PeriodOpen);
			let lease = leases[person as usize];
			assert_ok!(Market::name_rater(by(TINA), lease, alias(person, present())));
			assert_ok!(rate(person, lease));
		}
		// It is used up: whoever needs more opens another, long before its time is over.
		assert_ok!(Market::name_rater(by(TINA), leases[2], alias(7, present())));
		assert_eq!(rate(7, leases[2]), Err(refused(PersonRefusal::ScopeSlots)));
		assert_ok!(open(10));
		assert!(events().contains(&Event::RatingPeriodClosed { scope: 0 }));
		assert_ok!(Market::name_rater(by(TINA), leases[2], alias(7, present())));
		assert_ok!(rate(7, leases[2]));
		assert_eq!(Ratings::<Test>::get(ALICE).count, 3);
	});
}

#[test]
fn acts_that_would_use_up_slots_for_nothing_are_known_beforehand() {
	run(|| {
		register(ALICE);
		let (lease, other) = (rateable(), rateable());
		let topic = rating_topic(&ALICE);
		let asked = |scope: ScopeId, topic, person, lease| {
			Market::admits_rating(scope, &topic, &alias(person, present()), lease)
		};
		assert!(!Market::admits_rating(0, &topic, &Default::default(), lease));
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert!(!asked(0, topic, 1, lease), "nobody was named");
		assert_ok!(Market::name_rater(by(TINA), lease, alias(1, present())));
		assert!(asked(0, topic, 1, lease));
		assert!(!asked(1, topic, 1, lease), "another scope");
		assert!(!asked(0, rating_topic(&BOB), 1, lease), "another topic");
		assert!(!asked(0, topic, 2, lease), "another person");
		assert!(!asked(0, topic, 1, other), "another lease");
		assert!(!asked(0, topic, 1, 77), "no lease");
		assert_ok!(rate(1, lease));
		assert!(!asked(0, topic, 1, lease), "it has been used");
		assert_ok!(Market::name_rater(by(TINA), other, alias(2, present())));
		assert!(asked(0, topic, 2, other));
		assert_ok!(Persons::close(0));
		assert!(!asked(0, topic, 2, other), "the scope is closed");
	});
}

#[test]
fn a_starved_lease_resumed_when_the_provider_has_gone_home() {
	run(|| {
		register(ALICE);
		let timed = active(METERED, 10, 10);
		let proven = active(PROVEN, 50, 40);
		assert_ok!(prove_now(proven));
		// Both are dry, until somebody puts money in.
		go_to(20);
		let money = wealth(ALICE);
		assert_ok!(Market::top_up(by(TINA), timed, 100));
		assert_ok!(Market::top_up(by(TINA), proven, 400));
		go_to(28);
		assert_eq!(closed(proven), (CloseReason::Released, 28));
		go_to(40);
		assert_eq!(closed(timed), (CloseReason::Released, 40));
		// Neither is a penalty due, nor is the time paid for which nobody worked: only what was
		// earned before the funds ran dry.
		assert_eq!(Closed::<Test>::get(timed).unwrap().ledger.spent(), 10);
		assert_eq!(Closed::<Test>::get(proven).unwrap().ledger.spent(), 40);
		assert_eq!(wealth(ALICE), money + 10);
		assert!(!events().iter().any(|event| matches!(event, Event::Penalised { .. })));
	});
}

#[test]
fn a_provider_that_takes_a_resumed_lease_up_is_bound_again() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		go_to(15);
		assert_ok!(Market::top_up(by(TINA), lease, 100));
		go_to(16);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert_eq!(stored(lease).end.unwrap().at, 22);
		let lease = active(METERED, 10, 10);
		go_to(30);
		assert_ok!(Market::top_up(by(TINA), lease, 100));
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		go_to(50);
		assert_eq!(closed(lease), (CloseReason::Silent, 50));
	});
}

#[test]
fn a_dispute_that_takes_back_what_signs_of_life_confirmed() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 200);
		go_to(16);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		go_to(26);
		assert_ok!(Market::dispute(by(TINA), lease));
		go_to(26 + PERIODS.dispute);
		assert_eq!(closed(lease), (CloseReason::Unjudged, 26 + PERIODS.dispute));
		// 15 were confirmed, 10 were not.
		let ledger = Closed::<Test>::get(lease).unwrap().ledger;
		assert_eq!((ledger.spent(), ledger.refunded), (15, 185));
	});
}

#[test]
fn a_circuit_revoked_under_a_live_lease_costs_its_provider_nothing() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		let other = active(PROVEN, 50, 200);
		go_to(10);
		assert_eq!(stored(lease).missed, 1);
		let cover = stored(lease).cover;
		revoke_circuit();
		assert_eq!(prove_now(lease), Err(Error::<Test>::CircuitNotActive.into()));
		assert_ok!(Market::reclaim(by(ALICE), other));
		assert_eq!(closed(other), (CloseReason::Released, 10));
		let money = wealth(ALICE);
		go_to(17);
		assert_eq!(closed(lease), (CloseReason::Released, 17));
		assert_eq!(wealth(ALICE), money);
		assert!(cover > 0);
		assert_eq!(Providers::<Test>::get(ALICE).unwrap().covered, 0);
	});
}

#[test]
fn many_short_epochs_do_not_hold_the_wheel_up() {
	run(|| {
		register(ALICE);
		let leases: Vec<_> = (0..8).map(|_| active(PROVEN, 50, 400)).collect();
		for lease in &leases {
			assert_ok!(prove_now(*lease));
		}
		// A block has weight to close one lease, and a little more.
		let step = <() as WeightInfo>::next_deadline();
		let close = <() as WeightInfo>::deadline_lease();
		DeadlineWeight::set(step.saturating_add(close).saturating_mul(2));
		go_to(9);
		let rolled = leases.iter().filter(|lease| stored(**lease).epochs == 2).count();
		assert!(rolled >= 5, "only {rolled} epochs ended");
		go_to(11);
		assert!(leases.iter().all(|lease| stored(*lease).epochs == 2));
		DeadlineWeight::set(Weight::MAX);
	});
}

#[test]
fn an_order_that_no_block_ends_is_ended_by_anyone() {
	run(|| {
		register(ALICE);
		let order = post(METERED);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		assert_refused(|| Market::poke(by(POKER), order), Error::NothingDue);
		skip_to(50);
		assert_refused(|| Market::poke(by(POKER), order), Error::NothingDue);
		skip_to(51);
		assert_ok!(Market::poke(by(POKER), order));
		assert_eq!(last_event(), Event::OrderExpired { order });
		assert_eq!((wealth(ALICE), wealth(TINA)), (FUNDS, FUNDS));
		assert_eq!(held(HoldReason::Bid, ALICE) + held(HoldReason::Order, TINA), 0);
		assert!(!Orders::<Test>::contains_key(order));
		assert_refused(|| Market::poke(by(POKER), order), Error::LeaseNotFound);
	});
}

#[test]
fn places_for_funders_taken_with_money_that_is_spent() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 5);
		for who in 5_000..5_000 + u64::from(MAX_FUNDERS) - 1 {
			give_funds(who);
			assert_ok!(Market::top_up(by(who), lease, SHARE));
		}
		go_to(20);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_refused(|| Market::top_up(by(FRIEND), lease, SHARE), Error::FundersFull);
		// 20 are earned: the first one's money is gone as soon as anybody looks.
		go_to(21);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::top_up(by(FRIEND), lease, SHARE));
		assert_eq!(stored(lease).ledger.spent(), 20);
	});
}

#[test]
fn bids_that_no_longer_stand_for_anything_make_room_first() {
	run(|| {
		let order = post(METERED);
		for number in 0..u64::from(MAX_BIDS) {
			let who = 5_000 + number;
			give_funds(who);
			register(who);
			assert_ok!(Market::bid(by(who), order, 1, 6));
		}
		register(ALICE);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::BidsFull);
		assert_eq!(Market::why_not(order, &ALICE, Some((10, 6))), [Mismatch::BidsFull]);
		// Nobody bids lower than 1. But these do not mean it.
		let idle = 5_007;
		assert_ok!(Market::update_provider(by(idle), cpu(40), Default::default(), false));
		assert_eq!(Market::why_not(order, &ALICE, Some((10, 6))), []);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		assert_eq!((held(HoldReason::Bid, idle), wealth(idle)), (0, FUNDS));
		assert_eq!(Market::involved(&idle, None, 9), Page::default());
		let bids = Market::order_view(order).unwrap().bids;
		let last = account(bids.last().unwrap().provider);
		assert_eq!((bids.len() as u32, last), (MAX_BIDS, ALICE));
		assert_ok!(Market::deregister_provider(by(5_008)));
		register(BOB);
		assert_ok!(Market::bid(by(BOB), order, 90, 6));
		register(CAROL);
		assert_refused(|| Market::bid(by(CAROL), order, 90, 6), Error::BidsFull);
	});
}

#[test]
fn a_provider_that_resumes_its_own_lease_gains_nothing() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		go_to(15);
		assert!(matches!(stored(lease).state, State::Starved { .. }));
		// While it is starved the notice holds.
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert!(Leases::<Test>::contains_key(lease));
		assert_ok!(Market::top_up(by(ALICE), lease, 100));
		go_to(17);
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert_eq!(closed(lease), (CloseReason::Released, 17));
		// Two blocks without a sign of life are not paid.
		assert_eq!(Closed::<Test>::get(lease).unwrap().ledger.spent(), 10);
	});
}
