use crate::{mock::*, rating_topic, Call, CurrentRatingPeriod, Error, Event, LeaseId};
use census_primitives::{PersonRefusal, PersonScope, PersonScopes};
use census_views::leases::Rating;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchResult};

const PERSON: u32 = 1;
const OTHER_PERSON: u32 = 2;

fn scope_of(provider: u64) -> PersonScope {
	let scope = CurrentRatingPeriod::<Test>::get().expect("a period is open").scope;
	PersonScope::Application { scope, topic: rating_topic(&provider) }
}

fn name(lease: LeaseId, person: u32) {
	assert_ok!(Market::name_rater(by(TINA), lease, alias(person, scope_of(ALICE))));
}

fn rate(person: u32, lease: LeaseId, score: u8) -> DispatchResult {
	rate_unasked(person, scope_of(ALICE), lease, score)
}

#[test]
fn a_person_rates_for_a_closed_lease() {
	run(|| {
		register(ALICE);
		let lease = closed_lease(50);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		let until = System::block_number() + PERIODS.rating;
		assert_eq!(last_event(), Event::RatingPeriodOpened { scope: 0, until });
		name(lease, PERSON);
		assert_ok!(rate(PERSON, lease, 4));
		assert_eq!(last_event(), Event::Rated { lease, provider: ALICE, score: 4 });
		assert_eq!(Market::rating(&ALICE), Rating { sum: 4, count: 1 });
		assert_eq!(Market::closed_lease_view(lease).unwrap().rating, Some(4));
	});
}

#[test]
fn a_lease_admits_one_rating_and_a_person_gives_one_a_period() {
	run(|| {
		register(ALICE);
		let (first, second) = (closed_lease(30), closed_lease(30));
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		name(first, PERSON);
		name(second, PERSON);
		assert_ok!(rate(PERSON, first, 5));
		// The lease has been used, for whomever.
		assert_refused(
			|| Market::name_rater(by(TINA), first, alias(OTHER_PERSON, scope_of(ALICE))),
			Error::AlreadyRated,
		);
		// The person has acted on this provider in this period, whatever the lease.
		assert_eq!(rate(PERSON, second, 5), Err(refused(PersonRefusal::NullifierUsed)));
		name(second, OTHER_PERSON);
		assert_ok!(rate(OTHER_PERSON, second, 2));
		assert_eq!(Market::rating(&ALICE), Rating { sum: 7, count: 2 });
	});
}

#[test]
fn only_the_person_that_the_tenant_named_rates() {
	run(|| {
		register(ALICE);
		let lease = closed_lease(50);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert_eq!(rate(PERSON, lease, 5), Err(Error::<Test>::NotRater.into()));
		assert_refused(
			|| Market::name_rater(by(ALICE), lease, alias(PERSON, scope_of(ALICE))),
			Error::NotTenant,
		);
		name(lease, PERSON);
		assert_eq!(rate(OTHER_PERSON, lease, 5), Err(Error::<Test>::NotRater.into()));
		// Another origin, another topic, or a score out of range.
		assert_noop!(Market::rate(by(TINA), lease, 5), BadOrigin);
		assert_noop!(rate_unasked(PERSON, scope_of(BOB), lease, 5), BadOrigin);
		for score in [0, 6, 255] {
			assert_eq!(rate(PERSON, lease, score), Err(Error::<Test>::ScoreOutOfRange.into()));
			// Nor would it come so far: nobody pays for what is not admitted.
			let call = Call::<Test>::rate { lease, score }.into();
			let asked = Persons::act(PERSON, scope_of(ALICE), call);
			assert_eq!(asked, Err(refused(PersonRefusal::NotAdmitted)));
		}
		assert_ok!(rate(PERSON, lease, 1));
	});
}

#[test]
fn a_lease_that_cost_little_admits_none() {
	run(|| {
		register(ALICE);
		let (little, enough) = (closed_lease(20), closed_lease(30));
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		let alias = alias(PERSON, scope_of(ALICE));
		assert_refused(|| Market::name_rater(by(TINA), little, alias), Error::SpentTooLittle);
		assert_ok!(Market::name_rater(by(TINA), enough, alias));
		let live = active(METERED, 10, 100);
		assert_refused(|| Market::name_rater(by(TINA), live, alias), Error::LeaseNotFound);
	});
}

#[test]
fn a_period_ends_and_another_follows() {
	run(|| {
		register(ALICE);
		assert_refused(|| Market::close_rating_period(by(FRIEND)), Error::NoPeriod);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert_refused(|| Market::open_rating_period(by(FRIEND), 10), Error::PeriodOpen);
		assert_refused(|| Market::close_rating_period(by(FRIEND)), Error::PeriodOpen);
		go_to(50);
		let lease = closed_lease(30);
		name(lease, PERSON);
		go_to(61);
		assert_refused(|| Market::close_rating_period(by(FRIEND)), Error::PeriodOpen);
		go_to(62);
		assert_eq!(rate(PERSON, lease, 5), Err(refused(PersonRefusal::ScopeOver)));
		// Even if a person's origin were there.
		let late = Persons::origin(PERSON, scope_of(ALICE));
		assert_refused(|| Market::rate(late, lease, 5), Error::NoPeriod);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert!(events().contains(&Event::RatingPeriodClosed { scope: 0 }));
		// The person has another name in the new period.
		assert_eq!(rate(PERSON, lease, 5), Err(Error::<Test>::NotRater.into()));
		name(lease, PERSON);
		assert_ok!(rate(PERSON, lease, 5));
		go_to(123);
		assert_ok!(Market::close_rating_period(by(FRIEND)));
		assert_eq!(last_event(), Event::RatingPeriodClosed { scope: 1 });
		assert_noop!(Market::rate(by(TINA), lease, 5), Error::<Test>::NoPeriod);
	});
}

#[test]
fn a_period_whose_scope_is_gone_makes_room_for_the_next() {
	run(|| {
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert_ok!(Persons::close(0));
		go_to(62);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		assert_eq!(CurrentRatingPeriod::<Test>::get().unwrap().scope, 1);
	});
}
